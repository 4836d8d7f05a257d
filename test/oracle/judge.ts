/** Asks a world's collector everything, over random windows, and holds each number against what was true. */
import { expect } from 'vitest'
import { addDays, type Day, daysBetween, monthOf, weekOf } from '../../contract/day.ts'
import { crossOf, type Dimension, reserved } from '../../contract/dimensions.ts'
import type { Measure } from '../../contract/measures.ts'
import type { Answer, Interval, Question, Row } from '../../contract/query.ts'
import { bucketOf, vitalMetrics } from '../../contract/vitals.ts'
import { randomOf } from '../kit/random.ts'
import { judged, keptOf, truthOf } from '../kit/truth.ts'
import { stranger } from './bad.ts'
import { add, cohorts, depths, type OracleTruth, recencies, vitalsOf } from './reference.ts'
import type { Lived } from './world.ts'

interface Window {
  from: Day
  to: Day
}

const sums: Measure[] = ['views', 'visits', 'entries', 'bounces']
const ratios: Measure[] = ['bounceRate', 'viewsPerVisit', 'coverage']
const people: Measure[] = ['visitors', 'newVisitors']

/** How often each measure was answered exactly, and how often between bounds; where an answer is not the truth, it throws. */
export async function judge(world: Lived, { folded = false } = {}): Promise<Map<string, number>> {
  const { plan } = world
  const told = new Map<string, number>()
  const random = randomOf(plan.seed + 7)
  const days = plan.days + 3
  const windowOf = (most: number): Window => {
    const length = 1 + Math.floor(random() * Math.min(most, days))
    const from = addDays(plan.start, Math.floor(random() * (days - length + 1)) - 1)
    return { from, to: addDays(from, length - 1) }
  }
  const whole = { from: addDays(plan.start, -2), to: addDays(plan.start, days) }
  const today = addDays(plan.start, plan.days)
  const thisMonth = { from: monthOf(today), to: today }
  const judging: Judging = { world, told, folded, pick: (values) => values[Math.floor(random() * values.length)]! }

  for (const window of [windowOf(1), windowOf(31), windowOf(31), windowOf(31), windowOf(400), whole]) await siteIn(judging, window)
  for (const interval of ['day', 'week', 'month'] as const) await intervals(judging, { ...windowOf(60), interval })
  for (const window of [windowOf(31), whole]) await distributions(judging, window)
  for (const window of [windowOf(judging.pick([1, 31])), whole]) await marginals(judging, window)
  for (const window of [windowOf(31), thisMonth, whole]) await crosses(judging, window)
  for (const window of [windowOf(31), whole]) await timings(judging, window)
  expect(await world.collector.audit()).toMatchObject({ ok: true })
  return told
}

interface Judging {
  world: Lived
  told: Map<string, number>
  /** Days that were over were folded: what few could have said is told less closely. */
  folded: boolean
  pick: <Value>(values: readonly Value[]) => Value
}

async function ask({ world }: Judging, questions: Partial<Question>[]): Promise<Answer[]> {
  const body = questions.map((question) => ({ site: world.site.domain, limit: 10_000, ...question }))
  const { status, body: answers } = await world.collector.query(body, () => true)
  expect(status, JSON.stringify(answers)).toBe(200)
  return answers as Answer[]
}

const within = (truths: readonly OracleTruth[], { from, to }: Window) => truths.filter(({ day }) => day >= from && day <= to)

interface Held {
  row: Row
  measure: Measure
  truth: number | null
  exact?: boolean
  /** Events by which it may be off. */
  harmed?: number
}

function hold({ told }: Judging, { harmed = 0, ...expected }: Held): void {
  const { measure } = expected
  // A ratio of sums that are off says nothing; each of the events told of a hundred seconds at most.
  if (harmed > 0 && ratios.includes(measure)) return
  const how = judged({ ...expected, slack: measure === 'seconds' ? 100 * harmed : harmed })
  add(told, `${expected.measure} ${how}`)
  if (expected.exact && how === 'bounded') throw new Error(`${expected.measure} of ${JSON.stringify(expected.row)} could be exact`)
}

