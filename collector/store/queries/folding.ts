/** What folding asks of the store: the small crosses of some periods, and what browsers said of themselves. */
import { counters, crossCounters } from '../../../contract/counters.ts'
import { addDays, type Day, weekOf } from '../../../contract/day.ts'
import { type Dimension, dimensionsWhere } from '../../../contract/dimensions.ts'
import { oldestWeek, smallCross } from '../../../contract/rules.ts'
import { type Cell, type Grain, markerDimension } from '../../cells/cell.ts'
import { type BrowsersByValue, type Carried, type FoldPeriod, lasting, longestNamed } from '../../cells/folding-rules.ts'
import { type LastSeen, lastSeenDimension } from '../../cells/last-seen.ts'
import type { Store } from '../../ports.ts'

const buckets = dimensionsWhere(({ bucket }) => bucket)
const counted = crossCounters.filter((name) => name !== 'seconds')
const named = (name: string) => `sum_${name}`

/*
 * A cross's size is its largest counter, seconds apart. The buckets of one value's histogram are judged together: a lone slow view among
 * many tells nothing of who came, and a quantile of what is left would be wrong.
 */
const crossesSql = `
SELECT grain, dimensionA, dimensionB, valueA, toString(day) AS date, valueB, ${crossCounters.map(named).join(', ')} FROM (
  SELECT grain, dimensionA, dimensionB, valueA, day, valueB, ${crossCounters.map((name) => `sum(\`${name}\`) AS ${named(name)}`).join(', ')},
    greatest(${counted.map((name) => `abs(${named(name)})`).join(', ')}) AS size,
    sum(size) OVER (PARTITION BY grain, dimensionA, dimensionB, valueA, day, if(dimensionB IN {buckets:Array(String)}, '', valueB)) AS whole
  FROM cells
  WHERE site = {site:String} AND grain IN ('day', 'month') AND dimensionA != ''
    AND ((grain = 'day' AND day IN {days:Array(Date)}) OR (grain = 'month' AND day IN {months:Array(Date)}))
  GROUP BY grain, dimensionA, dimensionB, valueA, day, valueB
  HAVING (size < {small:Int64} OR dimensionB IN {buckets:Array(String)}) AND (size != 0 OR ${named('seconds')} != 0)
)
WHERE whole < {small:Int64}
ORDER BY grain, day
LIMIT {most:UInt32}`

type CrossRow = Pick<Cell, 'dimensionA' | 'dimensionB' | 'valueA' | 'valueB'> & { grain: Grain; date: Day } & Record<
    string,
    string | number
  >

/** Reversals of the crosses that are too small, those of days first, in their order; `most` of them at most. */
export async function smallCrossesReversed(
  store: Pick<Store, 'select'>,
  { site, periods, most }: { site: string; periods: readonly FoldPeriod[]; most: number },
): Promise<Cell[]> {
  const firsts = (grain: FoldPeriod['grain']) => periods.filter((each) => each.grain === grain).map(({ first }) => first)
  const asked = { site, days: firsts('day'), months: firsts('month'), buckets, small: smallCross, most }
  if (asked.days.length + asked.months.length === 0) return []
  const rows = await store.select<CrossRow>(crossesSql, asked)
  return rows.map(({ grain, dimensionA, dimensionB, valueA, date, valueB, ...sums }) => ({
    site,
    grain,
    dimensionA,
    dimensionB,
    valueA,
    day: date,
    valueB,
    counts: Object.fromEntries(counters.map((name) => [name, -Number(sums[named(name)] ?? 0)]).filter(([, count]) => count !== 0)),
  }))
}

const browsersSql = (conditions: readonly string[]) => `
SELECT dimensionB AS dimension, toString(if(dimensionB = '', toMonday(day), day)) AS date, valueB AS value,
  sum(if(dimensionB = '', newVisitors, count)) AS seen
FROM cells
WHERE site = {site:String} AND grain = 'day' AND dimensionA = '' AND dimensionB IN ('', 'recency', 'cohort') AND valueA = ''
  AND (${conditions.join(' OR ')})
