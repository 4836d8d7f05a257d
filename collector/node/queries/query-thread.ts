/** The worker thread that answers questions: it reads the store by itself, and is told only what is asked and when nobody waits any more. */
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { StoreAway } from '../../ports.ts'
import { createAnswering } from '../../query/answering.ts'
import { createPreviewPaths } from '../../query/path-preview.ts'
import { createQuery } from '../../query/query.ts'
import { createStatementLimiter } from '../../query/read.ts'
import { type StorePlace, storeAt } from '../store/open-store.ts'
import type { QueryJob, QueryMessage, QueryOutcome, QueryReply } from './queries.ts'

// Intake goes first where processor time is short, as in the drain's thread.
if (process.platform === 'linux') setPriority(5)

const port = parentPort as NonNullable<typeof parentPort>
const store = storeAt(workerData as StorePlace)
const clock = { now: () => Date.now() }
const turn = createStatementLimiter()
const underWay = new Map<number, AbortController>()

port.on('message', (message: QueryMessage) => {
  if ('leave' in message) return underWay.get(message.leave)?.abort()
  const { id, job } = message
  const leaving = new AbortController()
  underWay.set(id, leaving)
  void outcomeOf(job, leaving.signal).then((outcome) => {
    underWay.delete(id)
    reply({ id, outcome })
  })
})

async function outcomeOf(job: QueryJob, signal: AbortSignal): Promise<QueryOutcome> {
  try {
    if ('preview' in job) {
      const { site, rules } = job.preview
      return { previewed: await createPreviewPaths({ store, sites: { get: () => site }, clock })(site.domain, rules) }
    }
    const { body, principal, sites, errors } = job.answer
    const known = new Map(sites)
    const answer = createAnswering(createQuery({ store, sites: known, clock, turn }))
    const { body: text, ...answered } = await answer(body, principal, signal, errors)
    return { answered: { ...answered, body: typeof text === 'string' ? new TextEncoder().encode(text) : text } }
  } catch (error) {
    if (signal.aborted) return { left: true }
    return error instanceof StoreAway ? { away: error.message } : { failed: (error as Error).stack ?? String(error) }
  }
}

function reply(message: QueryReply): void {
  const { outcome } = message
  port.postMessage(message, 'answered' in outcome && typeof outcome.answered.body !== 'string' ? [outcome.answered.body.buffer] : [])
}
