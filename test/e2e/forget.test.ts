/** A flooded day, and what its owner takes away of it: on the real engine every list and total is that of the same world without the flood. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { CountFact, Fact, ViewFact } from '../../collector/fact.ts'
import { createQuery } from '../../collector/query/query.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import { audit } from '../../collector/spool/audit/audit.ts'
import type { ForgetPoint } from '../../collector/spool/forget/forget.ts'
import { bounds } from '../../contract/bounds.ts'
import { counters } from '../../contract/counters.ts'
import { addDays, type Day } from '../../contract/day.ts'
import { type Dimension, reserved } from '../../contract/dimensions.ts'
import type { Measure } from '../../contract/measures.ts'
import type { Answer, Question } from '../../contract/query.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { leave, view } from '../kit/facts.ts'
import { foldingOfFile } from '../kit/folding.ts'
import { inMemory } from '../kit/temporary.ts'
import { worldOf } from './query.world.ts'

const store = engineStoreOfFile(inMemory)
const folding = foldingOfFile(store)
const from = '2026-09-28'
const days = 36
const flooded = '2026-10-21'
/** Every day, week and month of the world is over. */
const later = '2026-12-10'
const earned = {
  path: ['/', '/parks', '/permits', '/junk/0', '/junk/1'],
  entry: ['/', '/parks', '/permits', '/junk/0'],
  source: ['google.com', 'news.org', '(direct)', 'junk.evil'],
  campaign: ['junk'],
  browser: ['Firefox', 'Chrome'],
  device: ['mobile', 'desktop'],
  country: ['US'],
}

const world = (site: string) => worldOf({ site, seed: 5, from, days, browsers: 35 }).facts
const shared = { source: 'junk.evil', referrer: 'junk.evil', medium: 'spam', campaign: 'junk' }
const agent = { browser: 'Firefox', system: 'Linux', device: 'desktop', country: 'US', language: 'en', screen: 'wide' }

interface Flood {
  /** Named by pages, of which every fourth visit sees two; else by what a visit is known by, and each sees one. */
  ofPages?: boolean
  /** Engaged time is told. */
  used?: boolean
  browsers?: number
  more?: Partial<ViewFact>
  /** Views without consent, of a site that has them name their page and device class. */
  unconsented?: true
}

/** Browsers that nobody has; all are new. */
function flood(site: string, { ofPages = true, used = true, browsers = 40, more = {}, unconsented }: Flood = {}): Fact[] {
  if (unconsented) {
    const told = { site, day: flooded, host: site, hour: 3, consent: false, referrer: 'junk.evil', external: true }
    return Array.from({ length: browsers }, (_, index) => view({ ...told, path: `/junk/${index}`, device: 'desktop' }))
  }
  return Array.from({ length: browsers }, (_, index): Fact[] => {
    const told = { site, day: flooded, host: site, hour: 3, ...shared, ...agent, ...more }
    const first = view({ ...told, path: `/junk/${index}`, visit: 1, first: 'new', recency: 'new', since: 0, ...more })
    const time = used
      ? [leave({ site, day: flooded, hour: 3, host: told.host, ...shared, ...agent, path: `/junk/${index}`, seconds: 7 })]
      : []
    if (!ofPages || index % 4 > 0) return [first, ...time]
    const next = { path: `/junk/${(index + 1) % browsers}`, from: `/junk/${index}`, referrer: site, external: false }
    return [first, ...time, view({ ...told, ...next, visit: 2, first: 'new' })]
  }).flat()
}

interface Row {
  grain: string
  day: Day
  dimension: Dimension | ''
  value: string
  sums: Record<string, number>
}

