import { expect, it } from 'vitest'
import type { Answer } from '../../contract/query.ts'
import type { Ask, Got } from '../../dashboard/query/client.ts'
import { createView } from '../../dashboard/query/view.ts'

const answer = (views: number): Answer => ({ rows: [], totals: { views }, notes: [], withheld: { rows: 0 } })
const question = (site: string): Ask[] => [{ site, from: '2026-11-01', to: '2026-11-01', measures: ['views'] }]

/** A view whose requests are answered by hand, in any order. */
function byHand() {
  const requests: { questions: readonly Ask[]; abort: AbortSignal; answer: (got: Got<Answer[]>) => void }[] = []
  const view = createView((questions, abort) => {
    const { promise, resolve } = Promise.withResolvers<Got<Answer[]>>()
    requests.push({ questions, abort, answer: resolve })
    return promise
  })
  const settle = async (index: number, got: Got<Answer[]>) => {
    requests[index]?.answer(got)
    await Promise.resolve()
    await Promise.resolve()
  }
  return { view, requests, settle }
}

it('shows the answer of the last question, whichever comes first', async () => {
  const { view, requests, settle } = byHand()
  view.load(question('a.org'))
  view.load(question('b.org'))
  expect(requests.map((each) => each.abort.aborted)).toEqual([true, false])
  await settle(1, { kind: 'ok', value: [answer(2)] })
  await settle(0, { kind: 'ok', value: [answer(1)] })
  expect(view.state.value).toMatchObject({ phase: 'ready', answers: [answer(2)] })
})

it('has one request under way: a refresh waits for none and starts none beside it', async () => {
  const { view, requests, settle } = byHand()
  view.refresh()
  expect(requests).toHaveLength(0)
  view.load(question('a.org'))
  view.refresh()
  expect(requests).toHaveLength(1)
  await settle(0, { kind: 'ok', value: [answer(1)] })
  view.refresh()
  expect(requests).toHaveLength(2)
  expect(view.state.value.phase).toBe('ready')
})

it('keeps numbers that could not be renewed, but never shows them for another question', async () => {
  const { view, settle } = byHand()
  view.load(question('a.org'))
  await settle(0, { kind: 'ok', value: [answer(1)] })
  view.refresh()
  await settle(1, { kind: 'failed', problem: 'away' })
  expect(view.state.value).toMatchObject({ phase: 'failed', answers: [answer(1)], problem: 'away' })
  view.load(question('b.org'))
  expect(view.state.value.phase).toBe('loading')
  await settle(2, { kind: 'failed', problem: 'away' })
  expect(view.state.value).toMatchObject({ phase: 'failed', answers: null })
})

it('says when nobody is signed in any more', async () => {
  const { view, settle } = byHand()
  view.load(question('a.org'))
  await settle(0, { kind: 'signedOut' })
  expect(view.state.value.phase).toBe('signedOut')
})