const harmIn = ({ world }: Judging, { from, to }: Window) => world.harmed.filter((day) => day >= from && day <= to).length

async function siteIn(judging: Judging, window: Window): Promise<void> {
  const { world } = judging
  const { baseline, detail } = world.site
  const measures: Measure[] = [...sums, ...ratios, ...people, 'exits', 'seconds']
  const [answer] = await ask(judging, [{ ...window, measures }])
  const views = within(world.truths, window)
  const isShort = daysBetween(window.from, window.to) < 31
  for (const measure of measures) {
    const truth = measure === 'seconds' ? secondsOf(world, window) : truthOf(measure, views, false)
    const isUnknown = (measure === 'coverage' && baseline === 'none') || (measure === 'exits' && detail === 'domain')
    const exact = measure !== 'visitors' || (isShort && !judging.folded) || window.from === window.to
    hold(judging, { row: answer!.totals, measure, truth: isUnknown ? null : truth, exact, harmed: harmIn(judging, window) })
  }
  if (!isShort && !judging.folded && world.harmed.length === 0) withinReason(answer!.totals, world.truths, window)
}

/** Bounds that say something: no wider than the best and the worst of their stretches of 31 days would have them. */
function withinReason(totals: Row, truths: readonly OracleTruth[], { from, to }: Window): void {
  if (totals.visitors !== null) return
  const visitors = (first: Day, last: Day) => truthOf('visitors', within(truths, { from: first, to: last }), false) ?? 0
  let sum = 0
  let best = 0
  for (let day = from; day <= to; day = addDays(day, 31)) {
    const each = visitors(day, addDays(day, 30) < to ? addDays(day, 30) : to)
    sum += each
    best = Math.max(best, each)
  }
  expect(totals.visitorsLower, JSON.stringify(totals)).toBeGreaterThanOrEqual(best)
  expect(totals.visitorsUpper, JSON.stringify(totals)).toBeLessThanOrEqual(sum)
}

function secondsOf({ used }: Lived, { from, to }: Window, pass: (values: Record<string, string>) => boolean = () => true): number {
  return used.filter(({ day, values }) => day >= from && day <= to && pass(values)).reduce((sum, { seconds }) => sum + seconds, 0)
}

const dateOf: Record<Interval, (day: Day) => Day> = { day: (day) => day, week: weekOf, month: monthOf }

async function intervals(judging: Judging, { interval, ...window }: Window & { interval: Interval }): Promise<void> {
  const measures = [...sums, ...people]
  const [answer] = await ask(judging, [{ ...window, interval, measures }])
  const views = within(judging.world.truths, window)
  for (const row of answer!.rows) {
    const ofRow = views.filter(({ day }) => dateOf[interval](day) === row.date)
    for (const measure of measures)
      hold(judging, {
        row,
        measure,
        truth: truthOf(measure, ofRow, false),
        exact: measure !== 'visitors' || interval === 'day' || !judging.folded,
        harmed: harmIn(judging, window),
      })
  }
}

async function distributions(judging: Judging, window: Window): Promise<void> {
  const { truths, scrolled, choices, site } = judging.world
  const count = { ...window, measures: ['count'] as Measure[] }
  const [depth, recency, cohort, scroll, choice] = await ask(judging, [
    { ...count, by: ['depth'] },
    { ...count, by: ['recency'] },
    { ...count, by: ['cohort'], interval: 'week' },
    { ...count, by: ['scroll'] },
    { ...count, by: ['choice'] },
  ])
  const counted = <Value>(list: readonly (Value & { day: Day })[], keyOf: (value: Value) => string) => {
    const counts = new Map<string, number>()
    for (const each of list) if (each.day >= window.from && each.day <= window.to) add(counts, keyOf(each))
    return counts
  }
  same(harmIn(judging, window), rowsOf(depth!, 'depth'), depths(truths, window.from, window.to))
  const close = judging.folded ? lessClosely : same
  close(harmIn(judging, window), rowsOf(recency!, 'recency'), recencies(truths, window.from, window.to))
  close(harmIn(judging, window), rowsOf(cohort!, 'date', 'cohort'), cohorts(truths, window.from, window.to))
  same(
    harmIn(judging, window),
    rowsOf(scroll!, 'scroll'),
    counted(scrolled, ({ tenth }) => String(tenth)),
  )
  const actions = new Map<string, number>()
  for (const row of choice!.rows) add(actions, String(row.choice).split(' ')[1]!, row.count as number)
  same(
    harmIn(judging, window),
    actions,
    counted(choices, ({ action }) => action),
  )
  if (site.detail === 'page') await flow(judging, window)
}

