/** Facts of one source become batches in the ledger: once, whatever happens, and numbered without a gap. */
import { aggregate, daysOf } from '../cells/aggregate.ts'
import { batchesOf } from '../cells/batch.ts'
import type { Batch } from '../cells/cell.ts'
import type { Fact } from '../fact.ts'
import type { Ledger } from './ledger/ledger.ts'
import { pack } from './pack.ts'
import type { DayStates } from './states.ts'

export interface FreezeDeps {
  ledger: Pick<Ledger, 'collector' | 'batchBytes' | 'last' | 'isFrozen' | 'freeze'>
  states: DayStates
}

export interface Source {
  name: string
  facts: readonly Fact[]
  /** They were not sent to this collector's intake. */
  isHistory?: boolean
  /** Sources that are gone for good and need not be known any more. */
  gone?: readonly string[]
}

export type Freeze = (source: Source) => Promise<void>

/** One writer's way to freeze. Where another froze between, states are read again and the numbers taken anew. */
export function createFreeze({ ledger, states }: FreezeDeps): Freeze {
  let lastOwn = -1
  return async ({ name, facts, gone, isHistory }) => {
    const days = daysOf(facts)
    for (;;) {
      if (ledger.isFrozen(name)) return
      const last = ledger.last()
      if (last !== lastOwn) states.drop()
      // Until the freeze is known to have happened, what aggregating changes in the states is not to be relied on.
      lastOwn = -1
      const { of, earned, known } = await states.ready(days)
      const { cells, admitted, accepted } = aggregate(facts, of, { isIntake: !isHistory })
      const batches = await packed(batchesOf(cells, { ...ledger, first: last + 1 }))
      if (ledger.freeze({ source: name, batches, accepted, admitted: [...known, ...admitted], earned, days, gone }) === 'frozen') {
        lastOwn = last + batches.length
        return
      }
    }
  }
}

/** The same batches with their rows as they wait. */
export async function packed(batches: readonly Batch[]): Promise<Batch[]> {
  const made: Batch[] = []
  for (const batch of batches) made.push({ ...batch, rows: await pack(batch.rows) })
  return made
}
