/** Batches of cells for tests of the store. */
import { type Batch, type Cell, columnNames, markerRow, rowOf } from '../../collector/cells/cell.ts'

let number = 0

/** A cell of `example.org` at day grain: a marginal of `path`, unless told otherwise. */
export function cell(given: Partial<Cell> = {}): Cell {
  return {
    site: 'example.org',
    grain: 'day',
    dimensionA: '',
    dimensionB: 'path',
    valueA: '',
    day: '2026-11-24',
    valueB: '/',
    counts: { views: 1 },
    ...given,
  }
}

/** The next batch of this test process, with `count` cells of its own month that count `views` each. */
export function batchOf(month: string, cells: readonly Cell[]): Batch {
  number += 1
  const named = { collector: 'test', number, month }
  return { ...named, rows: new TextEncoder().encode(`${[columnNames, ...cells.map(rowOf), markerRow(named)].join('\n')}\n`) }
}
