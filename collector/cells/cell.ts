/** A cell: counters under at most two named things, for one site and one day, week or month. All that is ever stored. */
import { type Counter, counters } from '../../contract/counters.ts'
import type { Day } from '../../contract/day.ts'

export type Grain = 'day' | 'week' | 'month' | 'networks'

/**
 * A marginal has `dimensionA` and `valueA` empty; the site's total has both dimensions empty. At month grain `day` is the first of the month;
 * at week grain the Monday, or the first of the month for what of a week lies in the next one. Weeks hold a site's visitors only. The grain
 * `networks` tells which values of a day came out of several networks (several.ts).
 */
export interface Cell {
  site: string
  grain: Grain
  dimensionA: string
  dimensionB: string
  valueA: string
  day: Day
  valueB: string
  counts: Partial<Record<Counter, number>>
}

/** The key columns of the table, in the order of its sorting key. */
export const keyColumns = ['site', 'grain', 'dimensionA', 'dimensionB', 'valueA', 'day', 'valueB'] as const

/** All columns, in the order of a row as it is made now. */
export const columns = [...keyColumns, ...counters] as const

/** Cells of one month, frozen under a number; inserted as one part that also holds the marker row. */
export interface Batch {
  /** The collector that numbered it. */
  collector: string
  /** Gapless per collector, from 1. */
  number: number
  /** The first day of the only month that its cells touch. */
  month: Day
  /** A JSON array a line: the names of the columns, then rows as inserted (JSONCompactEachRow), the marker row last. */
  rows: Uint8Array
}

/** The dimension name of marker rows; their site is empty and their value names the batch. */
export const markerDimension = '(batch)'

/** The value of a batch's marker row. */
export function markerOf(batch: Pick<Batch, 'collector' | 'number'>): string {
  return `${batch.collector}/${batch.number}`
}

/** The first line of a batch, without line end: so it can wait while columns are added. */
export const columnNames = JSON.stringify(columns)

/** One row, without line end. */
export function rowOf(cell: Cell): string {
  return JSON.stringify([...keyColumns.map((name) => cell[name]), ...counters.map((name) => cell.counts[name] ?? 0)])
}

/** The columns of batches that do not name them: they wait since before version 2 of the ledger. Never changed, whatever `columns` becomes. */
const unnamed =
  'site grain dimensionA dimensionB valueA day valueB views consentedViews visits consentedVisits secondViews firstOfDay newVisitors firstInVisit seconds count'.split(
    ' ',
  )
// No row begins so: no cell is of such a grain.
const namesBegin = new TextEncoder().encode('["site","grain",')

/** The rows of a batch as they wait, its columns named. */
export function withColumnNames(rows: Uint8Array): Uint8Array {
  if (namesBegin.every((byte, index) => rows[index] === byte)) return rows
  const names = new TextEncoder().encode(`${JSON.stringify(unnamed)}\n`)
  const named = new Uint8Array(names.length + rows.length)
  named.set(names)
  named.set(rows, names.length)
  return named
}

/** The names of a batch's columns, and the rows behind them. */
export function splitNames(rows: Uint8Array): { names: string[]; rows: Uint8Array } {
  const end = rows.indexOf(newline)
  return { names: JSON.parse(new TextDecoder().decode(rows.subarray(0, end))), rows: rows.subarray(end + 1) }
}

const newline = 0x0a

/** The marker row of a batch. */
export function markerRow(batch: Pick<Batch, 'collector' | 'number' | 'month'>): string {
  return rowOf({
    site: '',
    grain: 'day',
    dimensionA: '',
    dimensionB: markerDimension,
    valueA: '',
    day: batch.month,
    valueB: markerOf(batch),
    counts: { count: 1 },
  })
}
