import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { questionSchema } from '../../../contract/query.ts'
import type { QuestionResult } from '../../../dashboard/api/client.ts'
import { keyOf } from '../../../dashboard/api/live-query.ts'
import { answersOf, questionsOf, standing } from '../../../dashboard/cards/asked.ts'
import { cards } from '../../../dashboard/cards/index.ts'
import { lists } from '../../../dashboard/cards/list/lists.ts'
import type { Context } from '../../../dashboard/state/context.ts'
import { contextOf, withSlices } from './context.ts'

const onSource = { operator: 'is', dimension: 'source', value: 'google.com' } as const
const onPage = { operator: 'is', dimension: 'path', value: '/parks' } as const
const contexts = {
  whole: contextOf(),
  'one day': contextOf({ days: { from: '2026-11-30', to: '2026-11-30' } }),
  'a year': contextOf({ days: { from: '2025-12-01', to: '2026-11-30' } }),
  'a source': contextOf({ filters: [onSource] }),
  'a page': contextOf({ filters: [onPage] }),
  'a page of a site with slices': { ...withSlices, filters: [onPage] },
  'a site with slices': withSlices,
}
const idsIn = (context: Context) => standing(cards, context).map(({ id }) => id)
const askedIn = (context: Context) => questionsOf(standing(cards, context), context)

describe.each(Object.entries(contexts))('of %s', (_, context) => {
  it('all that cards ask is read by the collector, under every tab', () => {
    for (const tab of [[], ...Object.values(lists).map(({ dimension }) => [dimension])]) {
      for (const question of askedIn({ ...context, tabs: tab }))
        expect(v.safeParse(questionSchema, question).issues, keyOf(question)).toBeUndefined()
    }
  })
  it('each card has an id of its own, and finds its own answers', () => {
    const placed = standing(cards, context)
    expect(new Set(placed.map(({ id }) => id)).size).toBe(placed.length)
    const answers = new Map(askedIn(context).map((question) => [keyOf(question), answerWith(keyOf(question))]))
    for (const card of placed) {
      const questions = Object.entries(card.questions(context))
      expect(questions.length).toBeGreaterThan(0)
      for (const [name, question] of questions) expect(answersOf(card, context, answers)[name]?.problem).toBe(keyOf(question))
    }
  })
  it('the answers of a list are named by its dimension', () => {
    for (const card of standing(cards, context)) {
      for (const { dimension } of card.lists?.(context) ?? []) expect(card.questions(context)[dimension]?.by).toEqual([dimension])
    }
  })
})

/** An answer that tells of what it is one. */
const answerWith = (problem: string): QuestionResult => ({ rows: [], totals: {}, notes: [], withheld: { rows: 0 }, problem })

it('a question that several cards ask is asked once', () => {
  const context = contextOf()
  const [pages] = standing(cards, context).filter(({ id }) => id === 'pages')
  const twice = [pages!, { ...pages!, id: 'again' }]
  expect(questionsOf(twice, context)).toHaveLength(1)
  const answers = new Map(questionsOf(twice, context).map((question) => [keyOf(question), answerWith('the same')]))
  for (const card of twice) expect(answersOf(card, context, answers).path?.problem).toBe('the same')
})

it('no answer is shown under another question than its own: a tab that was just opened waits, and all else stays', () => {
  const context = contextOf()
  const answers = new Map(askedIn(context).map((question) => [keyOf(question), answerWith('')]))
  const opened = { ...context, tabs: ['entry' as const] }
  const waiting = standing(cards, opened).flatMap((card) =>
    Object.entries(answersOf(card, opened, answers)).filter(([, answer]) => !answer),
  )
  expect(waiting.map(([name]) => name)).toEqual(['entry'])
})

it('look-alike hosts, refused and unusual events are asked for under every filter, as of the whole site; all else under it', () => {
  const asked = askedIn(contexts['a source'])
  const of = (dimension: string) => asked.filter(({ by }) => by?.[0] === dimension)
  for (const dimension of ['stray', 'refused', 'unusual'])
    expect(of(dimension)).toEqual([expect.not.objectContaining({ filters: expect.anything() })])
  expect(of('path')[0]?.filters).toHaveLength(1)
})

it('a site has a list for each kind of slice that it has declared, and no card where it has none', () => {
  expect(idsIn(contextOf())).not.toContain('slices')
  const slices = standing(cards, withSlices).find(({ id }) => id === 'slices')!
  const opened = (tab: 'slice' | 'pathSlice' | 'entrySlice') => slices.lists?.({ ...withSlices, tabs: [tab] }).map(({ title }) => title)
  expect([opened('slice'), opened('pathSlice'), opened('entrySlice')]).toEqual([['Slices'], ['Slices of pages'], ['Slices of entries']])
  const pathSlice = withSlices.site.slices!.slice(1, 2)
  expect(slices.lists?.({ ...withSlices, site: { ...withSlices.site, slices: pathSlice } }).map(({ title }) => title)).toEqual([
    'Slices of pages',
  ])
})

it('under a filter only that is asked which can be told under it, and nothing else is shown', () => {
  const asked = askedIn(contexts['a source'])
  for (const dimension of ['depth', 'recency', 'cohort', 'choice']) expect(asked.some(({ by }) => by?.[0] === dimension)).toBe(false)
  expect(asked.some(({ measures }) => measures.includes('visitorsEstimate'))).toBe(false)
  expect(askedIn(contextOf()).some(({ measures }) => measures.includes('visitorsEstimate'))).toBe(true)
  // A warning is one under every filter, without its columns.
  expect(asked.filter(({ by }) => by?.[0] === 'refused')).toEqual([expect.objectContaining({ by: ['refused'] })])
})

it('what is around a page is asked under a filter on that page alone', () => {
  expect(idsIn(contextOf({ filters: [onPage] }))).toContain('pageFlow')
  for (const context of [contextOf(), contexts['a source'], contextOf({ filters: [onPage, onSource] })])
    expect(idsIn(context)).not.toContain('pageFlow')
})

it('the page stands in its order, with slices or a filter or without', () => {
  const first = ['headlines', 'chart']
  const rest = ['hours', 'networks']
  const last = ['otherHosts', 'outcomes']
  const whole = ['depth', 'recency', 'retention', 'consent', 'vitals']
  expect(idsIn(contexts.whole)).toEqual([...first, 'pages', 'sources', 'places', 'technology', ...whole, ...rest, ...last])
  expect(idsIn(withSlices)).toEqual([...first, 'slices', 'pages', 'sources', 'places', ...whole, 'technology', ...rest, ...last])
  expect(idsIn(contexts['a page'])).toEqual([...first, 'pageFlow', 'pages', 'sources', 'places', 'technology', ...rest, 'vitals', ...last])
})
