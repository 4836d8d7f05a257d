/** The only file that talks to the collector: questions, sites and their settings, with the session's cookie. */
import type { Dimension } from '../../contract/dimensions.ts'
import { pageTries } from '../../contract/limits.ts'
import type { Measure } from '../../contract/measures.ts'
import type { Answer, Filter, Interval, QueryError } from '../../contract/query.ts'
import type { PathPreview, Site } from '../../contract/site.ts'

/** A question as it is sent: what is left out has its default. */
export interface Ask {
  site: string
  from: string
  to: string
  measures: Measure[]
  by?: Dimension[]
  filters?: Filter[]
  interval?: Interval
  order?: [string, 'asc' | 'desc'][]
  limit?: number
}

export type ReadableSite = Pick<Site, 'domain' | 'hosts' | 'returnHosts' | 'zone' | 'sample' | 'baseline' | 'paths' | 'slices'> & {
  /** Its history is still being written. */
  filling?: true
  /** All that it was sent lately came out of one network: nothing new stands beside a filter. */
  sameNetwork?: true
}

/** `aborted`: a later question took its place, and nobody waits for this answer. */
export type Got<Value> =
  | { kind: 'ok'; value: Value }
  | { kind: 'signedOut' }
  | { kind: 'failed'; problem: string; field?: string; busy?: true }
  | { kind: 'aborted' }

/** An answer; or, with `problem`, why this one question has none. */
export type QuestionResult = Answer & { problem?: string }

const json = { 'content-type': 'application/json' }

/** Where many ask at once the collector says so, and is through with them in seconds. */
const busyMilliseconds = 2_000

/** Sends at most `queryQuestions` questions in one request; an answer for each, in their order. Never rejects. */
export async function ask(questions: readonly Ask[], abort: AbortSignal): Promise<Got<QuestionResult[]>> {
  const init = { method: 'POST', headers: json, body: JSON.stringify(questions), signal: abort }
  for (let tries = 1; ; tries++) {
    const got = await request<(Answer | QueryError)[]>('api/query?errors=each', init)
    if (got.kind === 'ok') return { kind: 'ok', value: got.value.map(answeredOf) }
    if (got.kind !== 'failed' || !got.busy || tries === pageTries) return got
    await new Promise((resolve) => {
      setTimeout(resolve, busyMilliseconds)
      abort.addEventListener('abort', resolve, { once: true })
    })
  }
}

function answeredOf(given: Answer | QueryError): QuestionResult {
  return 'error' in given ? { rows: [], totals: {}, notes: [], withheld: { rows: 0 }, problem: given.error.message } : given
}

/** What of the collector's state a reader of numbers has to know. */
export interface CountingState {
  draining: boolean
  standstill?: { since: string }
}

/** Whether what comes in is being counted. Never rejects. */
export function fetchCountingState(): Promise<Got<CountingState>> {
  return request('health', {})
}

/** The sites that whoever is signed in may read. Never rejects. */
export async function fetchSites(): Promise<Got<ReadableSite[]>> {
  const got = await request<{ sites: ReadableSite[] }>('api/sites', {})
  return got.kind === 'ok' ? { kind: 'ok', value: got.value.sites } : got
}

/** Changes what an owner sets; what went wrong, or null. Never rejects. */
export async function changeSite(domain: string, change: Pick<Site, 'paths'>): Promise<string | null> {
  const init = { method: 'PATCH', headers: json, body: JSON.stringify(change) }
  return problemOf(await request<object>(`api/sites/${encodeURIComponent(domain)}`, init))
}

/** What path rules would have folded. Never rejects. */
export function previewPaths(domain: string, rules: readonly string[], abort: AbortSignal): Promise<Got<PathPreview>> {
  const init = { method: 'POST', headers: json, body: JSON.stringify({ rules }), signal: abort }
  return request(`api/sites/${encodeURIComponent(domain)}/paths/preview`, init)
}

/** Takes a sample site away; what went wrong, or null. Never rejects. */
export async function deleteSite(domain: string): Promise<string | null> {
  return problemOf(await request<object>(`api/sites/${encodeURIComponent(domain)}`, { method: 'DELETE' }))
}

function problemOf(got: Got<object>): string | null {
  return got.kind === 'ok' ? null : got.kind === 'failed' ? got.problem : 'nobody is signed in'
}

async function request<Value>(path: string, init: RequestInit): Promise<Got<Value>> {
  try {
    const response = await fetch(path, { credentials: 'same-origin', ...init })
    if (response.status === 401) return { kind: 'signedOut' }
    if (response.status === 204) return { kind: 'ok', value: {} as Value }
    const body: unknown = await response.json().catch(() => null)
    if (response.ok && body !== null) return { kind: 'ok', value: body as Value }
    const said = (body as QueryError | null)?.error
    const problem = said?.message ?? `the collector answered ${response.status}`
    return { kind: 'failed', problem, field: said?.field, ...(said?.code === 'busy' && { busy: true }) }
  } catch {
    return init.signal?.aborted ? { kind: 'aborted' } : { kind: 'failed', problem: 'the collector does not answer' }
  }
}