/** Rows of a site's lists by grain, day, dimension and value. */
async function rowsOf(site: string, condition = "dimensionA = ''"): Promise<Row[]> {
  const sums = counters.map((name) => `sum(\`${name}\`) AS s_${name}`)
  const rows = await store().select<Record<string, string | number>>(
    `SELECT grain, toString(day) AS date, dimensionB, concat(dimensionA, valueA, if(dimensionA = '', '', ' '), valueB) AS value, ${sums.join(', ')}
      FROM cells WHERE site = {site:String} AND dimensionB NOT IN ('event', '(last seen)') AND ${condition}
      GROUP BY grain, date, dimensionB, value HAVING ${counters.map((name) => `s_${name} != 0`).join(' OR ')} ORDER BY ALL`,
    { site },
  )
  const read = rows.map(({ grain, date, dimensionB, value, ...row }) => ({
    ...{ grain: String(grain), day: String(date), dimension: dimensionB as Dimension, value: String(value).replaceAll(site, 'site') },
    sums: Object.fromEntries(counters.flatMap((name) => (row[`s_${name}`] ? [[name, Number(row[`s_${name}`])]] : []))),
  }))
  const placeOf = ({ grain, day, dimension, value }: Row) => [grain, day, dimension, value].join(' ')
  return read.sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
}

/** Of the browsers of a page, and the visits that saw it, each page tells for itself. */
const apart = (dimension: string, counter: string) =>
  dimension === 'path' && ['firstOfDay', 'newVisitors', 'firstInVisit'].includes(counter)

/** The same with all rows of a list together. */
async function listsOf(site: string): Promise<unknown[]> {
  const lists = new Map<string, Record<string, number>>()
  for (const { grain, day, dimension, sums } of await rowsOf(site)) {
    const key = `${grain} ${day} ${dimension}`
    const list = lists.get(key) ?? {}
    lists.set(key, list)
    for (const [name, count] of Object.entries(sums)) if (!apart(dimension, name)) list[name] = (list[name] ?? 0) + count
  }
  return [...lists].flatMap(([key, sums]) => {
    const some = Object.entries(sums).filter(([, count]) => count !== 0)
    return some.length > 0 ? [[key, Object.fromEntries(some)]] : []
  })
}

async function ask(site: string, question: Partial<Question> & { measures: Measure[] }, now: Day = later): Promise<Answer> {
  const query = createQuery({ store: store(), sites: { get: (domain) => defaultSite(domain) }, clock: { now: () => Date.parse(now) } })
  const { status, body } = await query({ site, from: flooded, to: flooded, limit: 10_000, ...question }, () => true)
  expect(status).toBe(200)
  return JSON.parse(JSON.stringify(body).replaceAll(site, 'site')) as Answer
}

let number = 0
const asked = (site: string, ...named: string[]) => ({ id: `disposal ${number++}`, site, day: flooded, named })
const audited = () => audit(store(), folding().ledger)

const all = new Set<string>()
/** Folds these sites alone. */
const fold = (on: Day, ...sites: string[]) => folding().foldOn(on, { except: new Set([...all].filter((site) => !sites.includes(site))) })

async function kept(site: string, more: readonly Fact[]): Promise<void> {
  all.add(site)
  await folding().keep(
    [...world(site), ...more].sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0)),
    {
      ...earned,
      host: [site, `junk.${site}`],
    },
  )
  await folding().stored()
}

/** Rows of these dimensions are those of the clean world, one by one; all lists add up to its. */
async function expectClean(site: string, dimensions: readonly (Dimension | '')[], clean = 'clean.org'): Promise<void> {
  const only = (rows: Row[]) => rows.filter(({ dimension }) => dimensions.includes(dimension))
  expect(only(await rowsOf(site))).toEqual(only(await rowsOf(clean)))
  expect(await listsOf(site)).toEqual(await listsOf(clean))
}

const totals: Measure[] = ['views', 'visits', 'visitors', 'newVisitors', 'bounces', 'entries', 'exits', 'seconds', 'coverage']
const windows = [
  [flooded, flooded],
  ['2026-10-19', '2026-10-25'],
  ['2026-10-01', '2026-10-31'],
  [from, addDays(from, 30)],
  [addDays(flooded, -3), addDays(flooded, 4)],
] as const

async function expectSameTotals(site: string, clean = 'clean.org'): Promise<void> {
  for (const [first, last] of windows) {
    const question = { from: first, to: last, measures: totals }
    expect(await ask(site, question, from), `${first} to ${last}`).toEqual(await ask(clean, question, from))
  }
}

const ofTotal = ['', 'recency', 'cohort'] as const
const ofPages = ['path', 'entry', 'exit', 'from'] as const

beforeAll(async () => {
  await kept('clean.org', [])
})

