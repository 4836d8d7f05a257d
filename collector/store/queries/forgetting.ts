/** What a removal asks of the store: a day's lists, the rows that are named, and the crosses in which they stand. */
import { type Counter, counters } from '../../../contract/counters.ts'
import { type Day, monthOf } from '../../../contract/day.ts'
import { type Dimension, dimensionsWhere, reserved } from '../../../contract/dimensions.ts'
import type { Counts } from '../../cells/booking.ts'
import { type Cell, type Grain, keyColumns } from '../../cells/cell.ts'
import { lastSeenDimension } from '../../cells/last-seen.ts'
import { changing, classed, goingWith, type List } from '../../cells/removal-rules.ts'
import type { Store } from '../../ports.ts'
import { isOfPaths, pathSql, spellingsOf } from '../../query/paths.ts'

type Select = Pick<Store, 'select'>

export interface At {
  site: string
  day: Day
}

/** Values of one dimension: those that are these, and those that begin so. */
export interface Named {
  dimension: Dimension
  values: readonly string[]
  begins: readonly string[]
}

const named = (name: string) => `sum_${name}`
const sums = counters.map((name) => `sum(\`${name}\`) AS ${named(name)}`).join(', ')
const some = counters.map((name) => `${named(name)} != 0`).join(' OR ')
const keys = keyColumns.filter((name) => name !== 'site' && name !== 'day').join(', ')
const marginalsOfDay = `site = {site:String} AND grain = 'day' AND dimensionA = '' AND valueA = '' AND day = {day:Date}`

type SumsRow = Record<string, string | number>

function countsOf(row: SumsRow): Counts {
  return Object.fromEntries(
    counters.map((name): [Counter, number] => [name, Number(row[named(name)] ?? 0)]).filter(([, count]) => count !== 0),
  )
}

const cellsSql = (where: string) => `SELECT ${keys}, toString(day) AS date, ${sums} FROM cells
  WHERE ${where} GROUP BY ${keys}, day HAVING ${some} ORDER BY ${keys}, day LIMIT {most:UInt32}`

async function cellsWhere(store: Select, site: string, where: string, params: Record<string, unknown>): Promise<Cell[]> {
  type Row = Pick<Cell, 'dimensionA' | 'dimensionB' | 'valueA' | 'valueB'> & { grain: Grain; date: Day } & SumsRow
  const rows = await store.select<Row>(cellsSql(where), { site, ...params })
  return rows.map(({ grain, dimensionA, dimensionB, valueA, valueB, date, ...row }) => ({
    ...{ site, grain, dimensionA, dimensionB, valueA, day: date, valueB },
    counts: countsOf(row),
  }))
}

/** The lists of a day that a removal may change, as `removalOf` takes them. */
export async function listsOf(store: Select, at: At): Promise<Map<Dimension, List>> {
  const sql = `SELECT dimensionB AS dimension, if(valueB = {removed:String} OR dimensionB IN {classed:Array(String)}, valueB, '') AS value, ${sums}
    FROM cells WHERE ${marginalsOfDay} AND dimensionB IN {changing:Array(String)} GROUP BY dimension, value HAVING ${some}`
  type Row = { dimension: Dimension; value: string } & SumsRow
  const lists = new Map<Dimension, Map<string, Counts>>()
  for (const { dimension, value, ...row } of await store.select<Row>(sql, { ...at, removed: reserved.removed, classed, changing }))
    lists.set(dimension, (lists.get(dimension) ?? new Map<string, Counts>()).set(value, countsOf(row)))
  return lists
}

/** That a column holds one of the values, in any spelling; and the parameters of that. */
function isNamed(column: string, { dimension, values, begins }: Named) {
  const told = isOfPaths(dimension) ? pathSql(column) : column
  const begun = (text: string) => `arrayExists(each -> startsWith(${text}, each), {begins:Array(String)})`
  return {
    sql: `(${column} IN {values:Array(String)} OR ${begun(column)}${told === column ? '' : ` OR ${begun(told)}`}) AND ${column} NOT IN {never:Array(String)}`,
    params: {
      values: isOfPaths(dimension) ? values.flatMap(spellingsOf) : values,
      begins,
      never: [reserved.few, reserved.removed],
      together: goingWith(dimension),
    },
  }
}

/** How many rows each list of the day has of what is named, and their sums. */
export async function lostOf(store: Select, at: At, name: Named): Promise<{ dimension: Dimension; rows: number; counts: Counts }[]> {
  const { sql, params } = isNamed('valueB', name)
  const rows = `SELECT dimensionB AS dimension, valueB, ${sums} FROM cells
    WHERE ${marginalsOfDay} AND dimensionB IN {together:Array(String)} AND ${sql} GROUP BY dimension, valueB HAVING ${some}`
  return await summed(store, `SELECT dimension, count() AS found, ${summedAgain} FROM (${rows}) GROUP BY dimension`, { ...at, ...params })
}

const summedAgain = counters.map((name) => `sum(${named(name)}) AS all_${name}`).join(', ')

