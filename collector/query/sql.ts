/** Readings → SQL: sums of cells with bound parameters; a user's text is never part of a statement. */

import { bounds } from '../../contract/bounds.ts'
import type { Counter } from '../../contract/counters.ts'
import { addDays } from '../../contract/day.ts'
import { type Dimension, foldedMark, reserved } from '../../contract/dimensions.ts'
import type { Interval } from '../../contract/query.ts'
import { type VitalMetric, vitalThresholds } from '../../contract/vitals.ts'
import { isOfPaths, pathSql } from './paths.ts'
import { isLasting, type Place } from './place.ts'
import type { QueryPart, Test } from './plan.ts'
import type { Grains, Window } from './window.ts'

export interface Statement {
  sql: string
  params: Record<string, unknown>
}

/** Which cells: of these sites, days and values, grouped by interval and values. */
export interface Cells extends Pick<QueryPart, 'place' | 'group' | 'condition' | 'complement' | 'interval' | 'joined'> {
  sites: readonly string[]
  grains: Grains
}

/** Rows `date`, `key0`, `key1`, `sum_<counter>`; with paths taken together also `paths` (2: several). */
export function sumsOf(cells: Cells, columns: readonly Counter[]): Statement {
  const { where, params } = conditions(cells)
  const keys = keysOf(cells)
  const sums = columns.map((name) => `${signed(name, cells)} AS sum_${name}`)
  if (!takesPathsTogether(cells) || !columns.includes('firstInVisit')) {
    const some = columns.map((name) => `sum_${name} != 0`).join(' OR ')
    return limited(
      `SELECT ${list(dateOf(cells), ...keys, ...sums)} FROM cells WHERE ${where} GROUP BY ${grouped(keys)} HAVING ${some}`,
      params,
    )
  }
  const each = `SELECT ${list(dateOf(cells), ...keys, `${valueSql(cells, 'path')} AS value`, ...sums)}
    FROM cells WHERE ${where} GROUP BY ${grouped(keys)}, value`
  const together = columns.map((name) => `sum(sum_${name}) AS all_${name}`)
  const paths = 'sum(if(value = {other:String} OR position(value, {folded:String}) > 0, 2, 1)) AS paths'
  return limited(`SELECT ${list('date', ...keyNames(keys), ...together)}, ${paths} FROM (${each}) GROUP BY ${grouped(keys)}`, {
    ...params,
    other: reserved.other,
    folded: foldedMark,
  })
}

/**
 * Rows `date`, `key0`, `whole_<counter>`, `kept_<counter>`: of each value of one dimension that the rows of a cross name its marginal's sums, and
 * the sums of all that is kept beside it, whatever the other dimension is filtered by. `whole`: which cells hold the marginal.
 */
export function lineOf(
  rows: Cells,
  { dimension, whole, columns }: { dimension: Dimension; whole: Grains; columns: LineColumns },
): Statement {
  const { place, condition } = rows
  const own = condition?.dimension === dimension ? condition : null
  const line = { ...rows, group: [dimension], condition: own }
  const cross = conditions(line)
  const marginal = apart(conditions({ ...line, place: [dimension], grains: whole }))
  const params = { ...marginal.params, ...cross.params }
  const isRow = condition && !own ? condition.tests.map((test, index) => testSql(rows, test, { index, params })).join(' AND ') : '1'
  const name = `if(dimensionA = '', valueB, ${column(place, dimension)})`
  const sums = [
    ...columns.whole.map((each) => `sumIf(${turned(each, whole)}, dimensionA = '') AS whole_${each}`),
    ...columns.kept.map((each) => `sumIf(${turned(each, rows.grains)}, dimensionA != '') AS kept_${each}`),
  ]
  return limited(
    `SELECT ${list(dateOf(rows), `${rows.joined && isOfPaths(dimension) ? pathSql(name) : name} AS key0`, ...sums)} FROM cells
    WHERE (${cross.where}) OR (${marginal.where}) GROUP BY date, key0 HAVING countIf(dimensionA != '' AND ${isRow}) > 0`,
    params,
  )
}

/** Counters of a marginal, and of a cross in which it is a line. */
export interface LineColumns {
  whole: readonly Counter[]
  kept: readonly Counter[]
}

/** Conditions whose parameters have names of their own. */
function apart({ where, params }: { where: string; params: Statement['params'] }): { where: string; params: Statement['params'] } {
  return {
    where: where.replaceAll(/\{(?=\w+:)/g, '{line_'),
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [`line_${name}`, value])),
  }
}

/**
 * Rows `date`, `key0`, … with what bounds the number of different browsers (measure-formulas.ts, `BrowserCounts`). The proof is the one by which
 * values earn their crosses: firstOfDay of a day counts each browser once, and those new on later days are others. Of several
 * sites or paths the best proof stands. `(other)` stands for many paths, of which one browser may have seen all.
 */