describe('a value that is taken away', () => {
  it.each<[string, { named: string[]; lists: readonly Dimension[]; of: Flood }]>([
    ['pages', { named: ['path=/junk/**'], lists: ofPages, of: {} }],
    ['source', { named: ['source=junk.evil'], lists: ['depth', 'source'], of: { ofPages: false } }],
    ['campaign', { named: ['campaign=junk'], lists: ['depth', 'campaign'], of: { ofPages: false } }],
    ['host', { named: ['host=junk.example'], lists: ['depth', 'host'], of: { ofPages: false, more: { host: 'junk.example' } } }],
    ['referrer', { named: ['referrer=junk.evil'], lists: ['depth', 'referrer'], of: { ofPages: false, used: false } }],
    ['referrer without consent', { named: ['referrer=junk.evil'], lists: ['depth', 'referrer'], of: { unconsented: true } }],
    ['pages without consent', { named: ['path=/junk/**'], lists: ofPages, of: { unconsented: true } }],
    [
      'source, then pages',
      { named: ['source=junk.evil', 'path=/junk/**', 'campaign=junk'], lists: ['source', 'campaign', ...ofPages], of: {} },
    ],
    ['pages, then source', { named: ['path=/junk/**', 'source=junk.evil'], lists: ['source', ...ofPages], of: {} }],
  ])(
    '%s: the total, its own lists and the sums of all others are those without it, in day, week and month',
    async (name, { named, lists, of }) => {
      const site = `${name.replaceAll(/\W+/g, '-')}.org`
      await kept(site, flood(site, of))
      expect(await listsOf(site)).not.toEqual(await listsOf('clean.org'))
      const seen = await folding().preview(asked(site, ...named))
      const forgot = await folding().forget(asked(site, ...named))
      await expectClean(site, [...ofTotal, ...lists])
      await expectSameTotals(site)
      expect(await rowsOf(site, "dimensionA != '' AND match(concat(valueA, ' ', valueB), '/junk')")).toEqual(
        named.includes('path=/junk/**') ? [] : expect.any(Array),
      )
      if (!('found' in seen) || !('disposal' in forgot)) throw new Error('refused')
      const { views, visits } = seen.found.total
      expect(views).toBeGreaterThanOrEqual(40)
      expect(forgot.disposal).toMatchObject({ views, visits, named, done: true })
      expect(await audited()).toMatchObject({ ok: true, pending: 0 })
    },
  )

  it('more pages than one step takes go in several, as if in one', async () => {
    const site = 'many.org'
    const browsers = bounds.forgetValues.max + 50
    await kept(site, flood(site, { browsers, used: false }))
    const forgot = await folding().forget(asked(site, 'path=/junk/**'))
    expect(forgot).toMatchObject({ disposal: { steps: 2, views: Math.ceil(browsers * 1.25), visits: browsers } })
    await expectClean(site, [...ofTotal, ...ofPages])
    await expectSameTotals(site)
  })

  it('what is counted by itself goes alone, and nothing else changes', async () => {
    const site = 'strays.org'
    const stray = (value: string, count: number): CountFact => ({ type: 'count', site, day: flooded, dimension: 'stray', value, count })
    await kept(site, [stray('login.evil', 40), stray('other.evil', 3)])
    const before = await rowsOf(site)
    await folding().forget(asked(site, 'stray=login.evil'))
    expect(await rowsOf(site)).toEqual(before.filter(({ value }) => value !== 'login.evil'))
    expect((await ask(site, { measures: ['count'], by: ['stray'] })).rows).toEqual([{ stray: 'other.evil', count: 3 }])
  })

  it('of other lists is the last row, below zero: they add up, and it can be neither looked for nor left out', async () => {
    const site = 'rows.org'
    await kept(site, flood(site))
    await folding().forget(asked(site, 'path=/junk/**'))
    const { rows, totals } = await ask(site, { measures: ['views', 'visits', 'bounces', 'visitors'], by: ['browser'], limit: 1 })
    expect(rows).toEqual([
      {
        browser: 'Firefox',
        views: expect.any(Number),
        visits: expect.any(Number),
        bounces: expect.any(Number),
        visitors: expect.any(Number),
      },
      { browser: '(removed)', views: -50, visits: -40, bounces: -30, visitors: null },
      { browser: null, views: expect.any(Number), visits: expect.any(Number), bounces: 0, visitors: 0 },
    ])
    const { rows: all } = await ask(site, { measures: ['views'], by: ['browser'] })
    expect(all.reduce((sum, { views }) => sum + Number(views), 0)).toBe(totals.views)
    const clean = await ask('clean.org', { measures: ['views'], by: ['browser'] })
    expect(all.at(-1)).toEqual(clean.rows.at(-1))
    const under = async (...filter: Question['filters'][number]) =>
      (await ask(site, { measures: ['views'], filters: [filter] })).totals.views
    expect(await under('is', 'browser', [reserved.removed])).toBe(0)
    // It has these letters, too.
    expect(await under('contains', 'browser', ['RE'])).toBe(rows[0]!.views)
    expect(await under('isNot', 'browser', [reserved.removed])).toBe(totals.views)
    expect(await under('isNot', 'browser', ['no such'])).toBe(totals.views)
    const depth = await ask(site, { measures: ['count'], by: ['depth'] })
    expect(depth.rows.at(-1)).toEqual({ depth: '(removed)', count: -10 })
    expect(depth.totals).toEqual((await ask('clean.org', { measures: ['count'], by: ['depth'] })).totals)
  })

  it('that is not there, or not any more, is refused by name, and changes nothing', async () => {
    const site = 'twice.org'
    await kept(site, flood(site))
    const once = asked(site, 'path=/junk/**')
    await folding().forget(once)
    const before = await rowsOf(site, '1')
    const last = folding().ledger.last()
    expect(await folding().forget(once)).toMatchObject({ disposal: { views: 50 } })
    expect(await folding().forget(asked(site, 'path=/junk/**'))).toEqual({
      refused: 'no path that begins with /junk/ is counted on 2026-10-21',
    })
    expect(await folding().forget(asked(site, 'path=/', 'path=/slip'))).toEqual({
      refused: 'no path that is /slip is counted on 2026-10-21',
    })
    expect(folding().ledger.last()).toBe(last)
    expect(await rowsOf(site, '1')).toEqual(before)
    expect(folding().ledger.disposalsOf(site)).toHaveLength(1)
  })

  it('is refused where a batch of its month is set aside, also where that happens between two steps: it is gone on with later', async () => {
    const site = 'stuck.org'
    await kept(site, flood(site))
    const once = asked(site, 'path=/junk/**')
    const after = (calls: number) => ({ ...folding().ledger, stuckMonths: () => (calls-- > 0 ? [] : ['2026-10-01']) })
    const refused = { refused: expect.stringMatching(/^a batch of 2026-10 is set aside/) }
    expect(await folding().forget(once, { ledger: after(0) })).toEqual(refused)
    expect(folding().ledger.disposalsOf(site)).toEqual([])
    // Nothing is read again before what was taken back is stored.
    expect(await folding().forget(once, { ledger: after(2) })).toEqual(refused)
    expect(folding().ledger.disposalsOf(site)).toMatchObject([{ steps: 1, done: false }])
    await folding().forget(once)
    await expectClean(site, ['', ...ofPages])
    expect(folding().ledger.disposalsOf(site)).toMatchObject([{ steps: 1, views: 50, done: true }])
  })
})