async function summed(store: Select, sql: string, params: Record<string, unknown>) {
  const rows = await store.select<{ dimension: Dimension; found: number } & SumsRow>(sql, params)
  return rows.map(({ dimension, found, ...row }) => ({
    dimension,
    rows: found,
    counts: Object.fromEntries(
      counters.map((name) => [name, Number(row[`all_${name}`] ?? 0)]).filter(([, count]) => count !== 0),
    ) as Counts,
  }))
}

/** The next values that are stored on the day, at most so many. */
export async function nextValues(store: Select, at: At, { most, ...name }: Named & { most: number }): Promise<string[]> {
  const { sql, params } = isNamed('valueB', name)
  const found = `SELECT DISTINCT valueB AS value FROM (SELECT dimensionB, valueB, ${sums} FROM cells
    WHERE ${marginalsOfDay} AND dimensionB IN {together:Array(String)} AND ${sql} GROUP BY dimensionB, valueB HAVING ${some})
    ORDER BY value LIMIT {most:UInt32}`
  return (await store.select<{ value: string }>(found, { ...at, ...params, most })).map(({ value }) => value)
}

/** Rows and crosses of the day that name one of these values (as they are stored), at most so many. */
export function cellsNaming(
  store: Select,
  { site, day }: At,
  { dimension, values, most }: { dimension: Dimension; values: readonly string[]; most: number },
): Promise<Cell[]> {
  const where = `site = {site:String} AND grain = 'day' AND day = {day:Date}
    AND ((dimensionB IN {together:Array(String)} AND valueB IN {values:Array(String)})
      OR (dimensionA IN {together:Array(String)} AND valueA IN {values:Array(String)}))`
  return cellsWhere(store, site, where, { day, values, together: goingWith(dimension), most })
}

/** How many crosses of the day name what is named. */
export async function crossesNaming(store: Select, at: At, name: Named): Promise<number> {
  const [first, second] = [isNamed('valueA', name), isNamed('valueB', name)]
  const sql = `SELECT count() AS found FROM (SELECT ${keys}, ${sums} FROM cells
    WHERE site = {site:String} AND grain = 'day' AND day = {day:Date} AND dimensionA != ''
      AND ((dimensionA IN {together:Array(String)} AND ${first.sql}) OR (dimensionB IN {together:Array(String)} AND ${second.sql}))
    GROUP BY ${keys} HAVING ${some})`
  return (await store.select<{ found: number }>(sql, { ...at, ...second.params }))[0]?.found ?? 0
}

/**
 * Crosses of the day's month of which a value has no row in it any more: folding has taken their days' own crosses, so nothing else tells that
 * they go. Without `name` of any value.
 */
export function crossesLeft(store: Select, { site, day }: At, { name, most }: { name: Named | null; most: number }): Promise<Cell[]> {
  const [first, second] = name ? [isNamed('valueA', name), isNamed('valueB', name)] : [null, null]
  const together = name ? goingWith(name.dimension) : plain
  // The buckets of a histogram move from one to another, so a sum of none says nothing.
  const isGone = (at: 'A' | 'B', own: string | undefined) =>
    `(dimension${at} IN {together:Array(String)}${own ? ` AND ${own}` : ''} AND (dimension${at}, value${at}) NOT IN (
      SELECT dimensionB, valueB FROM (SELECT dimensionB, valueB, ${sums} FROM cells
        WHERE site = {site:String} AND grain = 'month' AND day = {month:Date} AND dimensionA = '' AND valueA = '' AND dimensionB IN {together:Array(String)}
        GROUP BY dimensionB, valueB HAVING ${some})))`
  const where = `site = {site:String} AND grain = 'month' AND day = {month:Date} AND dimensionA != ''
    AND (${isGone('A', first?.sql)} OR ${isGone('B', second?.sql)})`
  return cellsWhere(store, site, where, { month: monthOf(day), most, ...second?.params, together })
}

const plain = dimensionsWhere(({ bucket }) => !bucket)
/** The record of what was accepted, and what is kept of several days. */
const kept = ['event', lastSeenDimension]

/** All cells of a day, at most so many; the events that it accepted stay. */
export function cellsOfDay(store: Select, { site, day }: At, most: number): Promise<Cell[]> {
  return cellsWhere(store, site, `site = {site:String} AND grain = 'day' AND day = {day:Date} AND dimensionB NOT IN {kept:Array(String)}`, {
    ...{ day, kept, most },
  })
}

/** How many rows each list of a day has, and their sums; the site's total has the dimension ''. */
export async function dayOf(store: Select, at: At) {
  const rows = `SELECT dimensionB AS dimension, valueB, ${sums} FROM cells
    WHERE ${marginalsOfDay} AND dimensionB NOT IN {kept:Array(String)} GROUP BY dimension, valueB HAVING ${some}`
  return await summed(store, `SELECT dimension, count() AS found, ${summedAgain} FROM (${rows}) GROUP BY dimension`, { ...at, kept })
}

/** How many crosses a day has. */
export async function crossesOfDay(store: Select, at: At): Promise<number> {
  const sql = `SELECT count() AS found FROM (SELECT ${keys}, ${sums} FROM cells
    WHERE site = {site:String} AND grain = 'day' AND day = {day:Date} AND dimensionA != '' GROUP BY ${keys} HAVING ${some})`
  return (await store.select<{ found: number }>(sql, { ...at }))[0]?.found ?? 0
}