/** Timings of the site are the truth by their buckets; of a value, between what crosses keep and the site's. */
async function timings(judging: Judging, window: Window): Promise<void> {
  const { world, pick, told } = judging
  const timed = world.timed.filter(({ day }) => day >= window.from && day <= window.to)
  const metric = pick(vitalMetrics)
  const ofMetric = timed.filter((each) => each.metric === metric)
  const measures = (['P75', 'Good', 'NeedsWork', 'Poor'] as const).map((name) => `${metric}${name}` as Measure)
  const filter = pick(['path', 'device', 'country', 'host'] as const)
  const value = pick(ofMetric)?.values[filter]
  const byBucket = { ...window, by: [metric], measures: ['count'] as Measure[] }
  const filters: Question['filters'] = value === undefined ? [] : [['is', filter, [value]]]
  const [site, buckets, filtered] = await ask(judging, [{ ...window, measures }, byBucket, { ...byBucket, filters }])
  const countOf = (list: typeof timed) => {
    const counts = new Map<string, number>()
    for (const each of list) add(counts, bucketOf(metric, each.value))
    return counts
  }
  const harmed = harmIn(judging, window)
  same(harmed, rowsOf(buckets!, metric), countOf(ofMetric))
  if (harmed > 0) return
  for (const [name, truth] of Object.entries(vitalsOf(ofMetric, metric)))
    hold(judging, { row: site!.totals, measure: `${metric}${name}` as Measure, truth })
  const truth = countOf(value === undefined ? ofMetric : ofMetric.filter(({ values }) => values[filter] === value))
  for (const row of filtered!.rows.filter((each) => each[metric] !== reserved.notKept)) {
    add(told, `cross timings ${judged({ row, measure: 'count', truth: truth.get(String(row[metric])) ?? 0 })}`)
  }
}

const rowsOf = ({ rows }: Answer, ...keys: string[]) =>
  new Map(rows.map((row) => [keys.map((key) => row[key]).join(' '), row.count as number]))

function same(slack: number, said: Map<string, number>, truth: Map<string, number>): void {
  if (slack > 0) {
    for (const key of new Set([...said.keys(), ...truth.keys()])) {
      expect(Math.abs((said.get(key) ?? 0) - (truth.get(key) ?? 0)), key).toBeLessThanOrEqual(slack)
    }
    return
  }
  const sorted = (counts: Map<string, number>) => [...counts].filter(([, count]) => count !== 0).sort()
  expect(sorted(said)).toEqual(sorted(truth))
}

/** Of each value no more than there were; of all together as many. */
function lessClosely(slack: number, said: Map<string, number>, truth: Map<string, number>): void {
  for (const [key, count] of said) if (!key.endsWith(reserved.other)) expect(count, key).toBeLessThanOrEqual((truth.get(key) ?? 0) + slack)
  const all = (counts: Map<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0)
  expect(Math.abs(all(said) - all(truth))).toBeLessThanOrEqual(slack)
}

/** Where views came from within the site, a reload apart. */
async function flow(judging: Judging, window: Window): Promise<void> {
  const [answer] = await ask(judging, [{ ...window, measures: ['views'], by: ['from'] }])
  const truth = new Map<string, number>()
  for (const { from, values } of within(judging.world.truths, window)) if (from && from !== values.path) add(truth, from)
  const rows = answer!.rows.filter((row) => row.from !== null)
  same(harmIn(judging, window), new Map(rows.map((row) => [String(row.from), row.views as number])), truth)
}

