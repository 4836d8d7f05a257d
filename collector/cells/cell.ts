/** A cell: counters under at most two named things, for one site and one day or month. All that is ever stored. */
import { type Counter, counters } from '../../contract/counters.ts'
import type { Day } from '../../contract/day.ts'

export type Grain = 'day' | 'month'

/**
 * A marginal has `dimensionA` and `valueA` empty; the site's total has both dimensions empty.
 * At month grain `day` is the first of the month.
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

/** All columns, in the order of a row as it is inserted. */
export const columns = [...keyColumns, ...counters] as const

/** Cells of one month, frozen under a number; inserted as one part that also holds the marker row. */
export interface Batch {
  /** The collector that numbered it. */
  collector: string
  /** Gapless per collector, from 1. */
  number: number
  /** The first day of the only month that its cells touch. */
  month: Day
  /** Rows as inserted: one JSON array a line (JSONCompactEachRow), the marker row last. */
  rows: Uint8Array
}

/** The dimension name of marker rows; their site is empty and their value names the batch. */
export const markerDimension = '(batch)'

/** The value of a batch's marker row. */
export function markerOf(batch: Pick<Batch, 'collector' | 'number'>): string {
  return `${batch.collector}/${batch.number}`
}

/** One row in the form JSONCompactEachRow, without line end. */
export function rowOf(cell: Cell): string {
  return JSON.stringify([...keyColumns.map((name) => cell[name]), ...counters.map((name) => cell.counts[name] ?? 0)])
}

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
