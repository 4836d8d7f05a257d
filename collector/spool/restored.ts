/** Whether a ledger was put back from a copy that is older than the store: then it goes on under a new name, and nothing is lost or counted twice. */
import { markerDimension } from '../cells/cell.ts'
import type { Store } from '../ports.ts'
import type { Ledger } from './ledger/ledger.ts'
import { type Log, segmentSource } from './segments.ts'

const reachedSql = `SELECT max(toInt64(splitByChar('/', valueB)[2])) AS last FROM cells
  WHERE site = '' AND grain = 'day' AND dimensionA = '' AND dimensionB = {dimension:String} AND valueA = ''
    AND startsWith(valueB, concat({collector:String}, '/'))`

/** The highest number that the store has of a collector; 0 where it has none. Rejects as `select` does. */
export async function storeReached(store: Pick<Store, 'select'>, collector: string): Promise<number> {
  const [row] = await store.select<{ last: number }>(reachedSql, { dimension: markerDimension, collector })
  return row?.last ?? 0
}

interface Deps {
  ledger: Pick<Ledger, 'last' | 'nameNow' | 'rename' | 'unsure' | 'isSure'>
  reached: number
  /** The closed segments that are there. */
  names: readonly string[]
  freeze(name: string): Promise<void>
  log: Log
}

/**
 * To be called before anything else is frozen. Segments that the copy held may have been counted by what was copied: they take the old numbers
 * first, so that those are found in the store and not counted again. All that was taken since is counted under the new name.
 */
export async function goOnAfter({ ledger, reached, names, freeze, log }: Deps): Promise<void> {
  if (reached <= ledger.last()) return ledger.isSure()
  const old = ledger.nameNow()
  const unsure = new Set(ledger.unsure())
  for (const name of names) if (unsure.has(segmentSource(name))) await freeze(name)
  const last = Math.max(reached, ledger.last())
  ledger.rename(last)
  log(
    `the ledger is older than the store, as of a copy that was put back: the store has batches of ${old} up to ${reached}; from here on this collector is ${ledger.nameNow()}, and what it takes is counted once`,
  )
}
