import { expect } from 'vitest'
import { batchesOf } from '../../collector/cells/batch.ts'
import type { Cell } from '../../collector/cells/cell.ts'
import { type BoundName, bounds } from '../../contract/bounds.ts'

/** Cohort cells: kept at day grain only, so one cell is one row. */
function cells(count: number): Cell[] {
  return Array.from({ length: count }, (_, index) => ({
    site: 'example.org',
    grain: 'day',
    dimensionA: '',
    dimensionB: 'cohort',
    valueA: '',
    day: '2026-11-24',
    valueB: String(index),
    counts: { count: 1 },
  }))
}

const batchCount = (count: number) => batchesOf(cells(count), { collector: 'c', first: 1 }).length

export const probes: Partial<Record<BoundName, () => void>> = {
  batchRows: () => {
    // One row of each batch is its marker.
    expect(batchCount(bounds.batchRows.max - 1)).toBe(1)
    expect(batchCount(bounds.batchRows.max)).toBe(2)
  },
}