GROUP BY dimension, date, value HAVING seen != 0`

/** What the browsers of a site said of themselves, by day, and how many were new by week. */
export interface BrowsersByDay {
  recency: Map<Day, BrowsersByValue>
  cohort: Map<Day, BrowsersByValue>
  newIn: Map<Day, number>
}

/** All that is needed to fold the days and weeks among the periods, in one question. */
export async function browsersOf(store: Pick<Store, 'select'>, site: string, periods: readonly FoldPeriod[]): Promise<BrowsersByDay> {
  const found: BrowsersByDay = { recency: new Map(), cohort: new Map(), newIn: new Map() }
  const days = spanOf(periods, 'day')
  const weeks = spanOf(periods, 'week')
  const params: Record<string, string> = { site }
  const conditions: string[] = []
  const ask = (dimension: string, from: Day, to: Day) => {
    const [first, last] = [`from${conditions.length}`, `to${conditions.length}`]
    Object.assign(params, { [first]: from, [last]: to })
    conditions.push(`(dimensionB = '${dimension}' AND day BETWEEN {${first}:Date} AND {${last}:Date})`)
  }
  if (days) ask('recency', addDays(days.first, -longestNamed), days.last)
  if (weeks) {
    ask('cohort', weeks.first, weeks.last)
    ask('', addDays(weekOf(weeks.first), -7 * oldestWeek), weeks.last)
  }
  if (conditions.length === 0) return found
  type Row = { dimension: '' | 'recency' | 'cohort'; date: Day; value: string; seen: number }
  for (const { dimension, date, value, seen } of await store.select<Row>(browsersSql(conditions), params)) {
    if (dimension === '') found.newIn.set(date, seen)
    else found[dimension].set(date, new Map([...(found[dimension].get(date) ?? []), [value, seen]]))
  }
  return found
}

const lastSeenSql = `
SELECT toString(day) AS date, sum(count) AS last, sum(firstOfDay) AS all FROM cells
WHERE site = {site:String} AND grain = 'day' AND dimensionA = '' AND dimensionB = {lastSeen:String} AND valueA = ''
GROUP BY date HAVING last != 0 OR all != 0`

/** On which days browsers of a site were last seen, as of the days that are folded. */
export async function lastSeenOf(store: Pick<Store, 'select'>, site: string): Promise<Map<Day, LastSeen>> {
  const rows = await store.select<LastSeen & { date: Day }>(lastSeenSql, { site, lastSeen: lastSeenDimension })
  return new Map(rows.map(({ date, last, all }) => [date, { last, all }]))
}

const valuesSql = `
SELECT toString(day) AS date, dimensionB AS dimension, valueB AS value, sum(firstOfDay) AS opened, sum(newVisitors) AS added
FROM cells
WHERE site = {site:String} AND grain = 'day' AND dimensionA = '' AND dimensionB IN {lasting:Array(String)} AND valueA = ''
  AND day IN {days:Array(Date)}
GROUP BY date, dimension, value HAVING opened != 0 OR added != 0
ORDER BY date LIMIT {most:UInt32}`

export interface ValueDay {
  day: Day
  dimension: Dimension
  carried: Map<string, Carried>
}

/** What browsers carried on the days of these periods, in day order; `complete` are the periods of which all was read. */
export async function carriedOn(
  store: Pick<Store, 'select'>,
  { site, periods, most }: { site: string; periods: readonly FoldPeriod[]; most: number },
): Promise<{ days: ValueDay[]; complete: readonly FoldPeriod[] }> {
  const asked = periods.filter(({ grain }) => grain === 'value')
  if (asked.length === 0) return { days: [], complete: [] }
  type Row = Carried & { date: Day; dimension: Dimension; value: string }
  const rows = await store.select<Row>(valuesSql, { site, lasting, days: asked.map(({ first }) => first), most: most + 1 })
  // One row too many: of its day there may be more.
  const open = rows[most]?.date
  const found = new Map<string, ValueDay>()
  for (const { date, dimension, value, opened, added } of rows) {
    if (open !== undefined && date >= open) continue
    const key = `${date} ${dimension}`
    const known = found.get(key) ?? { day: date, dimension, carried: new Map() }
    known.carried.set(value, { opened, added })
    found.set(key, known)
  }
  return { days: [...found.values()], complete: open === undefined ? asked : asked.filter(({ first }) => first < open) }
}

function spanOf(periods: readonly FoldPeriod[], grain: FoldPeriod['grain']): Pick<FoldPeriod, 'first' | 'last'> | null {
  const inOrder = periods.filter((each) => each.grain === grain).sort((one, other) => (one.first < other.first ? -1 : 1))
  const [first, last] = [inOrder[0], inOrder.at(-1)]
  return first && last ? { first: first.first, last: last.last } : null
}

// `0` follows `/`, so a collector's own markers lie between these two.
const notOf = (name: string) => `(valueB < concat({${name}:String}, '/') OR valueB >= concat({${name}:String}, '0'))`
const othersSql = (conditions: readonly string[]) => `SELECT valueB FROM cells
  WHERE site = '' AND grain = 'day' AND dimensionA = '' AND dimensionB = {dimension:String} AND valueA = '' AND ${conditions.join(' AND ')} LIMIT 1`

/** Whether another collector than these (which are one: its names, now and before) has written to this store. */
export async function othersWrite(store: Pick<Store, 'select'>, collectors: readonly string[]): Promise<boolean> {
  const names = Object.fromEntries(collectors.map((collector, index) => [`collector${index}`, collector]))
  return (await store.select(othersSql(Object.keys(names).map(notOf)), { dimension: markerDimension, ...names })).length > 0
}
