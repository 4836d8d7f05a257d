/** The drain's loop from closed segments to batches in the ledger: each once, whatever happens. */
import { bounds } from '../../contract/bounds.ts'
import { addDays, type Day } from '../../contract/day.ts'
import { StoreAway } from '../ports.ts'
import { causeOf, whyOf } from '../why.ts'
import { createFreeze, type Freeze } from './freeze.ts'
import { goOnAfter } from './restored.ts'
import type { DrainDeps, Freezer, Running } from './running.ts'
import { segmentSource } from './segments.ts'
import { createDayStates } from './states.ts'
import { delay } from './wait.ts'

const segmentPrefix = segmentSource('')

export function createFreezer(deps: Pick<DrainDeps, 'ledger' | 'store' | 'clock' | 'log' | 'patience'>): Freezer {
  const states = createDayStates({ ...deps, patience: deps.patience ?? bounds.drainEarnedMilliseconds.max })
  return { freeze: createFreeze({ ...deps, states }), drop: states.drop, prune: createPruning(deps) }
}

/** Freezes closed segments until the drain stops. */
export async function freezeWhileRunning(running: Running): Promise<void> {
  const { segments, ledger, steps, stopping } = running
  const { freeze, drop, prune } = running.freezer ?? createFreezer(running)
  // Known sources whose segment is gone for good; the next freeze forgets them.
  const gone: string[] = []
  // A power cut may bring a frozen segment back under its open name: forgotten, it would be counted again.
  ledger.forgetAllBut(segmentPrefix, new Set((await segments.all()).map(segmentSource)))
  await comparedWithStore(running, (name) => freezeSegment(running, { name, freeze, gone }))
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
        notCounted(running, `segment ${name} is kept and will be tried again`, error)
      }
      steps.step()
    }
    prune()
    if (!failed) counted(running)
    if (failed) await delay(bounds.drainRetryMilliseconds.max, stopping.signal)
    else await steps.until(() => running.wakes > call, stopping.signal)
  }
}

/** Resolves once the ledger is known to be no older than the store, or has a new name. A ledger that has given no number is not. */
async function comparedWithStore(running: Running, freeze: (name: string) => Promise<void>): Promise<void> {
  const { ledger, segments, reached, log, stopping } = running
  if (reached && ledger.last() === 0) ledger.isSure()
  while (reached && ledger.last() > 0 && !stopping.signal.aborted) {
    try {
      running.storeReached = await reached(ledger.collector)
      await goOnAfter({ ledger, reached: running.storeReached, names: await segments.names(), freeze, log })
      return counted(running)
    } catch (error) {
      if (!(error instanceof StoreAway)) notCounted(running, 'the ledger cannot be compared with the store', error)
    }
    await delay(running.pause ?? bounds.drainRetryMilliseconds.max, stopping.signal)
  }
}

function notCounted(running: Running, line: string, error: unknown): void {
  running.freezeError = whyOf(error)
  running.notFrozen.is(causeOf(error), `${line}: ${whyOf(error)}`)
}

function counted(running: Running): void {
  running.freezeError = null
  running.notFrozen.over()
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
    notCounted(running, 'the spool’s folder cannot be read', error)
    await delay(bounds.drainRetryMilliseconds.max, running.stopping.signal)
    running.wakes++
    return []
  }
}

interface ToFreeze {
  name: string
  freeze: Freeze
  gone: string[]
}

async function freezeSegment(running: Running, { name, freeze, gone }: ToFreeze): Promise<void> {
  const { segments, ledger, at } = running
  // Frozen, and then the process ended before it was removed.
  if (!ledger.isFrozen(segmentSource(name))) {
    const { facts, damage } = await segments.read(name)
    // First, since what is frozen is removed.
    if (damage) await segments.keepDamage(name, damage)
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
