/** What is taken away of a day, and of its other lists: pure. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type List, listsAfter, removalOf, whyNotForgotten } from '../../../collector/cells/removal-rules.ts'
import type { Counter } from '../../../contract/counters.ts'
import { type Dimension, dimensionNames, dimensionRow } from '../../../contract/dimensions.ts'

type Sums = Partial<Record<Counter, number>>
const lists = (given: Partial<Record<Dimension, Record<string, Sums>>>): Map<Dimension, List> =>
  new Map(Object.entries(given).map(([name, rows]) => [name as Dimension, new Map(Object.entries(rows))]))
const lost = (given: Partial<Record<Dimension, Sums>>) => new Map(Object.entries(given) as [Dimension, Sums][])
const told = (removal: ReturnType<typeof removalOf>) =>
  Object.fromEntries(removal.others.map(({ dimension, value, counts }) => [`${dimension} ${value}`, counts]))

const ten = { views: 10, consentedViews: 10, visits: 10, consentedVisits: 10 }

describe('a removal', () => {
  it('takes of a list that only consent fills the consented part, and no more than it holds', () => {
    const junk = { views: 15, consentedViews: 10, visits: 12, consentedVisits: 10 }
    const day = lists({
      path: { '': { views: 20, consentedViews: 15, visits: 14, consentedVisits: 12 } },
      host: { '': { views: 20, consentedViews: 15, visits: 14, consentedVisits: 12 } },
      country: { '': { views: 15, consentedViews: 15, visits: 12, consentedVisits: 12 } },
      campaign: { '': { views: 3, consentedViews: 3, visits: 2, consentedVisits: 2 } },
    })
    const removal = removalOf('path', lost({ path: junk }), day)
    expect(removal.total).toEqual(junk)
    expect(told(removal)).toEqual({
      'host (removed)': { views: -15, consentedViews: -10, visits: -12, consentedVisits: -10 },
      'country (removed)': { views: -10, consentedViews: -10, visits: -10, consentedVisits: -10 },
      'campaign (removed)': { views: -3, consentedViews: -3, visits: -2, consentedVisits: -2 },
    })
  })

  it('counts browsers and second views of pages by the visits that began there', () => {
    const day = lists({
      path: { '': ten },
      entry: { '': { visits: 10, consentedVisits: 10, secondViews: 4, firstOfDay: 9, newVisitors: 7 } },
    })
    const { total } = removalOf(
      'path',
      lost({
        path: { ...ten, firstOfDay: 30, newVisitors: 20, firstInVisit: 40 },
        entry: { visits: 10, consentedVisits: 10, secondViews: 4, firstOfDay: 9, newVisitors: 7 },
      }),
      day,
    )
    expect(total).toEqual({ ...ten, secondViews: 4, firstOfDay: 9, newVisitors: 7 })
  })

  it('knows of bounces and of new browsers their class, and takes no first week from who is there', () => {
    const day = lists({
      source: { '': { ...ten, secondViews: 3, firstOfDay: 9, newVisitors: 6 } },
      depth: { 1: { count: 20 }, 2: { count: 5 } },
      recency: { new: { count: 11 }, 3: { count: 8 } },
      // Of the six that are made up two left out their first week.
      cohort: { 0: { count: 9 }, 4: { count: 2 } },
    })
    const junk = { ...ten, secondViews: 3, firstOfDay: 9, newVisitors: 6 }
    expect(told(removalOf('source', lost({ source: junk }), day))).toEqual({
      'depth 1': { count: -7 },
      'depth (removed)': { count: -3 },
      'recency new': { count: -6 },
      'recency (removed)': { count: -3 },
      'cohort 0': { count: -4 },
      'cohort (removed)': { count: -2 },
    })
  })

  it('changes nothing else where a dimension counts by itself', () => {
    const day = lists({ host: { '': ten }, network: { '': { views: 4 } } })
    expect(removalOf('network', lost({ network: { views: 4 } }), day)).toEqual({ total: {}, others: [] })
  })

  it('is taken from the total once where one flood is named in two ways, whichever comes first', () => {
    const day = lists({
      path: { '': { views: 30, consentedViews: 30, visits: 20, consentedVisits: 20 } },
      source: { '': { views: 30, consentedViews: 30, visits: 20, consentedVisits: 20 } },
    })
    for (const [one, other] of [
      ['path', 'source'],
      ['source', 'path'],
    ] as const) {
      const first = removalOf(one, lost({ [one]: ten }), day)
      const after = listsAfter(day, lost({ [one]: ten }), first)
      const second = removalOf(other, lost({ [other]: ten }), after)
      expect([first.total, second.total]).toEqual([ten, {}])
      expect(told(second)).toEqual({ [`${other} (removed)`]: ten })
    }
  })
})

const count = fc.integer({ min: 0, max: 20 })
/** Visits are views, and what came with consent is a part. */
const sums = fc.tuple(count, count, count, count).map(([one, two, three, four]) => ({
  ...{ views: one + two + three + four, consentedViews: one + two, visits: one + three, consentedVisits: one },
}))

it('leaves no list below zero, and no (removed) row above it, whatever is taken in whatever order', () => {
  const names = ['path', 'source', 'host', 'device'] as const
  fc.assert(
    fc.property(fc.array(fc.record({ name: fc.constantFrom(...names), junk: sums }), { maxLength: 5 }), sums, (steps, real) => {
      const all = steps.reduce((sum, { junk }) => addTo(sum, junk), real as Sums)
      let day: ReadonlyMap<Dimension, List> = lists(Object.fromEntries(names.map((name) => [name, { '': all }])))
      for (const { name, junk } of steps) day = listsAfter(day, lost({ [name]: junk }), removalOf(name, lost({ [name]: junk }), day))
      for (const name of names) {
        const list = day.get(name)!
        for (const counter of ['views', 'visits', 'consentedViews', 'consentedVisits'] as const) {
          expect([...list.values()].reduce((sum, row) => sum + (row[counter] ?? 0), 0)).toBeGreaterThanOrEqual(0)
          expect(list.get('(removed)')?.[counter] ?? 0).toBeLessThanOrEqual(0)
        }
      }
    }),
    { seed: 1, numRuns: 500 },
  )
})

function addTo(one: Sums, other: Sums): Sums {
  return Object.fromEntries(
    Object.keys({ ...one, ...other }).map((name) => [name, (one[name as Counter] ?? 0) + (other[name as Counter] ?? 0)]),
  )
}

it('every dimension can be taken away by its values, or it is said why not', () => {
  const can = dimensionNames.filter((name) => whyNotForgotten(name) === null)
  expect(can).toEqual([
    ...['path', 'host', 'referrer', 'source', 'medium', 'campaign', 'browser', 'system', 'device', 'country', 'language', 'screen'],
    ...['network', 'provider', 'choice', 'refused', 'unusual', 'stray'],
  ])
  expect(can.filter((name) => dimensionRow(name).bucket)).toEqual([])
})
