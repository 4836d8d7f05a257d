/** Runs errands in the drain's thread, beside the drain, one after another. Every other errand breaks off a fold; a disposal also breaks off a fill. */
import type { Clock, Store } from '../../ports.ts'
import { sampleHistory } from '../../sample/history.ts'
import { backfill } from '../../spool/backfill.ts'
import type { Drain } from '../../spool/drain.ts'
import { fold } from '../../spool/fold.ts'
import { forget, previewForget } from '../../spool/forget/forget.ts'
import type { Ledger } from '../../spool/ledger/ledger.ts'
import { purgeSite } from '../../spool/purge-site.ts'
import type { Log, Segments } from '../../spool/segments.ts'
import { createDayStates } from '../../spool/states.ts'
import { whileAway } from '../../spool/wait.ts'
import type { Errand, ErrandAnswer } from './errands.ts'

interface ErrandRunnerDeps {
  ledger: Ledger
  store: Store
  drain: Drain
  segments: Segments
  clock: Clock
  log: Log
  tell(answer: ErrandAnswer): void
}

export interface ErrandRunner {
  run(errand: Errand): void
  /** Goes on with the removals that an earlier process began. */
  goOn(): void
  /** Breaks off what is under way; resolves once nothing of it touches ledger or store any more. */
  stop(): Promise<void>
}

export function createErrandRunner(place: ErrandRunnerDeps): ErrandRunner {
  const stopping = new AbortController()
  let stopFill = new AbortController()
  let stopFold = new AbortController()
  let last: Promise<void> = Promise.resolve()
  const run = (errand: Errand) => {
    if ('fold' in errand) {
      stopFold = new AbortController()
      const signal = AbortSignal.any([stopFold.signal, stopping.signal])
      last = last.then(() => foldAll(place, errand, signal))
      return
    }
    // The others change days that are being read, and folding may well go on an hour later.
    stopFold.abort()
    if ('forget' in errand || 'preview' in errand) last = last.then(() => forgetOf(place, errand, stopping.signal))
    else if ('fill' in errand) {
      stopFill = new AbortController()
      const signal = AbortSignal.any([stopFill.signal, stopping.signal])
      last = last.then(() => fill(place, errand, signal))
    } else {
      stopFill.abort()
      last = last.then(() => disposeOf(place, errand, stopping.signal))
    }
  }
  return {
    run,
    goOn: () => {
      for (const disposal of place.ledger.openDisposals()) run({ forget: disposal })
    },
    stop: async () => {
      stopping.abort()
      await last
    },
  }
}

type Of<Kind extends string> = Extract<Errand, Record<Kind, unknown>>

async function fill({ ledger, store, drain, log, tell }: ErrandRunnerDeps, errand: Of<'fill'>, signal: AbortSignal): Promise<void> {
  const states = createDayStates({ ledger, store, log })
  const progress = (filledTo: string) => tell({ filledTo })
  try {
    const { wake, inserted } = drain
    // The drain has then seen that the ledger is no older than the store.
    await drain.drained()
    signal.throwIfAborted()
    await backfill('sample', sampleHistory(errand.fill), { ledger, states, wake, inserted, signal, progress })
    tell({ done: 'fill', count: 1 })
  } catch (error) {
    if (signal.aborted) tell({ done: 'fill', count: 0 })
    else tell({ failed: 'fill', ...saidOf(error) })
  }
}

async function disposeOf(place: ErrandRunnerDeps, errand: Of<'dispose'>, signal: AbortSignal): Promise<void> {
  try {
    const count = await whileAway(() => purgeSite(errand.dispose, { ...place, signal }), signal)
    place.tell({ done: 'dispose', count })
  } catch (error) {
    if (!signal.aborted) place.tell({ failed: 'dispose', ...saidOf(error) })
  }
}

async function forgetOf(place: ErrandRunnerDeps, errand: Of<'forget'> | Of<'preview'>, signal: AbortSignal): Promise<void> {
  const deps = { ...place, signal }
  const kind = 'forget' in errand ? 'forget' : 'preview'
  try {
    if ('preview' in errand) place.tell({ done: 'preview', found: await previewForget(errand.preview, deps) })
    else {
      const forgot = await whileAway(() => forget(errand.forget, deps), signal)
      // Whoever began it may not be there any more.
      if ('refused' in forgot && place.ledger.disposal(errand.forget.id))
        place.log(`a removal of ${errand.forget.site} waits: ${forgot.refused}`)
      place.tell({ done: 'forget', forgot })
    }
  } catch (error) {
    if (!signal.aborted) place.tell({ failed: kind, ...saidOf(error) })
  }
}

async function foldAll(place: ErrandRunnerDeps, errand: Of<'fold'>, signal: AbortSignal): Promise<void> {
  try {
    const count = await fold({ ...place, signal, except: new Set(errand.fold) })
    place.tell({ done: 'fold', count })
  } catch (error) {
    if (signal.aborted) place.tell({ done: 'fold', count: 0 })
    else place.tell({ failed: 'fold', ...saidOf(error) })
  }
}

/** What is left of an error on its way to the other thread. */
function saidOf(error: unknown): { name: string; why: string } {
  return error instanceof Error ? { name: error.name, why: error.message } : { name: 'Error', why: String(error) }
}
