/** Questions on the real engine: every number of an answer is true, or its bounds hold, for whole worlds of browsers. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import type { Fact } from '../../collector/fact.ts'
import { type Engine, openEngine } from '../../collector/node/engine/supervisor.ts'
import { type Store, StoreAway } from '../../collector/ports.ts'
import { createQuery } from '../../collector/query/query.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import { addDays, type Day, monthOf, weekOf } from '../../contract/day.ts'
import { crossOf, type Dimension } from '../../contract/dimensions.ts'
import type { Measure } from '../../contract/measures.ts'
import type { Answer, Question } from '../../contract/query.ts'
import { accept, leave, states, view } from '../kit/facts.ts'
import { randomOf } from '../kit/random.ts'
import { judged, keptOf, truthOf } from '../kit/truth.ts'
import { earned, countMeasures as measures, paths, sources, type World, worldOf } from './query.world.ts'

const from = '2026-08-20'
/** Nothing is folded yet: months are read whole, less their days past a window. */
const clock = { now: () => Date.parse(from) }
const worlds = {
  'one.org': worldOf({ site: 'one.org', seed: 11, from, days: 100, browsers: 160 }),
  'two.org': worldOf({ site: 'two.org', seed: 23, from, days: 60, browsers: 40 }),
}
const earnedHere = { ...earned, host: ['one.org', 'two.org'] }

