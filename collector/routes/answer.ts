/** The forms that answers share: errors as JSON, and content with an ETag that may be asked for again. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { QueryError } from '../../contract/query.ts'

export function failure(context: Context, status: ContentfulStatusCode, error: QueryError['error']): Response {
  return context.json({ error } satisfies QueryError, status, { 'cache-control': 'no-store' })
}

export interface Content {
  body: string | Uint8Array<ArrayBuffer>
  type: string
  /** Changes whenever the body does. */
  etag: string
  cache: string
  /** Pages of any origin may load it: it is the same for all and tells nothing. */
  shared?: true
}

/** Headers that let pages of any origin load what is the same for all. */
export const shared = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

/** The content, or 304 where the asker has it already. */
export function content(context: Context, given: Content, extra: Record<string, string> = {}): Response {
  const headers = { 'content-type': given.type, etag: given.etag, 'cache-control': given.cache, ...extra }
  const known = context.req.header('if-none-match')?.split(',') ?? []
  if (known.some((each) => each.trim().replace(/^W\//, '') === given.etag)) return context.body(null, 304, headers)
  return context.body(given.body, 200, headers)
}

/** An ETag made of the content alone. */
export async function etagOf(body: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return `"${[...digest.slice(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}"`
}
