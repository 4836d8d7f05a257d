/** Two hundred browsers with the built tag, real cookie rules and a fake clock, through the real intake, engine and query: the numbers are the truth. */
import { beforeAll, describe, expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import { createQuery } from '../../collector/query/query.ts'
import { addDays, type Day } from '../../contract/day.ts'
import type { Answer, Question } from '../../contract/query.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { states } from '../kit/facts.ts'
import { siteOf } from '../kit/ingest.ts'
import { randomOf } from '../kit/random.ts'
import { liveWorld, type Truth, type World } from './visitors.world.ts'

// Clocks go back on November 1, the year ends, and so does an ISO year.
const zone = 'America/Chicago'
const from = '2026-10-01'
const lived = 120
const options = { browsers: 200, days: lived, seed: Number(process.env.SEED ?? 7), zone, start: Date.parse(`${from}T05:00:00Z`) }

/** Nothing is folded yet: months are read whole, less their days past a window. */
const clock = { now: () => Date.parse(from) }
const store = engineStoreOfFile()
let world: World

beforeAll(async () => {
  world = await liveWorld(options)
  const { cells } = aggregate(world.facts, states())
  for (const batch of batchesOf(cells, { collector: 'visitors', first: 1 })) await store().insert(batch, 1)
}, 300_000)

async function ask(question: Partial<Question>): Promise<Answer> {
  const query = createQuery({ store: store(), sites: { get: () => siteOf({ zone }) }, clock })
  const { status, body } = await query({ site: 'example.org', limit: 10_000, ...question }, () => true)
  expect(status).toBe(200)
  return body as Answer
}

const within = (first: Day, last: Day) => world.truths.filter(({ day }) => day >= first && day <= last)
const consented = (truths: readonly Truth[]) => truths.filter(({ who }) => who !== null)
const distinct = (values: readonly unknown[]) => new Set(values).size
const visitorsOf = (first: Day, last: Day) => distinct(consented(within(first, last)).map(({ who }) => who))

it('is a world worth the name: thousands of views, and nothing refused', () => {
  expect(world.truths.length).toBeGreaterThan(5_000)
  expect(consented(world.truths).length).toBeGreaterThan(2_000)
  expect(world.refused).toEqual([])
})

describe('visitors are the truth', () => {
  const windows: [string, Day, number][] = [
    ['a day', '2026-11-24', 1],
    ['a week', '2026-11-16', 7],
    ['17 days across a month’s end', '2026-10-22', 17],
    ['17 days across the clock change and a month’s end', '2026-10-25', 17],
    ['31 days across a year’s end', '2026-12-10', 31],
  ]
  it.each(windows)('for %s (%s, %i days)', async (_, first, count) => {
    const last = addDays(first, count - 1)
    const { totals, notes } = await ask({ from: first, to: last, measures: ['visitors'] })
    expect(totals.visitors).toBe(visitorsOf(first, last))
    expect(totals.visitors).toBeGreaterThan(0)
    expect(notes).toEqual([])
  })

  it('for any window of up to 31 days', async () => {
    const random = randomOf(options.seed)
    for (let tried = 0; tried < 60; tried++) {
      const count = 1 + Math.floor(random() * 31)
      const first = addDays(from, Math.floor(random() * (lived - count)))
      const last = addDays(first, count - 1)
      const { totals } = await ask({ from: first, to: last, measures: ['visitors'] })
      expect(totals.visitors, `${first} to ${last}`).toBe(visitorsOf(first, last))
    }
  })

  it('between bounds that say something, for 40 days and for all of them', async () => {
    for (const [first, last] of [
      ['2026-11-10', addDays('2026-11-10', 39)],
      [from, addDays(from, lived - 1)],
    ] as const) {
      const { totals, notes } = await ask({ from: first, to: last, measures: ['visitors'] })
      const truth = visitorsOf(first, last)
      const [lower, upper] = totals.visitors === null ? [totals.visitorsLower, totals.visitorsUpper] : [totals.visitors, totals.visitors]
      expect(Number(lower)).toBeLessThanOrEqual(truth)
      expect(Number(upper)).toBeGreaterThanOrEqual(truth)
      expect(Number(lower)).toBeGreaterThan(truth / 2)
      expect(Number(upper)).toBeLessThan(truth * 2)
      if (totals.visitors === null) expect(notes).toEqual([{ measure: 'visitors', reason: 'bounded' }])
    }
  })
})

describe('each day is the truth', () => {
  it('in views, coverage, visits, bounces, views per visit and new browsers', async () => {
    const last = addDays(from, lived - 1)
    const measures = ['views', 'coverage', 'visits', 'entries', 'bounces', 'visitors', 'newVisitors'] as const
    const { rows } = await ask({ from, to: last, interval: 'day', measures: [...measures] })
    const told = new Map(rows.map((row) => [row.date, row]))
    for (let day: Day = from; day <= last; day = addDays(day, 1)) {
      const truths = within(day, day)
      if (truths.length === 0) continue
      expect(told.get(day), day).toMatchObject({ views: truths.length, visitors: visitorsOf(day, day), ...visitsOf(day) })
      expect(told.get(day)?.coverage).toBeCloseTo(consented(truths).length / truths.length)
    }
  })

  it('in entries and exits by page', async () => {
    const [first, last] = ['2026-10-20', '2026-12-20']
    const entries = await ask({ from: first, to: last, measures: ['entries'], by: ['entry'] })
    const exits = await ask({ from: first, to: last, measures: ['exits'], by: ['exit'] })
    const visits = [...visitsByName().values()]
    for (const path of ['/', '/parks', '/permits', '/library', '/news']) {
      const begun = visits.filter(([view]) => view!.path === path && view!.day >= first && view!.day <= last)
      const ended = visits.map((views) => views.at(-1)!).filter((view) => view.path === path && view.day >= first && view.day <= last)
      expect(entries.rows.find((row) => row.entry === path)?.entries, path).toBe(begun.length)
      expect(exits.rows.find((row) => row.exit === path)?.exits, path).toBe(ended.length)
    }
  })
})

/** Consented visits: their views in order. */
function visitsByName(): Map<string, Truth[]> {
  const visits = new Map<string, Truth[]>()
  for (const truth of consented(world.truths)) visits.set(truth.visit, [...(visits.get(truth.visit) ?? []), truth])
  return visits
}

/** Of the visits that began on a day. */
function visitsOf(day: Day) {
  const begun = [...visitsByName().values()].filter(([view]) => view!.day === day)
  const unconsented = within(day, day).filter(({ who, external }) => who === null && external)
  const visits = begun.filter(([view]) => !view!.late).length + unconsented.length
  return { entries: begun.length, visits, bounces: begun.filter((views) => views.length === 1).length }
}
