/** Slices on the real engine: every number under a slice is true of the views that meet its conditions, or its bounds hold. */
import { beforeAll, describe, expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import { slicesOfSite, slicesOfView } from '../../collector/ingest/enrich/slices.ts'
import { createQuery } from '../../collector/query/query.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import type { Day } from '../../contract/day.ts'
import { crossOf, type Dimension } from '../../contract/dimensions.ts'
import type { Measure } from '../../contract/measures.ts'
import type { Answer, Question } from '../../contract/query.ts'
import type { Slice } from '../../contract/site.ts'
import { dimensionOfSlice, sliceDimensions } from '../../contract/slices.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { states } from '../kit/facts.ts'
import { judged, keptOf, type Truth, truthOf } from '../kit/truth.ts'
import { earned, countMeasures as measures, type World, worldOf } from './query.world.ts'

const from = '2026-08-20'
const site = 'one.org'
const world = sliced(worldOf({ site, seed: 31, from, days: 75, browsers: 160 }))

function declared(): (Slice & { meets: (told: Record<string, string>) => boolean })[] {
  return [
    {
      name: 'Google on phones',
      conditions: [
        ['source', ['google.com']],
        ['device', ['mobile']],
      ],
      meets: (told) => told.source === 'google.com' && told.device === 'mobile',
    },
    {
      name: 'From two',
      conditions: [['source', ['Google.com', 'news.org']]],
      meets: (told) => ['google.com', 'news.org'].includes(told.source ?? ''),
    },
    { name: 'Home abroad', conditions: [['country', ['FR']]], meets: (told) => told.country === 'FR' },
    {
      name: 'In by the home page',
      conditions: [
        ['entry', ['/']],
        ['source', ['google.com']],
      ],
      meets: (told) => told.entry === '/' && told.source === 'google.com',
    },
    { name: 'In by the side', conditions: [['entry', ['/*']]], meets: (told) => (told.entry ?? '/') !== '/' },
    {
      name: 'Parks and permits',
      conditions: [['path', ['/parks', '/permits/**', '/permits']]],
      meets: (told) => ['/parks', '/permits'].includes(told.path ?? ''),
    },
    {
      name: 'Inside on phones',
      conditions: [
        ['path', ['/*']],
        ['device', ['mobile']],
      ],
      meets: (told) => told.path !== '/' && told.device === 'mobile',
    },
    {
      name: 'Home from Google',
      conditions: [
        ['path', ['/']],
        ['source', ['google.com']],
      ],
      meets: (told) => told.path === '/' && told.source === 'google.com',
    },
  ]
}

function sliced(plain: World): World {
  const slicesOf = slicesOfSite(declared())
  const facts = plain.facts.map((fact) => {
    if (fact.consent) return { ...fact, ...slicesOfView(slicesOf, fact) }
    return { ...fact, pathSlices: slicesOf('pathSlice', { path: fact.path, device: fact.device }) }
  })
  return { ...plain, facts }
}

const slices = declared().map((slice) => ({ ...slice, dimension: dimensionOfSlice(slice) }))
type Declared = (typeof slices)[number]
/** Visits are sliced with consent only. */
const inSlice = (slice: Declared) => (each: Truth) => slice.meets(each.values) && (slice.dimension === 'pathSlice' || each.consent)
const named = (name: string) => slices.find((slice) => slice.name === name)!

const earnedHere = {
  ...earned,
  country: ['US', 'FR'],
  ...Object.fromEntries(
    sliceDimensions.map((dimension) => [dimension, slices.filter((each) => each.dimension === dimension).map(({ name }) => name)]),
  ),
}

/** Nothing is folded yet: months are read whole, less their days past a window. */
const clock = { now: () => Date.parse(from) }
const store = engineStoreOfFile()
beforeAll(async () => {
  for (const batch of batchesOf(aggregate(world.facts, states(earnedHere)).cells, { collector: 'slices', first: 1 }))
    await store().insert(batch, 1)
})

async function ask(question: Partial<Question>): Promise<Answer> {
  const query = createQuery({ store: store(), sites: { get: (domain) => defaultSite(domain) }, clock })
  const { body } = await query({ site, measures, limit: 10_000, ...question }, () => true)
  expect(body).not.toHaveProperty('error')
  return body as Answer
}

const windows: [string, Day, Day][] = [
  ['a day', '2026-09-10', '2026-09-10'],
  ['nine days over the end of a month', '2026-09-26', '2026-10-04'],
  ['seventy days, from month grain', '2026-08-22', '2026-10-31'],
]
/** Under an entry the visitors are those who began a visit there. */
const about = (measure: Measure, views: Truth[], slice: Declared) =>
  measure === 'visitors' && slice.dimension === 'entrySlice' ? views.filter(({ began }) => began) : views

describe.each(windows)('over %s', (_name, first, to) => {
  const days = { from: first, to }
  const views = world.truths.filter((each) => each.day >= first && each.day <= to)

  it.each(sliceDimensions)('rows by %s are true of each slice, which may overlap', async (dimension) => {
    const { rows, totals } = await ask({ ...days, by: [dimension] })
    expect(totals.views).toBe(views.length)
    expect(rows.map((row) => row[dimension]).sort()).toEqual(
      slices
        .filter((slice) => slice.dimension === dimension && views.some(inSlice(slice)))
        .map(({ name }) => name)
        .sort(),
    )
    for (const row of rows) {
      const slice = named(String(row[dimension]))
      const passing = views.filter(inSlice(slice))
      for (const measure of measures)
        judged({ row, measure, truth: truthOf(measure, about(measure, passing, slice), dimension === 'pathSlice') })
    }
  })

  it.each(slices)('under $name every panel is true, and adds up with what is not kept', async (slice) => {
    const filtered = views.filter(inSlice(slice))
    const filters: Question['filters'] = [['is', slice.dimension, [slice.name]]]
    for (const by of ['path', 'entry', 'source', 'browser', 'device', 'country'] as const) {
      const { rows, totals } = await ask({ ...days, by: [by], filters })
      const byPath = slice.dimension === 'pathSlice'
      for (const measure of measures) judged({ row: totals, measure, truth: truthOf(measure, about(measure, filtered, slice), byPath) })
      if (!crossOf(by, slice.dimension)) {
        expect(rows).toEqual([])
        continue
      }
      const kept = rows.filter((row) => row[by] !== '(not kept)')
      for (const row of kept) {
        const passing = filtered.filter((each) => each.values[by] === row[by])
        for (const measure of measures)
          judged({ row, measure, truth: truthOf(measure, about(measure, passing, slice), byPath || by === 'path') })
      }
      for (const measure of ['views', 'entries'] as const) {
        if (typeof totals[measure] !== 'number' || kept.some((row) => keptOf(row, measure) === null)) continue
        expect(
          rows.reduce((sum, row) => sum + (keptOf(row, measure) ?? 0), 0),
          `${measure} by ${by}`,
        ).toBe(totals[measure])
      }
    }
  })

  it.each(slices)('all but $name is true of the totals', async (slice) => {
    const { totals } = await ask({ ...days, filters: [['isNot', slice.dimension, [slice.name]]] })
    const passing = views.filter((each) => !inSlice(slice)(each))
    for (const measure of measures) judged({ row: totals, measure, truth: truthOf(measure, passing, slice.dimension === 'pathSlice') })
    if (slice.dimension !== 'entrySlice') expect(totals.views).toBe(passing.length)
  })

  it('slices under a source are true of each', async () => {
    for (const dimension of sliceDimensions) {
      const { rows } = await ask({ ...days, by: [dimension as Dimension], filters: [['is', 'source', ['google.com']]] })
      expect(rows.length).toBeGreaterThan(0)
      for (const row of rows) {
        const slice = named(String(row[dimension]))
        const passing = views.filter((each) => inSlice(slice)(each) && each.values.source === 'google.com')
        for (const measure of measures)
          judged({ row, measure, truth: truthOf(measure, about(measure, passing, slice), dimension === 'pathSlice') })
      }
    }
  })
})

it('what a visit’s slice counts is exact; a page of it, and visits that saw a slice of pages, are bounded', async () => {
  const days = { from: '2026-09-26', to: '2026-10-04' }
  const slice = await ask({ ...days, measures: ['visits', 'bounces', 'entries', 'views'], by: ['slice'] })
  expect(slice.notes).toEqual([])
  const page = await ask({ ...days, measures: ['visits', 'views', 'exits'], by: ['path'], filters: [['is', 'slice', ['From two']]] })
  const pagesOfSlice = page.rows.filter(({ path }) => path !== '(not kept)')
  expect(pagesOfSlice.length).toBeGreaterThan(0)
  // That the truth lies between is judged above, by every dimension.
  const isBounded = (row: Answer['rows'][number], measure: Measure) => row[measure] === null && row[`${measure}Lower`] !== undefined
  expect(pagesOfSlice.filter((row) => !isBounded(row, 'visits') || (row.exits === null && !isBounded(row, 'exits')))).toEqual([])
  expect(page.rows.at(-1)).toMatchObject({ path: '(not kept)', visits: null })
  const all = await ask({ ...days, measures: ['visits', 'views', 'entries'], by: ['device'], filters: [['is', 'slice', ['From two']]] })
  expect(all).toMatchObject({ rows: [{}, {}], notes: [] })
  const pages = await ask({ ...days, measures: ['visits', 'views', 'newVisitors', 'exits'], by: ['pathSlice'] })
  expect(pages.notes).toEqual([
    { measure: 'visits', reason: 'bounded' },
    { measure: 'newVisitors', reason: 'notKept' },
    { measure: 'exits', reason: 'notKept' },
  ])
})

it('without slices every other cell is the same: a view under two of them is one view everywhere else', () => {
  const without = world.facts.map(({ slices: _, entrySlices: __, pathSlices: ___, ...fact }) => fact)
  const isSlice = (name: string) => (sliceDimensions as readonly string[]).includes(name)
  const others = aggregate(world.facts, states(earnedHere)).cells.filter((cell) => !isSlice(cell.dimensionA) && !isSlice(cell.dimensionB))
  expect(others).toEqual(aggregate(without, states(earnedHere)).cells)
})