export function browsersOf(cells: Cells, upper: Counter | null): Statement {
  const { where, params } = conditions(cells)
  const keys = keysOf(cells)
  const names = keyNames(keys)
  const value = cells.place.includes('path') ? valueSql(cells, 'path') : `''`
  const daily = `SELECT ${list('site', dateOf(cells), 'day', ...keys, `${value} AS value`)},
    ${signed('firstOfDay', cells)} AS opened, ${signed('newVisitors', cells)} AS added, ${upper ? signed(upper, cells) : 'toInt64(0)'} AS most
    FROM cells WHERE ${where} GROUP BY site, ${grouped(keys)}, day, value`
  const start = cells.interval ? 'greatest(toDate(date), {start:Date})' : '{start:Date}'
  const proofs = `SELECT ${list('date', ...names)},
    arraySort(each -> each.1, groupArray((day, opened, added))) AS days,
    arrayMap(each -> each.3, days) AS news,
    arrayMax(arrayMap((each, until) -> each.2 + arraySum(news) - until, days, arrayCumSum(news))) AS proof,
    sum(opened) AS all_opened, sumIf(opened, day = ${start}) AS all_first, sum(added) AS all_added, sum(most) AS all_most,
    if(value = {other:String}, least(proof, 1), proof) AS proved,
    if(value = {other:String}, least(all_added, 1), all_added) AS proved_added
    FROM (${daily}) GROUP BY site, ${grouped(keys)}, value`
  return limited(
    `SELECT ${list('date', ...names)}, max(proved) AS best, sum(all_opened) AS openings, sum(all_first) AS firsts,
    sum(all_added) AS additions, max(proved_added) AS best_added, sum(all_most) AS ceiling
    FROM (${proofs}) GROUP BY ${grouped(keys)}`,
    { ...params, start: cells.grains.days[0]?.from, other: reserved.other },
  )
}

/** Rows `date`, `all_opened`, `first`, `all_added`: what rare values of a dimension tell together, of which each may have any part. */
export function fewOf({ place, sites, interval }: Pick<Cells, 'place' | 'sites' | 'interval'>, { from, to }: Window): Statement {
  const start = interval ? `greatest(toDate(date), {from:Date})` : '{from:Date}'
  const daily = `SELECT ${dateOf({ interval })}, day, sum(firstOfDay) AS opened, sum(newVisitors) AS added FROM cells
    WHERE site IN {sites:Array(String)} AND grain = 'day' AND dimensionA = '' AND dimensionB = {dimension:String} AND valueA = ''
    AND valueB = {few:String} AND day BETWEEN {from:Date} AND {to:Date} GROUP BY date, day`
  const sql = `SELECT date, sum(opened) AS all_opened, sumIf(opened, day = ${start}) AS first, sum(added) AS all_added FROM (${daily}) GROUP BY date`
  return { sql, params: { sites, dimension: place[0], few: reserved.few, from, to } }
}

/** Rows `date`, `key0` with a metric's 0.75 quantile (its bucket's upper edge) and how many values were good, poor and there. */
export function vitalOf(cells: Cells, metric: VitalMetric): Statement {
  const { where, params } = conditions(cells)
  const keys = keysOf(cells)
  const buckets = `SELECT ${list(dateOf(cells), ...keys)}, toUInt32OrZero(${column(cells.place, metric)}) AS edge,
    toUInt64(greatest(${signed('count', cells)}, 0)) AS weight FROM cells WHERE ${where} GROUP BY ${grouped(keys)}, edge HAVING weight > 0`
  return limited(
    `SELECT ${list('date', ...keyNames(keys))}, quantileExactWeighted(0.75)(edge, weight) AS p75,
    sumIf(weight, edge <= {good:UInt32}) AS good, sumIf(weight, edge > {poor:UInt32}) AS poor, sum(weight) AS total
    FROM (${buckets}) GROUP BY ${grouped(keys)}`,
    { ...params, ...vitalThresholds[metric] },
  )
}

/** Rows `date`, `crossing` for the days of `from`…`to` and the one after: first views of the day that began no visit. */
export function overnightOf(sites: readonly string[], { from, to }: Window): Statement {
  const sql = `SELECT toString(day) AS date, sum(if(dimensionB = '', firstOfDay, -firstOfDay)) AS crossing FROM cells
    WHERE site IN {sites:Array(String)} AND grain = 'day' AND dimensionA = '' AND dimensionB IN ('', 'entry') AND valueA = ''
    AND day BETWEEN {from:Date} AND {to:Date} GROUP BY date HAVING crossing > 0`
  return { sql, params: { sites, from, to: addDays(to, 1) } }
}

/** Rows `date`, `added`: the sites' new browsers. */
export function newcomersOf({ sites, interval }: Pick<Cells, 'sites' | 'interval'>, window: Window): Statement {
  const sql = `SELECT ${dateOf({ interval })}, sum(newVisitors) AS added FROM cells
    WHERE site IN {sites:Array(String)} AND grain = 'day' AND dimensionA = '' AND dimensionB = '' AND valueA = ''
    AND day BETWEEN {from:Date} AND {to:Date} GROUP BY date`
  return { sql, params: { sites, ...window } }
}

