/** Folding: what of a day that is over for good could put a person together, and is taken back or told less closely (docs/counting.md). Pure. */
import { addDays, type Day, weekOf } from '../../contract/day.ts'
import { type Dimension, dimensionsWhere, reserved } from '../../contract/dimensions.ts'
import { daysOver, earningDays, fewBrowsers, longestRecency, oldestWeek } from '../../contract/rules.ts'
import type { Cell } from './cell.ts'
import { periodOf } from './period-visitors.ts'

/** Recencies that name a day: all but `new` and 31, which stands for all days before. */
export const longestNamed = longestRecency - 1
export const namedRecencies = Array.from({ length: longestNamed }, (_, index) => String(index + 1))

// The last zone of the world is twelve hours behind UTC; an hour more, in which what was just accepted has reached a segment.
const margin = 13 * 3_600_000

/** The last day on which nothing can be booked any more in any time zone. */
export function lastOver(now: number): Day {
  return addDays(new Date(now - margin).toISOString().slice(0, 10), -daysOver)
}

/**
 * What is folded together: a day's crosses and recencies, a week's cohorts, a month's crosses at month grain; a day's rare values (`value`)
 * only once no day earns by it any more, which its `last` says.
 */
export interface FoldPeriod {
  grain: 'day' | 'week' | 'month' | 'value'
  first: Day
  last: Day
}

/** Dimensions whose values last with a browser, or may ask for one that does: a rare value is one browser's own. */
export const lasting = dimensionsWhere(
  ({ scope, overlapping, counters }) => (scope === 'browser' || overlapping) && counters.includes('firstOfDay'),
)

/** The periods that a day belongs to. */
export function periodsOf(day: Day): FoldPeriod[] {
  const week = periodOf.week(day)
  const month = periodOf.month(day)
  return [
    { grain: 'day', first: day, last: day },
    { grain: 'week', first: week.from, last: week.to },
    { grain: 'month', first: month.from, last: month.to },
    { grain: 'value', first: day, last: addDays(day, earningDays.first) },
  ]
}

/** Browsers of a day by what they said of themselves. */
export type BrowsersByValue = ReadonlyMap<string, number>

/** By day, the values of which each may be the one that `(other)` stands for; of a day that is not named here, any. */
export type Meant = ReadonlyMap<Day, readonly string[]>

/**
 * The recencies that `(other)` is to stand for on `day`; none where nothing is to be folded. These are the ones that fewer than ten
 * browsers could have said, and where fewer than ten came, all that name a day. Who could have said r are the browsers seen r days
 * before, less those that were back since; of browsers told as `(other)` meanwhile it is taken that all were among these.
 */
export function recenciesToFold(days: ReadonlyMap<Day, BrowsersByValue>, meant: Meant, day: Day): string[] {
  const told = days.get(day) ?? new Map()
  if (seen(told) < fewBrowsers) return namedRecencies.some((value) => told.get(value)) ? namedRecencies : []
  return pooled(told, new Map(namedRecencies.map((value) => [value, candidates({ days, meant }, day, Number(value))])))
}

/** At least so many browsers may have said on `day` that they were last here `ago` days before. */
function candidates({ days, meant }: { days: ReadonlyMap<Day, BrowsersByValue>; meant: Meant }, day: Day, ago: number): number {
  let left = seen(days.get(addDays(day, -ago)))
  for (let back = 1; back < ago && left > 0; back++) {
    const between = addDays(day, back - ago)
    const told = days.get(between)
    left -= told?.get(String(back)) ?? 0
    if (meant.get(between)?.includes(String(back)) ?? true) left -= told?.get(reserved.other) ?? 0
  }
  return Math.max(0, left)
}

/** The cohorts (weeks since the first visit) that `(other)` is to stand for on a day: of weeks in which fewer than ten browsers were new. */
export function cohortsToFold(told: BrowsersByValue, newIn: ReadonlyMap<Day, number>, day: Day): string[] {
  const weeks = Array.from({ length: oldestWeek + 1 }, (_, age) => age)
  return pooled(told, new Map(weeks.map((age) => [String(age), newIn.get(addDays(weekOf(day), -7 * age)) ?? 0])))
}

/**
 * Values that too few browsers can have carried, and, so that `(other)` does not stand for one small value alone, the smallest
 * of the others until ten can have carried one of them. Whoever reads the table can work out which these are, not which was meant.
 */
export function pooled(told: BrowsersByValue, carriers: ReadonlyMap<string, number>): string[] {
  const bySize = [...carriers].sort(([, one], [, other]) => one - other)
  const small = bySize.filter(([, size]) => size < fewBrowsers)
  if (!small.some(([value]) => told.get(value))) return []
  const pool = small.map(([value]) => value)
  let carried = small.reduce((sum, [, size]) => sum + size, 0)
  for (const [value, size] of bySize.slice(small.length)) {
    if (carried >= fewBrowsers) break
    pool.push(value)
    carried += size
  }
  return pool
}

const seen = (told: BrowsersByValue | undefined) => [...(told?.values() ?? [])].reduce((sum, count) => sum + count, 0)

/** What a day tells once these values are folded. */
export function foldedTo(told: BrowsersByValue, values: readonly string[]): Map<string, number> {
  const folded = new Map(told)
  for (const value of values) {
    folded.set(reserved.other, (folded.get(reserved.other) ?? 0) + (told.get(value) ?? 0))
    folded.delete(value)
  }
  return folded
}

/** The cells that make it so. */
export function foldingCells(
  at: { site: string; day: Day; dimension: 'recency' | 'cohort' },
  told: BrowsersByValue,
  values: readonly string[],
): Cell[] {
  const present = values.filter((value) => told.get(value))
  if (present.length === 0) return []
  const { site, day, dimension } = at
  const cell = (valueB: string, count: number): Cell => ({
    site,
    grain: 'day',
    dimensionA: '',
    dimensionB: dimension,
    valueA: '',
    day,
    valueB,
    counts: { count },
  })
  const sum = present.reduce((all, value) => all + (told.get(value) ?? 0), 0)
  return [...present.map((value) => cell(value, -(told.get(value) ?? 0))), cell(reserved.other, sum)]
}

/** First views of the day, and new browsers, that carried a value. */
export interface Carried {
  opened: number
  added: number
}

/** Of values that too few browsers carried on the day (and of the smallest others), who was first and who was new is told together alone. */
export function valueCells(at: { site: string; day: Day; dimension: Dimension }, carried: ReadonlyMap<string, Carried>): Cell[] {
  const isOwn = (value: string) => value !== reserved.few && value !== reserved.removed
  const opened = new Map([...carried].filter(([value]) => isOwn(value)).map(([value, each]) => [value, each.opened]))
  const folded = pooled(opened, opened).flatMap((value) => (opened.get(value) ? [{ value, ...(carried.get(value) as Carried) }] : []))
  if (folded.length === 0) return []
  const { site, day, dimension } = at
  const cell = (valueB: string, { opened, added }: Carried): Cell => ({
    ...{ site, grain: 'day', dimensionA: '', dimensionB: dimension, valueA: '', day, valueB },
    counts: { firstOfDay: opened, ...(added !== 0 && { newVisitors: added }) },
  })
  const sum = (of: keyof Carried) => folded.reduce((all, each) => all + each[of], 0)
  return [
    ...folded.map(({ value, opened, added }) => cell(value, { opened: -opened, added: -added })),
    cell(reserved.few, { opened: sum('opened'), added: sum('added') }),
  ]
}
