/** Answers of `POST /e`: what was taken, and why anything else was not. */
import { type Reason, reasons } from '../../contract/reasons.ts'
import type { Refusal } from './hit.ts'

export interface Outcome {
  taken: number
  /** By the event's index in the body. */
  refused: readonly { index: number; refusal: Refusal }[]
}

const shared = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Footfall-Refused, Retry-After',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}
const json = { ...shared, 'content-type': 'application/json' }
const preflight = {
  ...shared,
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'Content-Type',
  'access-control-max-age': '86400',
}
const statuses: Partial<Record<Reason, number>> = { 'too-large': 413, 'too-slow': 408, method: 405, busy: 503 }

/** 202 where any event was taken, else 400; the header names each reason once. */
export function answered({ taken, refused }: Outcome): Response {
  const status = taken > 0 ? 202 : 400
  if (refused.length === 0) return new Response(`{"taken":${taken},"refused":[]}`, { status, headers: json })
  const list = refused.map(({ index, refusal: { reason, field, message } }) => ({ index, reason, field, message }))
  const names = [...new Set(list.map(({ reason }) => reason))].join(', ')
  return new Response(JSON.stringify({ taken, refused: list }), { status, headers: { ...json, 'footfall-refused': names } })
}

/** The body as a whole was not taken. */
export function refusedWhole({ reason, message }: Pick<Refusal, 'reason' | 'message'>): Response {
  const headers: Record<string, string> = { ...json, 'footfall-refused': reason }
  if (reason === 'method') headers.allow = 'POST, OPTIONS'
  // What is left of a body that was not read is not waited for.
  if (reason === 'too-large' || reason === 'too-slow') headers.connection = 'close'
  const body = JSON.stringify({ taken: 0, refused: [{ reason, message }] })
  return new Response(body, { status: statuses[reason] ?? 400, headers })
}

/** Nothing was taken; the sender may come again. */
export function busy(retryAfterSeconds: number): Response {
  const response = refusedWhole({ reason: 'busy', message: reasons.busy })
  response.headers.set('retry-after', String(Math.max(1, Math.ceil(retryAfterSeconds))))
  return response
}

/** Nobody knows whether the events were kept: without a Retry-After nobody sends them again, so nothing counts twice. */
export function unknown(): Response {
  const message = 'it is not known whether the events were kept; they must not be sent again'
  return new Response(JSON.stringify({ taken: null, refused: [], message }), { status: 500, headers: json })
}

export function options(): Response {
  return new Response(null, { status: 204, headers: preflight })
}