const limited = (sql: string, params: Statement['params']): Statement => ({ sql: `${sql} LIMIT ${bounds.queryRead.max + 1}`, params })
const list = (...items: string[]) => items.join(', ')

const dates: Record<Interval, string> = { day: 'toString(day)', week: 'toString(toMonday(day))', month: 'toString(toStartOfMonth(day))' }
const dateOf = ({ interval }: Pick<Cells, 'interval'>) => `${interval ? dates[interval] : `''`} AS date`
const keysOf = (cells: Cells) => cells.group.map((name, index) => `${valueSql(cells, name)} AS key${index}`)
const keyNames = (keys: readonly string[]) => keys.map((_, index) => `key${index}`)
const grouped = (keys: readonly string[]) => list('date', ...keyNames(keys))

/** The column in which a dimension's value stands. */
function column(place: Place, name: Dimension): string {
  return place.length === 2 && place[0] === name ? 'valueA' : 'valueB'
}

/** A dimension's value; where paths are joined one page is one value, however it was spelled when it was stored. */
function valueSql({ place, joined }: Pick<Cells, 'place' | 'joined'>, name: Dimension): string {
  return joined && isOfPaths(name) ? pathSql(column(place, name)) : column(place, name)
}

function signed(counter: Counter, { complement, grains }: Cells): string {
  return `sum(${turned(complement ? `if(dimensionB = '', ${counter}, -${counter})` : counter, grains)})`
}

/** Days past the window are taken from the sum of their month. */
function turned(value: string, { past }: Grains): string {
  return past ? `if(day >= {past:Date}, -(${value}), ${value})` : value
}

function takesPathsTogether({ place, group, complement }: Cells): boolean {
  return place.includes('path') && !group.includes('path') && !complement
}

function conditions(cells: Cells): { where: string; params: Statement['params'] } {
  const { place, condition, complement, sites } = cells
  const params: Statement['params'] = { sites }
  const tests = condition ? condition.tests.map((test, index) => testSql(cells, test, { index, params })) : []
  const passes = tests.join(' AND ')
  const where = ['site IN {sites:Array(String)}', windowSql(cells.grains, params), ...placeSql(place, complement, params)]
  // What rare values tell together belongs to none of them.
  if (isLasting(place)) where.push(`valueB != '${reserved.few}'`)
  // What was taken away is in none of the values that are looked for.
  if (condition?.tests.some(({ negate }) => !negate) && !complement) where.push(`valueB != '${reserved.removed}'`)
  if (complement) where.push(`(dimensionB = '' OR NOT (${passes}))`)
  else if (passes) where.push(passes)
  return { where: where.join(' AND '), params }
}

function placeSql(place: Place, complement: boolean, params: Statement['params']): string[] {
  const [a, b] = place.length === 2 ? place : ['', place[0] ?? '']
  Object.assign(params, { a, b })
  const first = a ? ['dimensionA = {a:String}'] : [`dimensionA = {a:String}`, `valueA = ''`]
  return [...first, complement ? `dimensionB IN ('', {b:String})` : 'dimensionB = {b:String}']
}

function windowSql({ days, months, past }: Grains, params: Statement['params']): string {
  const between = (window: Window, index: number) => {
    Object.assign(params, { [`from${index}`]: window.from, [`to${index}`]: window.to })
    return `day BETWEEN {from${index}:Date} AND {to${index}:Date}`
  }
  if (past) params.past = past.from
  const daily = [...days, ...(past ? [past] : [])].map(between).join(' OR ')
  if (!months) return `grain = 'day' AND (${daily})`
  const monthly = `(grain = 'month' AND ${between(months, days.length + 1)})`
  return daily ? `((grain = 'day' AND (${daily})) OR ${monthly})` : monthly
}

/** Whole values are looked up in the table's order, those of paths in each of their spellings (plan.ts). */
function testSql(
  { place, condition }: Cells,
  { operator, negate, values }: Test,
  at: { index: number; params: Statement['params'] },
): string {
  if (values.length === 0) return negate ? '1' : '0'
  const key = `test${at.index}`
  at.params[key] = values
  const listed = `{${key}:Array(String)}`
  const name = column(place, condition!.dimension)
  if (operator === 'in') return negate ? `NOT ${name} IN ${listed}` : `${name} IN ${listed}`
  // Tried one by one, the values would be copied for every row.
  const holds = (text: string) => `multiSearchAnyCaseInsensitiveUTF8(${text}, ${listed})`
  if (!isOfPaths(condition!.dimension)) return holds(name)
  // Parts of paths are looked for in what is told. Asked first, the rare case costs the others nothing.
  return `if(position(${name}, '%') = 0, ${holds(name)}, ${holds(pathSql(name))})`
}
