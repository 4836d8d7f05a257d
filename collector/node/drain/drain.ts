/** Keeps the drain running in its worker thread: aggregating must not hold up intake, and a thread that dies is started again. */
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { bounds } from '../../../contract/bounds.ts'
import type { Standstill } from '../../../contract/health.ts'
import type { DrainBacklog } from '../../spool/drain.ts'
import { createTrouble } from '../../trouble.ts'
import type { StorePlace } from '../store/open-store.ts'
import { createErrands, type Errand, type ErrandAnswer, type Errands } from './errands.ts'
import { createDrainWatch, lineOf } from './standstill.ts'

export interface DrainPlace {
  /** The spool's folder. */
  folder: string
  store: StorePlace
}

export type DrainMessage = 'wake' | 'stop' | { drained: number } | { errand: Errand }
export type DrainAnswer = { log: string } | { backlog: DrainBacklog } | { drained: number } | { errand: ErrandAnswer }

export interface DrainThread extends Pick<Errands, 'fill' | 'dispose' | 'fold' | 'forget' | 'previewForget'> {
  /** There are new closed segments. */
  wake(): void
  /** True once every segment closed by now is in the store or set aside; false where that took longer, the drain fails, or too many ask. */
  drained(milliseconds: number): Promise<boolean>
  /** As last reported, at most about a second ago. */
  backlog(): DrainBacklog
  /** Null while it counts what is taken; `waitsFor`: milliseconds that the oldest segment waits for it. */
  standstill(waitsFor: number): Standstill | null
  /** Ends after the step it is in. */
  close(): Promise<void>
}

const threadFile = new URL('./drain-thread.ts', import.meta.url)

export function startDrain(place: DrainPlace, log: (line: string) => void): DrainThread {
  const state = {
    backlog: { segments: 0, batches: 0, bytes: 0, stuck: 0, lastError: null, freezeError: null } as DrainBacklog,
    waiting: new Map<number, (inTime: boolean) => void>(),
    asked: 0,
    closing: false,
    running: true,
  }
  const watch = createDrainWatch()
  const trouble = createTrouble(log, 'what was taken is counted again')
  const reported = (backlog: DrainBacklog) => {
    state.backlog = backlog
    watch.reported(backlog)
    if (watch.standstill(0) === null) trouble.over()
  }
  const heard = (answer: DrainAnswer) => {
    if ('log' in answer) log(answer.log)
    else if ('backlog' in answer) reported(answer.backlog)
    else if ('errand' in answer) errands.heard(answer.errand)
    else state.waiting.get(answer.drained)?.(true)
  }
  const start = (): Worker => {
    const worker = new Worker(threadFile, { workerData: place })
    worker.on('message', heard)
    worker.on('error', (error) => {
      watch.failed(error)
      for (const answer of state.waiting.values()) answer(false)
      trouble.is(...lineOf(error))
    })
    state.running = true
    worker.once('exit', () => {
      state.running = false
      if (!state.closing) void delay(watch.pause(), undefined, { ref: false }).then(restart)
    })
    return worker
  }
  const tell = (message: DrainMessage) => worker.postMessage(message)
  const errands = createErrands((errand) => tell({ errand }))
  let worker = start()
  const restart = () => {
    if (state.closing) return
    worker = start()
    for (const question of state.waiting.keys()) tell({ drained: question })
    for (const errand of errands.underWay()) tell({ errand })
  }
  return {
    wake: () => tell('wake'),
    fill: errands.fill,
    dispose: errands.dispose,
    fold: errands.fold,
    forget: errands.forget,
    previewForget: errands.previewForget,
    backlog: () => state.backlog,
    standstill: watch.standstill,
    drained: async (milliseconds) => {
      if (state.waiting.size >= bounds.drainRequests.max || watch.hasFailed()) return false
      const question = ++state.asked
      const answered = new Promise<boolean>((resolve) => state.waiting.set(question, resolve))
      tell({ drained: question })
      const stop = new AbortController()
      const late = delay(milliseconds, false as const, { signal: stop.signal }).catch(() => false as const)
      const inTime = await Promise.race([answered, late])
      stop.abort()
      state.waiting.delete(question)
      return inTime
    },
    close: async () => {
      state.closing = true
      errands.end()
      if (state.running) await endThread(worker, () => tell('stop'))
    },
  }
}

/** Asks the thread to end, and ends it where it does not. */
export async function endThread(worker: Pick<Worker, 'once' | 'terminate'>, ask: () => void): Promise<void> {
  // `once` of node:events would reject where it ends of an error, which was heard and told already.
  const ended = new Promise((resolve) => worker.once('exit', resolve))
  ask()
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, bounds.endThreadMilliseconds.max)
  await Promise.race([ended, late.promise])
  clearTimeout(timer)
  await worker.terminate()
}