describe('visitors', () => {
  it('of whom not all were new are bounds around the truth from then on, and exact for the day', async () => {
    const site = 'returning.org'
    const back = flood(site, { ofPages: false, more: { recency: '5', first: 'day', since: undefined } })
    await kept(site, back)
    await folding().forget(asked(site, 'path=/junk/**'))
    for (const [first, last] of windows) {
      const [answer, clean] = await Promise.all(
        [site, 'clean.org'].map((each) => ask(each, { from: first, to: last, measures: ['visitors', 'newVisitors'] }, from)),
      )
      expect(answer!.totals.newVisitors).toBe(clean!.totals.newVisitors)
      const truth = Number(clean!.totals.visitors)
      if (first === last) expect(answer!.totals.visitors).toBe(truth)
      else expectAround(answer!, truth)
    }
    // Folding does not bring back a number that nobody knows.
    await fold(later, site)
    for (const [first, last] of windows.slice(1, 3)) {
      const { totals: clean } = await ask('clean.org', { from: first, to: last, measures: ['visitors'] }, from)
      expectAround(await ask(site, { from: first, to: last, measures: ['visitors'] }), Number(clean.visitors))
    }
  })
})

/** The truth, or two bounds around it. */
function expectAround({ totals: { visitors, visitorsLower, visitorsUpper } }: Answer, truth: number): void {
  expect(Number(visitors ?? visitorsLower)).toBeLessThanOrEqual(truth)
  expect(Number(visitors ?? visitorsUpper)).toBeGreaterThanOrEqual(truth)
}

