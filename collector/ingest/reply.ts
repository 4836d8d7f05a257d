/** Answers of `POST /e`: what was taken, and why anything else was not. */
import { bounds } from '../../contract/bounds.ts'
import { type Reason, reasons } from '../../contract/reasons.ts'
import type { Receipt } from '../../contract/receipt.ts'
import type { Refusal } from './hit.ts'
import type { IngestResponse } from './request.ts'

export interface IngestOutcome {
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
const preflight = { ...shared, 'access-control-allow-methods': 'POST', 'access-control-max-age': '86400' }
const statuses: Partial<Record<Reason, number>> = { 'too-large': 413, 'too-slow': 408, method: 405, busy: 503 }

/**
 * 202 where any event was taken, else 400; the header names each reason once. Without a body where all was taken: a page that does not
 * read one would never be idle for Chromium.
 */
export function answered({ taken, refused }: IngestOutcome): IngestResponse {
  const status = taken > 0 ? 202 : 400
  if (refused.length === 0) return { status, headers: shared, body: null }
  const list = refused.map(({ index, refusal: { reason, field, message } }) => ({ index, reason, field, message }))
  const names = [...new Set(list.map(({ reason }) => reason))].join(', ')
  return { status, headers: { ...json, 'footfall-refused': names }, body: JSON.stringify({ taken, refused: list } satisfies Receipt) }
}

/** The body as a whole was not taken. */
export function refusedWhole({ reason, message }: Pick<Refusal, 'reason' | 'message'>): IngestResponse {
  const headers: Record<string, string> = { ...json, 'footfall-refused': reason }
  if (reason === 'method') headers.allow = 'POST, OPTIONS'
  // What is left of a body that was not read is not waited for.
  if (reason === 'too-large' || reason === 'too-slow') headers.connection = 'close'
  const body = JSON.stringify({ taken: 0, refused: [{ reason, message }] } satisfies Receipt)
  return { status: statuses[reason] ?? 400, headers, body }
}

/** Nothing was taken; the sender may come again. */
export function busy(retryAfterSeconds: number): IngestResponse {
  const reply = refusedWhole({ reason: 'busy', message: reasons.busy })
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(Math.max(1, Math.ceil(retryAfterSeconds))) } }
}

/** Nobody knows whether the events were kept: without a Retry-After nobody sends them again, so nothing counts twice. */
export function unknown(): IngestResponse {
  const message = 'it is not known whether the events were kept; they must not be sent again'
  return { status: 500, headers: json, body: JSON.stringify({ taken: null, refused: [], message } satisfies Receipt) }
}

/** Whatever headers a page's own wrapper of `fetch` adds are let through, and read by nobody. */
export function options(asked: string | null): IngestResponse {
  const isNames = asked !== null && asked.length <= bounds.headerBytes.max && /^[\w!#$%&'*+.^`|~, -]+$/.test(asked)
  return { status: 204, headers: { ...preflight, 'access-control-allow-headers': isNames ? asked : 'Content-Type' }, body: null }
}