const dimensionsOf = ({ site }: Lived): Dimension[] => [
  ...(['source', 'medium', 'campaign', 'browser', 'system', 'device', 'country', 'language', 'referrer', 'host', 'hour'] as const),
  ...(site.detail === 'page' || site.baseline === 'page' ? (['path'] as const) : []),
  ...(site.detail === 'page' ? (['entry'] as const) : []),
]

/** What can be told by a dimension. */
function measuresBy(dimension: Dimension, { site }: Lived): Measure[] {
  // Accepting in a later hour than the view was seen leaves the view in its own (docs/counting.md).
  if (dimension === 'hour') return ['views']
  if (dimension === 'path') {
    return ['views', 'visits', ...people, 'viewsPerVisit', ...(site.detail === 'page' ? (['entries', 'exits', 'seconds'] as const) : [])]
  }
  if (dimension === 'entry') return ['visits', 'entries', 'bounces', 'bounceRate', ...people]
  if (dimension === 'host' || dimension === 'referrer') return ['views', 'visits', 'entries', ...people]
  return [...sums, 'bounceRate', 'viewsPerVisit', ...people, 'seconds']
}

async function marginals(judging: Judging, window: Window): Promise<void> {
  const { world } = judging
  const views = within(world.truths, window)
  // Some of them in each world: over many worlds all are asked for often.
  const all = dimensionsOf(world)
  const dimensions = [...new Set(Array.from({ length: 7 }, () => judging.pick(all)))]
  const answers = await ask(
    judging,
    dimensions.map((name) => ({ ...window, by: [name], measures: measuresBy(name, world) })),
  )
  for (const [index, name] of dimensions.entries()) {
    const { rows, totals } = answers[index]!
    for (const row of rows) {
      const value = row[name] as string | null
      const passing = standing(views, name, world).filter((each) => (each.values[name] ?? null) === value)
      for (const measure of measuresBy(name, world)) {
        const apart = name === 'referrer' && measure === 'entries' && value === null ? views.filter(({ late }) => late).length : 0
        const truth =
          measure === 'seconds'
            ? secondsOf(world, window, (values) => (values[name] ?? null) === value)
            : plus(truthOf(measure, passing, name === 'path'), apart)
        hold(judging, { row, measure, truth, harmed: isShared(name, value) ? harmIn(judging, window) : 0 })
      }
    }
    if (name !== 'entry') expect(rows.reduce((sum, row) => sum + ((row.views ?? 0) as number), 0)).toBe(totals.views)
  }
}

/**
 * The views as they count under a dimension. A visit that was consented to on a later page counts where only consent tells, instead of where its
 * first page stood; under referrers it stands under none, since who referred it is not known any more.
 */
function standing(views: readonly OracleTruth[], name: Dimension, { site }: Lived): readonly OracleTruth[] {
  if (name === 'host' || (name === 'device' && site.baseline === 'page')) return views
  if (name === 'referrer') return views.map((view) => (view.late ? { ...view, began: false } : view))
  const isNamed = ({ values }: OracleTruth) => values[name] !== undefined
  let instead = views.filter((view) => view.late && isNamed(view)).length
  return views.map((view) => {
    // Under no value it is the visit that its first page was, if that was one.
    if (view.late) return isNamed(view) ? { ...view, late: false } : view
    return !view.consent && view.began && instead-- > 0 ? { ...view, began: false } : view
  })
}

/** Whether events that nobody should have sent name it too. */
const isShared = (name: Dimension, value: string | null) => name === 'hour' || name === 'host' || value === (stranger[name] ?? null)

