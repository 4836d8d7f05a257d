/** A body of questions → the bytes of its answer: what the route hands on, here or on a thread of its own. */
import { canRead, type Principal } from '../accounts/principal.ts'
import type { ErrorsTold, Query } from './query.ts'

export interface QueryResponse {
  status: number
  /** JSON. */
  body: string | Uint8Array<ArrayBuffer>
  /** With 503: when it is worth asking again. */
  retryAfterSeconds?: number
}

/** Answers what the principal may read, until the signal says that nobody waits; then it rejects. */
export type AnswerQuestions = (
  body: Uint8Array<ArrayBuffer>,
  principal: Principal,
  signal: AbortSignal,
  errors?: ErrorsTold,
) => Promise<QueryResponse>

/** Seconds after which a collector that was busy may not be. */
export const againSeconds = 2

export function createAnswering(query: Query): AnswerQuestions {
  return async (body, principal, signal, errors) => {
    const parsed = parse(body)
    if (!parsed) return refusal(400, { code: 'malformed', message: 'the body is not JSON' })
    const result = await query(parsed.value, (site) => canRead(principal, site), signal, errors)
    const answered = { status: result.status, body: JSON.stringify(result.body) }
    return result.status === 503 ? { ...answered, retryAfterSeconds: againSeconds } : answered
  }
}

function parse(body: Uint8Array): { value: unknown } | null {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) }
  } catch {
    return null
  }
}

export function refusal(status: number, error: { code: string; message: string }): QueryResponse {
  return { status, body: JSON.stringify({ error }), ...(status === 503 && { retryAfterSeconds: againSeconds }) }
}