describe('a day that is folded', () => {
  it.each([
    ['while its month lasts', '2026-10-28'],
    ['once its month is over', later],
  ])(
    '%s loses the pages, their crosses of day and month, and their part of all totals; its visitors, its week and its month stay exact',
    async (_, on) => {
      const site = `folded-${on}.org`
      const clean = `folded-clean-${on}.org`
      await kept(site, flood(site))
      await kept(clean, [])
      await fold(on, site, clean)
      await folding().forget(asked(site, 'path=/junk/**'))
      await expectClean(site, ['', ...ofPages], clean)
      expect(await rowsOf(site, "dimensionA != '' AND match(concat(valueA, ' ', valueB), '/junk')")).toEqual([])
      for (const [first, last] of windows) {
        const question = { from: first, to: last, measures: totals }
        const [answer, truth] = [await ask(site, question, on), await ask('clean.org', question, from)]
        const { visitors, visitorsLower, visitorsUpper, ...others } = answer.totals
        expect({ ...truth.totals, ...others }).toEqual(truth.totals)
        const isWhole = first === last || windows.slice(1, 3).some(([whole]) => whole === first)
        if (isWhole) expect(visitors, `${first} to ${last}`).toBe(truth.totals.visitors)
        else expect(Number(visitorsLower ?? visitors)).toBeLessThanOrEqual(Number(truth.totals.visitors))
        expect(Number(visitorsUpper ?? visitors)).toBeGreaterThanOrEqual(Number(truth.totals.visitors))
      }
      // Folded anew, nothing changes that is told.
      const before = await ask(site, { measures: totals, from: '2026-10-01', to: '2026-10-31' }, on)
      await fold(on, site)
      expect(await ask(site, { measures: totals, from: '2026-10-01', to: '2026-10-31' }, on)).toEqual(before)
      expect(await audited()).toMatchObject({ ok: true, pending: 0 })
    },
  )
})

describe('a whole day', () => {
  it.each(['unfolded', 'folded'])(
    '%s goes with all that it counted, from its week and month too; other days stay as they are',
    async (how) => {
      const [site, without] = [`${how}-day.org`, `without-${how}.org`]
      await kept(site, flood(site))
      all.add(without)
      await folding().keep(world(without).filter(({ day }) => day !== flooded))
      if (how === 'folded') await fold(later, site)
      const before = await rowsOf(site)
      const seen = await folding().preview(asked(site, 'all'))
      const forgot = await folding().forget(asked(site, 'all'))
      const after = await rowsOf(site)
      expect(after.filter(({ day, grain }) => grain === 'day' && day === flooded)).toEqual([])
      const isOther = ({ day, grain }: Row) => grain === 'day' && day !== flooded
      expect(after.filter(isOther)).toEqual(before.filter(isOther))
      expect(after.filter(({ grain, dimension }) => grain === 'month' && dimension !== 'recency')).toEqual(monthLess(before))
      // Of values that only this day had, no cross is left in the month.
      expect(await rowsOf(site, "dimensionA != '' AND match(concat(valueA, ' ', valueB), 'junk')")).toEqual([])
      const dayBefore = before.find((row) => row.grain === 'day' && row.day === flooded && row.dimension === '')!
      if (!('found' in seen) || !('disposal' in forgot)) throw new Error('refused')
      expect(seen.found.total).toEqual(dayBefore.sums)
      expect(forgot.disposal).toMatchObject({ views: dayBefore.sums.views, visits: dayBefore.sums.visits, done: true })
      for (const [first, last] of windows) {
        const question: Parameters<typeof ask>[1] = { from: first, to: last, measures: ['visitors'] }
        const now = how === 'folded' ? later : from
        const { visitors, visitorsLower, visitorsUpper } = (await ask(site, question, now)).totals
        const truth = Number((await ask(without, question, from)).totals.visitors ?? 0)
        if (how === 'unfolded') expect(visitors, `${first} to ${last}`).toBe(truth)
        expect(Number(visitorsLower ?? visitors)).toBeLessThanOrEqual(truth)
        expect(Number(visitorsUpper ?? visitors)).toBeGreaterThanOrEqual(truth)
      }
      expect(await folding().forget(asked(site, 'all'))).toEqual({ refused: `${site} has counted nothing on ${flooded}` })
      expect(await audited()).toMatchObject({ ok: true, pending: 0 })
    },
  )
})

