/** Frozen batches go to the store in the order of their numbers, each until it is there or the store refuses it. */
import { bounds } from '../../contract/bounds.ts'
import type { Batch } from '../cells/cell.ts'
import { type Store, StoreAway, StoreError } from '../ports.ts'
import { createTrouble } from '../trouble.ts'
import { causeOf, whyOf } from '../why.ts'
import type { Ledger } from './ledger/ledger.ts'
import { unpack } from './pack.ts'
import type { Log } from './segments.ts'
import { delay, type Steps } from './wait.ts'

export interface InsertDeps {
  ledger: Pick<Ledger, 'last' | 'firstWaiting' | 'waitsFrom' | 'inserted' | 'setAside' | 'retryStuck'>
  store: Pick<Store, 'insert'>
  log: Log
  steps: Steps
  signal: AbortSignal
  /** The last number that the store had under this ledger's name at the start, where the ledger is older: what takes these numbers is there. */
  reached?: () => number
  /** Told between the insert and its mark, where a crash must do no harm. */
  at?: (point: 'inserted') => void
  /** The first pause before another attempt; each doubles, up to the bound. */
  pause?: number
  /** Told of the error that keeps the first batch waiting, and of its end. */
  onAway?: (error: unknown | null) => void
}

/** Runs until `signal` aborts. One batch is in memory at a time. */
export async function insertWhileRunning(deps: InsertDeps): Promise<void> {
  const { ledger, steps, signal } = deps
  ledger.retryStuck()
  // These may have been sent before the start; what is frozen from now on has not.
  const foundUpTo = ledger.last()
  while (!signal.aborted) {
    await steps.until(() => ledger.waitsFrom() !== null, signal)
    const batch = signal.aborted ? null : ledger.firstWaiting()
    if (batch) await insert(deps, batch, batch.number <= Math.max(foundUpTo, deps.reached?.() ?? 0) ? 2 : 1)
    steps.step()
  }
}

async function insert(deps: InsertDeps, waiting: Batch, firstAttempt: number): Promise<void> {
  const { ledger, store, log, signal } = deps
  const batch = await unpacked(waiting, deps)
  if (!batch) return
  let pause = deps.pause ?? 100
  const trouble = createTrouble(log, `batch ${batch.number} is stored`, 0)
  for (let attempt = firstAttempt; !signal.aborted; attempt++) {
    try {
      await store.insert(batch, attempt)
      deps.at?.('inserted')
      ledger.inserted(batch.number)
      deps.onAway?.(null)
      trouble.over()
      return
    } catch (error) {
      if (error instanceof StoreError) return setAside(deps, batch.number, `was refused by the store: ${whyOf(error)}`)
      // A store that is away is told of where it is asked; anything else once for as long as it lasts.
      if (!(error instanceof StoreAway)) trouble.is(causeOf(error), `batch ${batch.number} will be tried again: ${whyOf(error)}`)
      deps.onAway?.(error)
    }
    await delay(pause, signal)
    pause = Math.min(pause * 2, bounds.drainRetryMilliseconds.max)
  }
}

async function unpacked(batch: Batch, deps: InsertDeps): Promise<Batch | null> {
  try {
    return { ...batch, rows: await unpack(batch.rows) }
  } catch (error) {
    setAside(deps, batch.number, `cannot be read where it waits: its bytes are damaged (${whyOf(error)})`)
    return null
  }
}

function setAside({ ledger, log }: InsertDeps, number: number, why: string): void {
  log(`batch ${number} ${why}; it is set aside: the audit reports it, the next start tries it again`)
  ledger.setAside(number)
}