/** Under a filter, and by two dimensions at once: totals are the truth, rows its bounds, and what they leave out stands in their last. */
async function crosses(judging: Judging, window: Window): Promise<void> {
  const { world, pick } = judging
  const views = within(world.truths, window)
  if (views.length === 0 || harmIn(judging, window) > 0) return
  const dimensions = dimensionsOf(world).filter((name) => name !== 'hour')
  const pairs = dimensions.flatMap((filter) => dimensions.filter((by) => crossOf(filter, by)).map((by) => [filter, by] as const))
  for (let round = 0; round < 16; round++) {
    const [filter, by] = pick(pairs)
    const value = pick(views).values[filter]
    if (value === undefined) continue
    const measures = measuresBeside([filter, by], world)
    const filters: Question['filters'] = [['is', filter, [value]]]
    const [one, both, all] = await ask(judging, [
      { ...window, measures, by: [by], filters },
      { ...window, measures, by: [by, filter], filters },
      { ...window, measures, by: [filter, by] },
    ])
    const filtered = views.filter((each) => each.values[filter] === value)
    if (measures.includes('views')) hold(judging, { row: one!.totals, measure: 'views', truth: filtered.length, exact: true })
    const at: Cross = { window, pair: [filter, by], measures }
    crossRows(judging, at, one!, { [filter]: value })
    crossRows(judging, at, both!, {})
    crossRows(judging, at, all!, {})
  }
}

interface Cross {
  window: Window
  pair: readonly [Dimension, Dimension]
  measures: readonly Measure[]
}

function crossRows(judging: Judging, { window, pair, measures }: Cross, { rows, totals }: Answer, filtered: Record<string, string>): void {
  const { world } = judging
  const views = besideEachOther(within(world.truths, window), pair, world)
  const [last] = rows.filter((row) => pair.some((name) => row[name] === reserved.notKept))
  const kept = rows.filter((row) => row !== last)
  for (const row of kept) {
    const passes = (values: Record<string, string>) => pair.every((name) => values[name] === (row[name] ?? filtered[name]))
    const passing = views.filter(({ values }) => passes(values))
    for (const measure of measures) {
      const truth = measure === 'seconds' ? secondsOf(world, window, passes) : truthOf(measure, passing, pair.includes('path'))
      add(judging.told, `cross ${measure} ${judged({ row, measure, truth })}`)
    }
    // Said closely: what is not kept can be of no row more than all of it.
    expect(Number(row.viewsUpper ?? 0) - Number(row.viewsLower ?? 0), JSON.stringify(row)).toBeLessThanOrEqual(Number(last?.views ?? 0))
  }
  for (const measure of ['views', 'entries'] as const) {
    if (!measures.includes(measure) || kept.some((row) => keptOf(row, measure) === null)) continue
    const sum = rows.reduce((all, row) => all + (keptOf(row, measure) ?? 0), 0)
    expect(sum, `${measure} by ${pair.join(' and ')}`).toBe(totals[measure])
  }
}

/** What can be told of two dimensions together: what can be of each. New visitors cannot, nor who left a page where one tells no exits. */
function measuresBeside([one, other]: Cross['pair'], world: Lived): Measure[] {
  const ofOther = measuresBy(other, world)
  const both = measuresBy(one, world).filter((measure) => ofOther.includes(measure) && measure !== 'newVisitors')
  const exits = [one, other].includes('path') && crossOf('exit', one === 'path' ? other : one) && world.site.detail === 'page'
  return exits ? [...both, 'exits'] : both
}

/**
 * As `standing`: a visit consented to on a later page is one where only consent tells, and under no referrer. A host or a referrer is a view's own: an entry
 * stands beside that of the view by which its visit began, and so does the browser.
 */
function besideEachOther(views: readonly OracleTruth[], pair: Cross['pair'], { site }: Lived): readonly OracleTruth[] {
  const names: readonly string[] = pair
  if (names.includes('entry') && names.includes('referrer')) return views.filter(({ began, late }) => began && !late)
  if (names.includes('referrer')) return views.map((view) => (view.late ? { ...view, began: false } : view))
  const beside = names.includes('entry') && names.includes('host') ? views.filter(({ began }) => began) : views
  const told: Dimension[] = ['host', 'path', ...(site.baseline === 'page' ? (['device'] as const) : [])]
  return pair.every((name) => told.includes(name)) ? beside : beside.map((view) => ({ ...view, late: false }))
}

const plus = (value: number | null, more: number) => (value === null ? null : value + more)