/** The rows of months, less those of the flooded day. */
function monthLess(rows: readonly Row[]): Row[] {
  const byDay: readonly string[] = ['firstOfDay', 'newVisitors']
  return rows
    .filter(({ grain, dimension }) => grain === 'month' && dimension !== 'recency')
    .map((row) => {
      const gone = rows.find((each) => each.day === flooded && each.dimension === row.dimension && each.value === row.value)
      const left = Object.entries(row.sums).map(
        ([name, count]) => [name, count - (byDay.includes(name) ? 0 : (gone?.sums[name] ?? 0))] as const,
      )
      return { ...row, sums: row.day === '2026-10-01' ? Object.fromEntries(left.filter(([, count]) => count !== 0)) : row.sums }
    })
    .filter(({ sums }) => Object.keys(sums).length > 0)
}

describe('once, whatever happens', () => {
  const points: ForgetPoint[] = ['begun', 'read', 'frozen']
  const crash = () => {
    throw new Error('crashed')
  }

  it.each(points.flatMap((point) => [['path=/junk/**', point] as const, ['all', point] as const]))(
    '%s: a crash at "%s" and another start take away what an unbroken one does',
    async (named, point) => {
      const site = `crash-${named.length}-${point}.org`
      await kept(site, flood(site))
      const once = asked(site, named)
      await expect(folding().forget(once, { at: (at) => (at === point ? crash() : undefined) })).rejects.toThrow('crashed')
      await folding().restart()
      const [open] = folding().ledger.openDisposals()
      expect(open).toMatchObject(once)
      await folding().forget(open!)
      expect(folding().ledger.openDisposals()).toEqual([])
      if (named === 'all') expect((await rowsOf(site)).filter(({ grain, day }) => grain === 'day' && day === flooded)).toEqual([])
      else await expectClean(site, ['', ...ofPages])
      expect(folding().ledger.disposalsOf(site)).toMatchObject([{ views: named === 'all' ? expect.any(Number) : 50, done: true }])
      expect(await audited()).toMatchObject({ ok: true, pending: 0 })
    },
  )

  it('a crash between the insert of a reversal and its mark does not take it back twice', async () => {
    const site = 'crash-inserted.org'
    await kept(site, flood(site))
    let crashes = 0
    await folding().restart({
      at: (point) => {
        if (point !== 'inserted') return
        crashes++
        folding().stop()
        crash()
      },
    })
    const once = asked(site, 'path=/junk/**')
    await expect(folding().forget(once)).rejects.toThrow('the drain has ended')
    expect(crashes).toBe(1)
    await folding().restart()
    await folding().forget(once)
    await expectClean(site, ['', ...ofPages])
    expect(await audited()).toMatchObject({ ok: true, pending: 0 })
  })

  it('what comes in meanwhile only takes its numbers, and stays', async () => {
    const site = 'beside.org'
    await kept(site, flood(site))
    let times = 0
    const meddle = async (at: ForgetPoint) => {
      if (at === 'read' && times++ < 2)
        await folding().keep([view({ site, host: site, day: flooded, path: '/', consent: false, referrer: site, external: false })])
    }
    const views = async () => Number((await ask(site, { measures: ['views'] })).totals.views)
    const before = await views()
    await folding().forget(asked(site, 'path=/junk/**'), { at: meddle })
    expect(times).toBe(1)
    await folding().stored()
    expect(await views()).toBe(before - 50 + 1)
    expect(await audited()).toMatchObject({ ok: true, pending: 0 })
  })
})
