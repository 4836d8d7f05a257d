import { expect, it } from 'vitest'
import { queryQuestions } from '../../../contract/limits.ts'
import type { Ask, Got, QuestionResult } from '../../../dashboard/api/client.ts'
import { createLiveQuery, keyOf } from '../../../dashboard/api/live-query.ts'

const answer = (views: number): QuestionResult => ({ rows: [], totals: { views }, notes: [], withheld: { rows: 0 } })
const question = (site: string): Ask => ({ site, from: '2026-11-01', to: '2026-11-01', measures: ['views'] })
const many = (count: number, prefix = 'q'): Ask[] => Array.from({ length: count }, (_, index) => question(`${prefix}${index}.org`))
const ok = (...views: number[]): Got<QuestionResult[]> => ({ kind: 'ok', value: views.map(answer) })

/** A live query whose requests are answered by hand, in any order. */
function byHand() {
  const requests: { sites: string[]; abort: AbortSignal; answer: (got: Got<QuestionResult[]>) => void }[] = []
  const live = createLiveQuery((questions, abort) => {
    const { promise, resolve } = Promise.withResolvers<Got<QuestionResult[]>>()
    requests.push({ sites: questions.map(({ site }) => site), abort, answer: resolve })
    return promise
  })
  const settle = async (index: number, got: Got<QuestionResult[]>) => {
    requests[index]?.answer(got)
    await Promise.resolve()
    await Promise.resolve()
  }
  const viewsOf = (site: string) => live.state.value.answers.get(keyOf(question(site)))?.totals.views
  return { live, requests, settle, viewsOf }
}

it('shows the answer to the last question, whichever comes first', async () => {
  const { live, requests, settle, viewsOf } = byHand()
  live.load([question('a.org')])
  live.load([question('b.org')])
  expect(requests.map((each) => each.abort.aborted)).toEqual([true, false])
  await settle(1, ok(2))
  await settle(0, ok(1))
  expect(live.state.value.phase).toBe('ready')
  expect([viewsOf('a.org'), viewsOf('b.org')]).toEqual([undefined, 2])
})

it('has one request under way: a refresh waits for none and starts none beside it', async () => {
  const { live, requests, settle } = byHand()
  live.refresh()
  expect(requests).toHaveLength(0)
  live.load([question('a.org')])
  live.refresh()
  expect(requests).toHaveLength(1)
  await settle(0, ok(1))
  live.refresh()
  expect(requests).toHaveLength(2)
  expect(live.state.value.phase).toBe('ready')
})

it('asks each question once, in requests of as many as the collector takes, one after the other', async () => {
  const { live, requests, settle } = byHand()
  const all = many(queryQuestions + 3)
  live.load([...all, ...all])
  expect(requests.map(({ sites }) => sites.length)).toEqual([queryQuestions])
  await settle(0, ok(...Array(queryQuestions).keys()))
  expect(requests.map(({ sites }) => sites.length)).toEqual([queryQuestions, 3])
  expect(requests.flatMap(({ sites }) => sites)).toEqual(all.map(({ site }) => site))
})

it('shows the answers of a request before the next has come', async () => {
  const { live, settle, viewsOf } = byHand()
  live.load(many(queryQuestions + 1))
  await settle(0, ok(...Array(queryQuestions).keys()))
  expect([live.state.value.phase, viewsOf('q5.org'), viewsOf(`q${queryQuestions}.org`)]).toEqual(['loading', 5, undefined])
  await settle(1, ok(99))
  expect([live.state.value.phase, viewsOf('q5.org'), viewsOf(`q${queryQuestions}.org`)]).toEqual(['ready', 5, 99])
})

it('keeps the answers to questions that are still asked, and asks the new ones first', async () => {
  const { live, requests, settle, viewsOf } = byHand()
  const all = many(queryQuestions)
  live.load(all)
  await settle(0, ok(...Array(queryQuestions).keys()))
  live.load([...all.slice(1), question('new.org')])
  expect([viewsOf('q0.org'), viewsOf('q1.org'), viewsOf('new.org')]).toEqual([undefined, 1, undefined])
  expect(requests[1]?.sites[0]).toBe('new.org')
})

it('keeps numbers that could not be renewed, but never shows them for another question', async () => {
  const { live, settle, viewsOf } = byHand()
  live.load([question('a.org')])
  await settle(0, ok(1))
  live.refresh()
  await settle(1, { kind: 'failed', problem: 'away' })
  expect(live.state.value).toMatchObject({ phase: 'failed', problem: 'away' })
  expect(viewsOf('a.org')).toBe(1)
  live.load([question('b.org')])
  expect(live.state.value.phase).toBe('loading')
  await settle(2, { kind: 'failed', problem: 'away' })
  expect(live.state.value.phase).toBe('failed')
  expect(live.state.value.answers.size).toBe(0)
})

it('sends no further request once one has failed, and all again when asked to', async () => {
  const { live, requests, settle } = byHand()
  live.load(many(queryQuestions + 1))
  await settle(0, { kind: 'failed', problem: 'away' })
  expect(requests).toHaveLength(1)
  live.refresh()
  await settle(1, ok(...Array(queryQuestions).keys()))
  await settle(2, ok(1))
  expect(live.state.value).toMatchObject({ phase: 'ready', problem: null })
})

it('says when nobody is signed in any more', async () => {
  const { live, settle } = byHand()
  live.load([question('a.org')])
  await settle(0, { kind: 'signedOut' })
  expect(live.state.value.phase).toBe('signedOut')
})

it('knows equal questions by their fields, in any order', () => {
  const { site, ...rest } = { ...question('a.org'), by: ['path' as const] }
  expect(keyOf({ site, ...rest })).toBe(keyOf({ ...rest, site }))
  expect(keyOf({ site, ...rest })).not.toBe(keyOf({ ...rest, site: 'b.org' }))
})
