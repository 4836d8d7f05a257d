/** Frozen batches go to the store in the order of their numbers, each until it is there or the store refuses it. */
import { bounds } from '../../contract/bounds.ts'
import type { Batch } from '../cells/cell.ts'
import { type Store, StoreAway, StoreError } from '../deps.ts'
import type { Ledger } from './ledger.ts'
import { unpack } from './pack.ts'
import type { Log } from './segments.ts'
import { delay, type Steps } from './wait.ts'

export interface InsertDeps {
  ledger: Pick<Ledger, 'last' | 'firstWaiting' | 'waitsFrom' | 'inserted' | 'setAside' | 'retryStuck'>
  store: Pick<Store, 'insert'>
  log: Log
  steps: Steps
  signal: AbortSignal
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
    if (batch) await insert(deps, batch, batch.number <= foundUpTo ? 2 : 1)
    steps.step()
  }
}

async function insert(deps: InsertDeps, waiting: Batch, firstAttempt: number): Promise<void> {
  const { ledger, store, log, signal } = deps
  const batch = await unpacked(waiting, deps)
  if (!batch) return
  let pause = deps.pause ?? 100
  for (let attempt = firstAttempt; !signal.aborted; attempt++) {
    try {
      await store.insert(batch, attempt)
      deps.at?.('inserted')
      ledger.inserted(batch.number)
      deps.onAway?.(null)
      return
    } catch (error) {
      if (error instanceof StoreError) return setAside(deps, batch.number, error)
      if (!(error instanceof StoreAway)) log(`batch ${batch.number}, attempt ${attempt}: it will be tried again`, error)
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
    setAside(deps, batch.number, error)
    return null
  }
}

function setAside({ ledger, log }: InsertDeps, number: number, error: unknown): void {
  log(`batch ${number} was refused by the store and is set aside; the audit reports it, the next start tries it again`, error)
  ledger.setAside(number)
}
