/** The drain: closed segments become batches in the ledger, and batches go to the store, in two loops that do not wait for each other. */
import { createTrouble } from '../trouble.ts'
import { whyOf } from '../why.ts'
import { freezeWhileRunning } from './freeze-loop.ts'
import { insertWhileRunning } from './insert.ts'
import type { DrainDeps, Running } from './running.ts'
import { createSteps } from './wait.ts'

/** What waits. */
export interface DrainBacklog {
  /** Closed segments that are not batches yet. */
  segments: number
  /** Batches that are not known to be in the store, those set aside included, and their bytes as they wait. */
  batches: number
  bytes: number
  /** Batches that the store refused; kept, and tried again at the next start. */
  stuck: number
  /** Why the store takes nothing now, if so. */
  lastError: string | null
  /** Why segments do not become batches now, if so. */
  freezeError: string | null
}

export interface Drain {
  /** Runs until `stop`. Rejects only on a programming mistake. */
  run(): Promise<void>
  /** There may be new closed segments, or another writer has frozen batches. */
  wake(): void
  /** Resolves once every segment that is closed now is in the store, or set aside, or the drain stops. */
  drained(): Promise<void>
  /** Resolves once no batch with a number up to this one waits. */
  inserted(upTo: number): Promise<void>
  backlog(): DrainBacklog
  /** Ends the loops after the step they are in. */
  stop(): void
}

export function createDrain(deps: DrainDeps): Drain {
  const running: Running = {
    ...deps,
    steps: createSteps(),
    stopping: new AbortController(),
    seen: new Set(),
    wakes: 1,
    looked: 0,
    lastError: null,
    freezeError: null,
    notFrozen: createTrouble(deps.log, 'segments are counted again'),
    storeReached: 0,
  }
  const { steps, stopping, ledger } = running
  const { signal } = stopping
  signal.addEventListener('abort', steps.step)
  const wake = () => {
    running.wakes++
    steps.step()
  }
  const inserted = (upTo: number) => steps.until(() => (ledger.waitsFrom() ?? Number.POSITIVE_INFINITY) > upTo, signal)
  return {
    run: () => run(running),
    wake,
    inserted,
    drained: async () => {
      wake()
      const call = running.wakes
      await steps.until(() => running.looked >= call, signal)
      const names = [...running.seen]
      await steps.until(() => !names.some((name) => running.seen.has(name)), signal)
      await inserted(ledger.last())
    },
    backlog: () => {
      const { lastError, freezeError, seen } = running
      return { segments: seen.size, ...ledger.backlog(), lastError, freezeError }
    },
    stop: () => stopping.abort(),
  }
}

async function run(running: Running): Promise<void> {
  const { stopping, steps, at, pause, ledger, store, log } = running
  const onAway = (error: unknown) => {
    running.lastError = error === null ? null : whyOf(error)
    running.onAway?.(error)
  }
  // Where one loop ends, by a mistake, the other must not go on as if nothing had happened.
  const ended = () => stopping.abort()
  await Promise.all([
    freezeWhileRunning(running).finally(ended),
    insertWhileRunning({
      ...{ ledger, store, log, steps, signal: stopping.signal, at, pause, onAway },
      reached: () => running.storeReached,
    }).finally(ended),
  ])
}
