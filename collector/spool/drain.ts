/** The drain: closed segments become batches in the ledger, and batches go to the store, in two loops that do not wait for each other. */
import { bounds } from '../../contract/bounds.ts'
import { addDays, type Day } from '../../contract/day.ts'
import type { Clock, Store } from '../deps.ts'
import { createFreeze } from './freeze.ts'
import { insertWhileRunning } from './insert.ts'
import type { Ledger } from './ledger.ts'
import type { Log, Segments } from './segments.ts'
import { createDayStates } from './states.ts'
import { createSteps, delay, type Steps } from './wait.ts'

/** Between two durable steps, where a crash must do no harm. */
export type DrainPoint = 'frozen' | 'removed' | 'inserted'

export interface DrainDeps {
  segments: Segments
  ledger: Ledger
  store: Store
  clock: Clock
  log: Log
  /** For tests: told of each point as it is reached. */
  at?: (point: DrainPoint) => void
  /** Milliseconds before the first retry; the later ones wait longer. */
  pause?: number
  /** What earlier drains of this process have in memory; a new one unless given. */
  freezing?: Freezing
  /** Told of the error that keeps the first batch waiting, and (null) of its end. */
  onAway?: (error: unknown) => void
}

/** What freezing keeps in memory from segment to segment. */
export interface Freezing {
  freeze: ReturnType<typeof createFreeze>
  /** Facts were aggregated and then not frozen: what is in memory is not to be relied on. */
  drop(): void
  /** Once a day forgets what was decided for days that no event can name any more. */
  prune(): void
}

export function createFreezing(deps: Pick<DrainDeps, 'ledger' | 'store' | 'clock' | 'log'>): Freezing {
  const states = createDayStates({ ...deps, patience: bounds.drainEarnedMilliseconds.max })
  return { freeze: createFreeze({ ...deps, states }), drop: states.drop, prune: createPruning(deps) }
}

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

export const segmentSource = (name: string) => `segment/${name}`
const segmentPrefix = segmentSource('')

interface Running extends DrainDeps {
  steps: Steps
  stopping: AbortController
  /** Closed segments that were seen and are not removed yet. */
  seen: Set<string>
  /** How often `wake` was called, and how many of these calls the last look at the folder answered. */
  wakes: number
  looked: number
  lastError: string | null
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
    backlog: () => ({ segments: running.seen.size, ...ledger.backlog(), lastError: running.lastError }),
    stop: () => stopping.abort(),
  }
}

async function run(running: Running): Promise<void> {
  const { stopping, steps, at, pause, ledger, store, log } = running
  const onAway = (error: unknown) => {
    running.lastError = error === null ? null : String((error as Error).message ?? error)
    running.onAway?.(error)
  }
  // Where one loop ends, by a mistake, the other must not go on as if nothing had happened.
  const ended = () => stopping.abort()
  await Promise.all([
    freezeWhileRunning(running).finally(ended),
    insertWhileRunning({ ledger, store, log, steps, signal: stopping.signal, at, pause, onAway }).finally(ended),
  ])
}

async function freezeWhileRunning(running: Running): Promise<void> {
  const { segments, ledger, steps, stopping, log } = running
  const { freeze, drop, prune } = running.freezing ?? createFreezing(running)
  // Known sources whose segment is gone for good; the next freeze forgets them.
  const gone: string[] = []
  // A power cut may bring a frozen segment back under its open name: forgotten, it would be counted again.
  ledger.forgetAllBut(segmentPrefix, new Set((await segments.all()).map(segmentSource)))
  while (!stopping.signal.aborted) {
    const call = running.wakes
    let failed = false
    for (const name of await look(running, call)) {
      if (stopping.signal.aborted) return
      try {
        await freezeSegment(running, { name, freeze, gone })
      } catch (error) {
        failed = true
        drop()
        log(`segment ${name} is kept and will be tried again`, error)
      }
      steps.step()
    }
    prune()
    if (failed) await delay(bounds.drainRetryMilliseconds.max, stopping.signal)
    else await steps.until(() => running.wakes > call, stopping.signal)
  }
}

/** The closed segments now, oldest first. */
async function look(running: Running, call: number): Promise<string[]> {
  try {
    const names = await running.segments.names()
    running.seen.clear()
    for (const name of names) running.seen.add(name)
    running.looked = call
    running.steps.step()
    return names
  } catch (error) {
    running.log('the spool’s folder cannot be read', error)
    await delay(bounds.drainRetryMilliseconds.max, running.stopping.signal)
    running.wakes++
    return []
  }
}

interface ToFreeze {
  name: string
  freeze: ReturnType<typeof createFreeze>
  gone: string[]
}

async function freezeSegment(running: Running, { name, freeze, gone }: ToFreeze): Promise<void> {
  const { segments, ledger, log, at } = running
  // Frozen, and then the process ended before it was removed.
  if (!ledger.isFrozen(segmentSource(name))) {
    const { facts, damaged } = await segments.read(name)
    if (damaged > 0) log(`segment ${name}: ${damaged} lines are damaged and were left out; the disk is not to be trusted`)
    if (facts.length > 0) await freeze({ name: segmentSource(name), facts, gone })
    gone.length = 0
  }
  at?.('frozen')
  await segments.remove(name)
  at?.('removed')
  gone.push(segmentSource(name))
  running.seen.delete(name)
}

function createPruning({ ledger, clock }: Pick<DrainDeps, 'ledger' | 'clock'>): () => void {
  let pruned: Day = ''
  return () => {
    const today = new Date(clock.now()).toISOString().slice(0, 10)
    if (today === pruned) return
    // A day later than the clock's where the world is ahead.
    ledger.prune(addDays(today, 1), bounds.ledgerDays.max)
    pruned = today
  }
}
