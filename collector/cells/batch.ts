/** Cells → batches: each of one month, at day, week and month grain, with its marker row, small enough to insert as one part. */
import { bounds } from '../../contract/bounds.ts'
import type { Counter } from '../../contract/counters.ts'
import { type Day, monthOf } from '../../contract/day.ts'
import { type Dimension, dimensionRow } from '../../contract/dimensions.ts'
import { joined } from '../bytes.ts'
import { type Batch, type Cell, columnNames, markerRow, rowOf } from './cell.ts'
import { periodCells } from './period-visitors.ts'

interface Numbering {
  collector: string
  /** The number of the first batch; the others follow without a gap. */
  first: number
  /** Bytes that a batch may have; `batchBytes` unless given. */
  batchBytes?: number
}

/** The batches that hold these cells, and of those of day grain their weeks and months, numbered from `first`. */
export function batchesOf(cells: readonly Cell[], numbering: Numbering): Batch[] {
  return numbered(cells, numbering, (ofMonth, month) => {
    const ofDays = ofMonth.filter(({ grain }) => grain === 'day')
    return [...ofMonth, ...periodCells(ofDays), ...monthCells(ofDays, month)]
  })
}

/** The batches that hold these cells as they are, of whatever grain. */
export function batchesAsTheyAre(cells: readonly Cell[], numbering: Numbering): Batch[] {
  return numbered(cells, numbering, (ofMonth) => ofMonth)
}

function numbered(cells: readonly Cell[], numbering: Numbering, held: (ofMonth: Cell[], month: Day) => Cell[]): Batch[] {
  const batches: Batch[] = []
  for (const [month, ofMonth] of byMonth(cells)) {
    for (const rows of chunksOf(held(ofMonth, month), (numbering.batchBytes ?? bounds.batchBytes.max) - otherBytes)) {
      const named = { collector: numbering.collector, number: numbering.first + batches.length, month }
      batches.push({ ...named, rows: joined([encoded(columnNames), ...rows, encoded(markerRow(named))]) })
    }
  }
  return batches
}

function byMonth(cells: readonly Cell[]): Map<Day, Cell[]> {
  const months = new Map<Day, Cell[]>()
  for (const cell of cells) {
    const month = monthOf(cell.day)
    const list = months.get(month)
    if (list) list.push(cell)
    else months.set(month, [cell])
  }
  return months
}

/** Read by the day alone: over a month they would only tell how often a rare value's one browser came (docs/attack.md, finding 6). */
const byDay: readonly Counter[] = ['firstOfDay', 'newVisitors']

/** The same cells added up over the month, so that long windows need no roll-up job. */
function monthCells(cells: readonly Cell[], month: Day): Cell[] {
  const sums = new Map<string, Cell>()
  for (const cell of cells) {
    if (!isMonthly(cell.dimensionA) || !isMonthly(cell.dimensionB)) continue
    const key = `${cell.site}\n${cell.dimensionA}\n${cell.dimensionB}\n${cell.valueA}\n${cell.valueB}`
    const sum = sums.get(key) ?? { ...cell, grain: 'month', day: month, counts: {} }
    sums.set(key, sum)
    for (const name of Object.keys(cell.counts) as Counter[])
      if (!byDay.includes(name)) sum.counts[name] = (sum.counts[name] ?? 0) + (cell.counts[name] ?? 0)
  }
  return [...sums.values()].filter((cell) => Object.values(cell.counts).some((count) => count !== 0))
}

function isMonthly(dimension: string): boolean {
  return dimension === '' || dimensionRow(dimension as Dimension).monthly
}

const encoder = new TextEncoder()
const encoded = (row: string) => encoder.encode(`${row}\n`)
// One row of each batch is the marker; its bytes and those of the columns' names have their place.
const mostRows = bounds.batchRows.max - 1
const otherBytes = 1_024

function* chunksOf(cells: readonly Cell[], mostBytes: number): Generator<Uint8Array[]> {
  let rows: Uint8Array[] = []
  let bytes = 0
  for (const cell of cells) {
    const row = encoded(rowOf(cell))
    if (rows.length === mostRows || (bytes + row.length > mostBytes && rows.length > 0)) {
      yield rows
      rows = []
      bytes = 0
    }
    rows.push(row)
    bytes += row.length
  }
  if (rows.length > 0) yield rows
}