let folder: string
let engine: Engine
let store: Store
let batchNumber = 1

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'footfall-query-'))
  engine = await openEngine({ folder, log: () => {} })
  store = engine.store()
  for (const world of Object.values(worlds)) await keep(world.facts)
})
afterAll(async () => {
  await store?.close()
  await engine?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function keep(facts: Fact[], values: Record<string, string[]> = earnedHere): Promise<void> {
  for (const batch of batchesOf(aggregate(facts, states(values)).cells, { collector: 'test', first: batchNumber })) {
    await store.insert(batch, 1)
    batchNumber++
  }
}

async function ask(question: Partial<Question> & { measures: Measure[] }): Promise<Answer> {
  const query = createQuery({ store, sites: { get: (domain) => defaultSite(domain) }, clock })
  const result = await query({ site: 'one.org', from, to: addDays(from, 99), limit: 10_000, ...question }, () => true)
  expect(result.body).not.toHaveProperty('error')
  return result.body as Answer
}

const inWindow = (world: World, first: Day, last: Day) => world.truths.filter((each) => each.day >= first && each.day <= last)
const one = worlds['one.org']

describe('the site as a whole', () => {
  it('counts the visitors of every window up to 31 days exactly, ends of months included', async () => {
    const random = randomOf(5)
    for (let round = 0; round < 25; round++) {
      const first = addDays(from, Math.floor(random() * 70))
      const to = addDays(first, Math.floor(random() * 31))
      const { totals, notes } = await ask({ from: first, to, measures: ['visitors', 'views', 'visits', 'exits'] })
      const views = inWindow(one, first, to)
      for (const measure of ['visitors', 'views', 'visits', 'exits'] as const) {
        expect(judged({ row: totals, measure, truth: truthOf(measure, views, false) }), measure).toBe('exact')
      }
      expect(notes).toEqual([])
    }
  })

  it('bounds the visitors of longer windows', async () => {
    for (const days of [32, 40, 62, 63, 90, 100]) {
      const to = addDays(from, days - 1)
      const { totals, notes } = await ask({ to, measures: ['visitors', 'views', 'bounces'] })
      const kind = judged({ row: totals, measure: 'visitors', truth: truthOf('visitors', inWindow(one, from, to), false) })
      judged({ row: totals, measure: 'views', truth: truthOf('views', inWindow(one, from, to), false) })
      judged({ row: totals, measure: 'bounces', truth: truthOf('bounces', inWindow(one, from, to), false) })
      if (kind === 'bounded') expect(notes).toEqual([{ measure: 'visitors', reason: 'bounded' }])
    }
  })

  it.each(['day', 'week', 'month'] as const)('answers each %s as its own window, without holes, also ahead', async (interval) => {
    const first = addDays(from, 5)
    const to = addDays(from, 120)
    const { rows, totals } = await ask({ from: first, to, measures: ['views', 'visitors', 'coverage'], interval })
    const dateOf = { day: (each: Day) => each, week: weekOf, month: monthOf }[interval]
    const all = Array.from({ length: 116 }, (_, index) => addDays(first, index))
    expect(rows.map((row) => row.date)).toEqual([...new Set(all.map(dateOf))])
    for (const row of rows) {
      const views = inWindow(one, first, to).filter((each) => dateOf(each.day) === row.date)
      for (const measure of ['views', 'visitors', 'coverage'] as const) {
        expect(judged({ row, measure, truth: truthOf(measure, views, false) }), measure).toBe(
          views.length ? 'exact' : row.views === 0 && measure === 'coverage' ? 'null' : 'exact',
        )
      }
    }
    expect(rows.reduce((sum, row) => sum + (row.views as number), 0)).toBe(totals.views)
  })

  it('adds sites up; browsers may have been at both', async () => {
    const { totals } = await ask({ site: ['one.org', 'two.org'], to: addDays(from, 29), measures: ['views', 'visits', 'visitors'] })
    const each = Object.values(worlds).map((world) => inWindow(world, from, addDays(from, 29)))
    const visitors = each.map((views) => truthOf('visitors', views, false) as number)
    expect(totals).toMatchObject({ views: each.flat().length, visits: each.flat().filter(({ began }) => began).length })
    expect(totals).toMatchObject({ visitors: null, visitorsLower: Math.max(...visitors), visitorsUpper: visitors[0]! + visitors[1]! })
  })
})

const marginals: Dimension[] = ['path', 'entry', 'source', 'browser', 'device', 'country', 'host', 'referrer', 'hour']
const windows: [string, Day, Day][] = [
  ['a day', '2026-08-31', '2026-08-31'],
  ['nine days over the end of a month', '2026-09-26', '2026-10-04'],
  ['ninety days, from month grain', '2026-08-25', '2026-11-22'],
]

describe.each(windows)('over %s', (_name, first, to) => {
  const views = inWindow(one, first, to)

  it.each(marginals)('rows by %s are true, and add up to the total', async (dimension) => {
    const { rows, totals } = await ask({ from: first, to, measures, by: [dimension] })
    const kinds = new Set<string>()
    for (const row of rows) {
      const passing = views.filter((each) => (each.values[dimension] ?? null) === row[dimension])
      for (const measure of measures)
        kinds.add(`${measure} ${judged({ row, measure, truth: truthOf(measure, passing, dimension === 'path') })}`)
    }
    expect(rows.reduce((sum, row) => sum + ((row.views ?? 0) as number), 0)).toBe(dimension === 'entry' ? 0 : totals.views)
    expect(rows.reduce((sum, row) => sum + (row.entries as number), 0)).toBe(totals.entries)
    if (first === to && dimension === 'browser') expect(kinds).not.toContain('visitors bounded')
  })

  it.each(filterCases())('under %s every panel is true, and adds up with what is not kept', async (_title, [dimension, value], by) => {
    const { rows, totals, notes } = await ask({ from: first, to, measures, by: [by], filters: [['is', dimension, [value]]] })
    const filtered = views.filter((each) => each.values[dimension] === value)
    for (const measure of measures) judged({ row: totals, measure, truth: truthOf(measure, filtered, dimension === 'path') })
    if (!crossOf(dimension, by)) {
      expect(rows).toEqual([])
      expect(notes.filter(({ reason }) => reason === 'notKept').map(({ measure }) => measure)).toEqual(measures)
      return
    }
    const kept = rows.filter((row) => row[by] !== '(not kept)')
    for (const row of kept) {
      const passing = filtered.filter((each) => each.values[by] === row[by])
      for (const measure of measures) judged({ row, measure, truth: truthOf(measure, passing, by === 'path' || dimension === 'path') })
    }
    for (const measure of ['views', 'entries'] as const) {
      if (typeof totals[measure] !== 'number' || kept.some((row) => keptOf(row, measure) === null)) continue
      expect(
        rows.reduce((sum, row) => sum + (keptOf(row, measure) ?? 0), 0),
        measure,
      ).toBe(totals[measure])
    }
  })

  it.each([
    ['isNot', 'source', ['google.com']],
    ['isNot', 'path', ['/']],
    ['is', 'source', [null]],
    ['is', 'browser', ['Lynx', null]],
    ['isNot', 'browser', ['Firefox', null]],
    ['contains', 'path', ['PAR', 'perm']],
    ['anyOf', 'path', ['/', '/parks', '/nowhere']],
    ['contains', 'source', ['.']],
  ] as [Question['filters'][number][0], Dimension, (string | null)[]][])(
    '%s %s %j tells the truth of the totals',
    async (operator, dimension, values) => {
      const { totals, rows } = await ask({ from: first, to, measures, by: [dimension], filters: [[operator, dimension, values]] })
      const contains = (value: string) => values.some((text) => value.toLowerCase().includes((text ?? '').toLowerCase()))
      const passing = views.filter((each) => {
        const value = each.values[dimension] ?? null
        if (operator === 'contains') return value !== null && contains(value)
        return values.includes(value) !== (operator === 'isNot')
      })
      for (const measure of measures) judged({ row: totals, measure, truth: truthOf(measure, passing, dimension === 'path') })
      expect(totals.views).toBe(passing.length)
      expect(rows.reduce((sum, row) => sum + ((row.views ?? 0) as number), 0)).toBe(totals.views)
    },
  )

  it('two dimensions at once: pairs are true and end with what is not kept', async () => {
    const { rows, totals } = await ask({ from: first, to, measures: ['views', 'visitors', 'visits'], by: ['source', 'browser'] })
    for (const row of rows.slice(0, -1)) {
      const passing = views.filter((each) => each.values.source === row.source && each.values.browser === row.browser)
      for (const measure of ['views', 'visitors', 'visits'] as const)
        expect(judged({ row, measure, truth: truthOf(measure, passing, false) })).not.toBe('null')
    }
    expect(rows.at(-1)).toMatchObject({ source: '(not kept)', browser: '(not kept)' })
    for (const measure of ['views', 'visits'] as const)
      expect(rows.reduce((sum, row) => sum + (keptOf(row, measure) ?? 0), 0)).toBe(totals[measure])
  })
})

function filterCases(): [string, [Dimension, string], Dimension][] {
  const filters: [Dimension, string][] = [
    ['source', 'google.com'],
    ['source', 'rare.org'],
    ['path', '/parks'],
    ['path', '/rare'],
    ['browser', 'Firefox'],
    ['device', 'mobile'],
    ['entry', '/'],
    ['host', 'one.org'],
  ]
  const by: Dimension[] = ['path', 'source', 'browser', 'device', 'entry', 'referrer', 'hour']
  return filters.flatMap((filter) =>
    by
      .filter((name) => name !== filter[0])
      .map((name): [string, [Dimension, string], Dimension] => [`${filter.join(' ')}, by ${name}`, filter, name]),
  )
}

describe('an answer', () => {
  it('has the form of the documented example', async () => {
    const day = '2026-11-01'
    const seen = { site: 'example.org', day, source: 'google.com', path: '/', visit: 1, first: 'new', recency: 'new' } as const
    await keep([view(seen), view({ ...seen, visit: 1 }), view({ ...seen, visit: 2, first: undefined, recency: undefined, from: '/' })], {
      path: ['/'],
      source: ['google.com'],
    })
    const question: Omit<Question, 'measures'> = {
      site: 'example.org',
      from: day,
      to: '2026-11-30',
      by: ['path'],
      filters: [['is', 'source', ['google.com']]],
      interval: 'day',
      order: [['views', 'desc']],
      limit: 100,
      offset: 0,
    }
    const answer = await ask({ ...question, measures: ['views', 'visits', 'visitors'] })
    expect(answer).toEqual({
      rows: [{ date: day, path: '/', views: 3, visits: 2, visitors: null, visitorsLower: 1, visitorsUpper: 2 }],
      totals: { views: 3, visits: 2, visitors: 2 },
      notes: [{ measure: 'visitors', reason: 'bounded' }],
      withheld: { rows: 0 },
    })
    const bounces = await ask({ ...question, order: [], measures: ['bounces'] })
    expect(bounces).toMatchObject({ totals: { bounces: 1 }, notes: [{ measure: 'bounces', reason: 'notKept' }] })
  })

  it('reads a histogram: the quantile is its bucket, the shares add up to one', async () => {
    const fact = (bucket: string): Fact => ({
      type: 'vitals',
      site: 'vitals.org',
      day: from,
      hour: 1,
      host: 'vitals.org',
      path: '/',
      metric: 'lcp',
      bucket,
    })
    await keep([...Array<Fact>(70).fill(fact('1026')), ...Array<Fact>(20).fill(fact('2767')), ...Array<Fact>(10).fill(fact('5000'))], {
      path: ['/'],
    })
    const vitals: Measure[] = ['lcpP75', 'lcpGood', 'lcpNeedsWork', 'lcpPoor', 'inpP75']
    const { rows, totals } = await ask({ site: 'vitals.org', measures: vitals, by: ['path'] })
    expect(totals).toEqual({ lcpP75: 2767, lcpGood: 0.7, lcpNeedsWork: 0.2, lcpPoor: 0.1, inpP75: null })
    expect(rows).toEqual([{ path: '/', ...totals }])
  })

  it('adds seconds where they are told, and counts what is only counted', async () => {
    const at = { site: 'used.org', day: from, host: 'used.org', path: '/', source: 'google.com' }
    const used: Fact[] = [
      view({ ...at, visit: 1, first: 'new', recency: 'new' }),
      leave({ ...at, seconds: 30 }),
      leave({ ...at, seconds: 10 }),
      { type: 'count', site: 'used.org', day: from, dimension: 'refused', value: 'bot', count: 7 },
    ]
    await keep(used, { path: ['/'], source: ['google.com'] })
    const seconds: Measure[] = ['seconds', 'secondsPerVisit']
    const told = { seconds: 40, secondsPerVisit: 40 }
    const site = 'used.org'
    expect((await ask({ site, measures: seconds })).totals).toEqual(told)
    expect((await ask({ site, measures: seconds, by: ['path'], filters: [['is', 'source', ['google.com']]] })).rows).toEqual([
      { path: '/', ...told },
    ])
    expect((await ask({ site, measures: ['seconds'], by: ['referrer'] })).notes).toEqual([{ measure: 'seconds', reason: 'notKept' }])
    expect((await ask({ site, measures: ['count'], by: ['refused'] })).rows).toEqual([{ refused: 'bot', count: 7 }])
    expect((await ask({ site, measures: ['count'], by: ['recency'] })).rows).toEqual([{ recency: 'new', count: 1 }])
  })

  it('knows how much was counted of a dimension that only counts, and that it was nothing', async () => {
    const fact = (value: string, count: number): Fact => ({
      type: 'count',
      site: 'refuses.org',
      day: from,
      dimension: 'refused',
      value,
      count,
    })
    await keep([fact('bot', 7), fact('host', 2)])
    const count = (by: Dimension, given: Partial<Question> = {}) => ask({ site: 'refuses.org', measures: ['count'], by: [by], ...given })
    expect(await count('refused', { limit: 1 })).toMatchObject({ rows: [{ refused: 'bot', count: 7 }], totals: { count: 9 }, notes: [] })
    for (const by of ['stray', 'depth', 'recency', 'lcp'] as const)
      expect(await count(by)).toEqual({ rows: [], totals: { count: 0 }, notes: [], withheld: { rows: 0 } })
    expect((await count('refused', { filters: [['is', 'refused', ['host']]] })).totals).toEqual({ count: 2 })
    expect(await count('path')).toMatchObject({ totals: { count: null }, notes: [{ measure: 'count', reason: 'notKept' }] })
  })

  it('pages without overlap, its last row apart', async () => {
    const all = await ask({ measures: ['views'], by: ['hour'] })
    const pages = await Promise.all([0, 10, 20].map((offset) => ask({ measures: ['views'], by: ['hour'], limit: 10, offset })))
    expect(pages.flatMap(({ rows }) => rows)).toEqual(all.rows)
  })

  it('takes values as values, whatever they hold', async () => {
    const odd = [`'; DROP TABLE cells; --`, '\\', "\\'", '{a:String}', '\n\t', '%', '日本', "']"]
    for (const value of odd) {
      await keep([view({ site: 'odd.org', path: `/${value}` })], {})
      const { totals } = await ask({ site: 'odd.org', to: '2026-12-31', measures: ['views'], filters: [['is', 'path', [`/${value}`]]] })
      expect(totals.views, value).toBe(1)
      const found = await ask({
        site: 'odd.org',
        to: '2026-12-31',
        measures: ['views'],
        by: ['path'],
        filters: [['contains', 'path', [value]]],
      })
      expect(
        found.rows.some((row) => row.path === `/${value}`),
        value,
      ).toBe(true)
    }
  })

  it('says that the store is away, and which question of several is wrong', async () => {
    const query = createQuery({
      store: { select: () => Promise.reject(new StoreAway('gone')) },
      sites: { get: (name) => (name === 'no.org' ? undefined : defaultSite(name)) },
      clock,
    })
    const good = { site: 'one.org', from, to: from, measures: ['views'] }
    const code = async (body: unknown, allowed = true) => {
      const { status, body: answer } = await query(body, () => allowed)
      return [status, 'error' in answer ? [answer.error.code, answer.error.field] : null]
    }
    expect(await code(good)).toEqual([503, ['storeAway', undefined]])
    expect(await code(good, false)).toEqual([403, ['siteNotAllowed', 'site']])
    expect(await code([good, { ...good, site: ['one.org', 'no.org'] }])).toEqual([404, ['siteUnknown', '[1].site[1]']])
    expect(await code([good, good, { ...good, by: ['nose'] }])).toEqual([400, ['malformed', '[2].by[0]']])
  })
})

it('the worlds hold what the tests are about: nights, newcomers, values too rare to be kept', () => {
  expect(one.facts.filter((fact) => fact.overnight).length).toBeGreaterThan(5)
  expect(new Set(one.truths.map((each) => each.values.path))).toEqual(new Set(paths))
  expect(new Set(one.truths.map((each) => each.values.source).filter(Boolean))).toEqual(new Set(sources))
})

describe('a row', () => {
  it('stands where a share or a difference is exactly 0, and not where a sum is', async () => {
    const told = { site: 'zero.org', host: 'zero.org', day: from, path: '/in', source: 'news.org' }
    await keep([
      view({ ...told, visit: 1, first: 'new', recency: 'new' }),
      view({ ...told, path: '/out', visit: 2, from: '/in', first: 'new' }),
      view({ site: 'zero.org', host: 'zero.org', day: from, consent: false, referrer: 'plain.org' }),
    ])
    const zero = { site: 'zero.org', to: from }
    expect((await ask({ ...zero, measures: ['bounces'], by: ['entry'] })).rows).toEqual([{ entry: '/in', bounces: 0 }])
    expect((await ask({ ...zero, measures: ['bounceRate'], by: ['entry'] })).rows).toEqual([{ entry: '/in', bounceRate: 0 }])
    expect((await ask({ ...zero, measures: ['coverage'], by: ['referrer'] })).rows).toEqual([
      { referrer: '(direct)', coverage: 1 },
      { referrer: 'plain.org', coverage: 0 },
    ])
    expect((await ask({ ...zero, measures: ['seconds'], by: ['entry'] })).rows).toEqual([])
    expect((await ask({ ...zero, measures: ['seconds'], by: ['path'] })).rows).toEqual([])
  })

  it('of a page that a visit sees on both sides of midnight counts its browser on both days, and once over both (counting 2)', async () => {
    const next = addDays(from, 1)
    const told = { site: 'night.org', host: 'night.org', source: 'news.org' }
    const begins = { ...told, day: from, visit: 1, first: 'new', recency: 'new' } as const
    const goesOn = { ...told, day: next, overnight: 'view', recency: '1' } as const
    await keep([
      view({ ...begins, path: '/x' }),
      view({ ...goesOn, path: '/x', from: '/x', visit: 2 }),
      // Another browser, on another page after midnight.
      view({ ...begins, path: '/a' }),
      view({ ...goesOn, path: '/b', from: '/a', visit: 2, first: 'visit' }),
    ])
    const by = async (first: Day, last: Day) =>
      (await ask({ site: 'night.org', from: first, to: last, measures: ['visitors'], by: ['path'] })).rows
    expect(await by(from, from)).toEqual([
      { path: '/a', visitors: 1 },
      { path: '/x', visitors: 1 },
    ])
    expect(await by(next, next)).toEqual([
      { path: '/b', visitors: 1 },
      { path: '/x', visitors: 1 },
    ])
    expect(await by(from, next)).toEqual([
      { path: '/a', visitors: 1 },
      { path: '/b', visitors: 1 },
      { path: '/x', visitors: 1 },
    ])
  })

  it('never has a coverage over 1, also where views were accepted in a later hour than they were seen', async () => {
    const told = { site: 'later.org', host: 'later.org', day: from, consent: false } as const
    await keep([
      view({ ...told, hour: 9 }),
      view({ ...told, hour: 9 }),
      view({ ...told, hour: 10 }),
      accept({ ...told, consent: true, hour: 10, visit: 1, recency: 'new' }),
      accept({ ...told, consent: true, hour: 10, visit: 1, recency: 'new' }),
    ])
    const { rows, totals } = await ask({ site: 'later.org', to: from, measures: ['views', 'coverage'], by: ['hour'] })
    expect(rows).toEqual([
      { hour: '9', views: 2, coverage: 0 },
      { hour: '10', views: 1, coverage: 1 },
    ])
    expect(totals).toEqual({ views: 3, coverage: 2 / 3 })
  })

  it('estimates all browsers from those that consented, says so, and knows nothing where nothing is told without consent', async () => {
    const seen = { site: 'some.org', host: 'some.org', day: from } as const
    await keep([
      ...[1, 2].map(() => view({ ...seen, visit: 1, recency: 'new' })),
      ...[1, 2, 3].map(() => view({ ...seen, consent: false })),
    ])
    const question = { site: 'some.org', to: from, measures: ['visitors', 'visitorsEstimate', 'coverage'] as Measure[] }
    const { totals, notes } = await ask(question)
    expect(totals).toEqual({ visitors: 2, visitorsEstimate: 5, coverage: 0.4 })
    expect(notes).toEqual([{ measure: 'visitorsEstimate', reason: 'estimated', basis: ['visitors', 'coverage'] }])
    const silent = createQuery({ store, sites: { get: (domain) => ({ ...defaultSite(domain), baseline: 'none' }) }, clock })
    const { body } = await silent({ ...question, from }, () => true)
    expect(body).toMatchObject({ totals: { visitors: 2, visitorsEstimate: null, coverage: null }, notes: [] })
    const pageless = createQuery({ store, sites: { get: (domain) => ({ ...defaultSite(domain), detail: 'domain' }) }, clock })
    const told = await pageless({ ...question, from, measures: ['entries', 'exits'] }, () => true)
    expect(told.body).toMatchObject({ totals: { entries: 2, exits: null }, notes: [{ measure: 'exits', reason: 'notKept' }] })
  })
})
