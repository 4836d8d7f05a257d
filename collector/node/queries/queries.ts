/** Questions are answered in a worker thread of their own, few at once and shared out among askers: intake never waits for them. */
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { bounds } from '../../../contract/bounds.ts'
import type { PathPreview, Site } from '../../../contract/site.ts'
import { canRead, type Principal } from '../../accounts/principal.ts'
import { createFairLimiter } from '../../fair-limiter.ts'
import { QueueFull } from '../../limiter.ts'
import { type Sites, StoreAway } from '../../ports.ts'
import { type AnswerQuestions, type QueryResponse, refusal } from '../../query/answering.ts'
import type { PreviewPaths } from '../../query/path-preview.ts'
import type { ErrorsTold, QuestionedSite } from '../../query/query.ts'
import { restartDelay } from '../engine/supervisor.ts'
import type { StorePlace } from '../store/open-store.ts'

export type QueryJob =
  | { answer: { body: Uint8Array<ArrayBuffer>; principal: Principal; sites: [string, QuestionedSite][]; errors?: ErrorsTold } }
  | { preview: { site: Site; rules: readonly string[] } }
export type QueryMessage = { id: number; job: QueryJob } | { leave: number }
export type QueryOutcome = { answered: QueryResponse } | { previewed: PathPreview } | { away: string } | { left: true } | { failed: string }
export type QueryReply = { id: number; outcome: QueryOutcome }

export interface Queries {
  answer: AnswerQuestions
  previewPaths: PreviewPaths
  /** Ends at once: nobody's question is worth waiting for. */
  close(): Promise<void>
}

interface Deps {
  store: StorePlace
  sites: Pick<Sites, 'get' | 'all'>
  log: (line: string) => void
}

const busy = { code: 'busy', message: 'too many queries are running; try again in a moment' }

/** Whose question is answered next. */
export const createQueryLimiter = () =>
  createFairLimiter({
    atOnce: bounds.queryAtOnce.max,
    ofOne: bounds.queryOfOne.max,
    waiting: bounds.queryWaiting.max,
    waitingOfOne: bounds.queryWaitingOfOne.max,
    milliseconds: bounds.queryWaitMilliseconds.max,
  })

/** What the thread that answers may hold. */
export const threadLimits = { maxOldGenerationSizeMb: bounds.queryHeapBytes.max / 1_048_576 }

export function startQueries({ store, sites, log }: Deps): Queries {
  const thread = startThread(store, log)
  const turn = createQueryLimiter()
  const readable = (principal: Principal) => {
    const sitesRead = sites.all().filter(({ domain }) => canRead(principal, domain))
    return sitesRead.map(({ domain, baseline, detail }): [string, QuestionedSite] => [domain, { baseline, detail }])
  }
  return {
    answer: async (body, principal, signal, errors) => {
      try {
        const job = () => thread.run({ answer: { body, principal, sites: readable(principal), errors } }, signal)
        return answeredOf(await turn(principal.id, signal, job))
      } catch (error) {
        if (error instanceof QueueFull) return refusal(503, busy)
        throw error
      }
    },
    previewPaths: async (domain, rules) => {
      const site = sites.get(domain)
      if (!site) throw new Error(`no site ${domain}`)
      const never = new AbortController().signal
      const outcome = await turn('preview', never, () => thread.run({ preview: { site, rules } }, never)).catch((error) => {
        throw error instanceof QueueFull ? new StoreAway(error.message) : error
      })
      if ('previewed' in outcome) return outcome.previewed
      if ('away' in outcome) throw new StoreAway(outcome.away)
      throw new Error('failed' in outcome ? outcome.failed : 'no preview')
    },
    close: thread.close,
  }
}

function answeredOf(outcome: QueryOutcome): QueryResponse {
  if ('answered' in outcome) return outcome.answered
  if ('away' in outcome) return refusal(503, { code: 'storeAway', message: 'the store does not answer; try again later' })
  // Nobody hears it.
  if ('left' in outcome) return refusal(503, busy)
  throw new Error('failed' in outcome ? outcome.failed : 'no answer')
}

interface Thread {
  /** Resolves once the thread is through with it, also after the signal has told it that nobody waits. Never rejects. */
  run(job: QueryJob, signal: AbortSignal): Promise<QueryOutcome>
  close(): Promise<void>
}

const ended: QueryOutcome = { away: 'the thread that answers has ended' }
const threadFile = new URL('./query-thread.ts', import.meta.url)

function startThread(place: StorePlace, log: (line: string) => void): Thread {
  const underWay = new Map<number, (outcome: QueryOutcome) => void>()
  let asked = 0
  let failures = 0
  let closing = false
  let running = true
  const start = (): Worker => {
    const started = new Worker(threadFile, { workerData: place, resourceLimits: threadLimits })
    started.on('message', ({ id, outcome }: QueryReply) => {
      failures = 0
      underWay.get(id)?.(outcome)
    })
    started.on('error', (error) => log(`answering questions failed and is started again: ${error.stack ?? error.message}`))
    running = true
    started.once('exit', () => {
      running = false
      // Which of them it was is not known: each may ask again.
      for (const done of [...underWay.values()]) done(ended)
      if (!closing) void delay(restartDelay(++failures), undefined, { ref: false }).then(restart)
    })
    return started
  }
  const restart = () => {
    if (!closing) worker = start()
  }
  let worker = start()
  const tell = (message: QueryMessage, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer)
  return {
    run: (job, signal) => {
      if (!running) return Promise.resolve(ended)
      const id = ++asked
      return new Promise((resolve) => {
        const gone = () => tell({ leave: id })
        underWay.set(id, (outcome) => {
          underWay.delete(id)
          signal.removeEventListener('abort', gone)
          resolve(outcome)
        })
        signal.addEventListener('abort', gone)
        tell({ id, job }, 'answer' in job ? [job.answer.body.buffer] : [])
      })
    },
    close: async () => {
      closing = true
      await worker.terminate()
    },
  }
}
