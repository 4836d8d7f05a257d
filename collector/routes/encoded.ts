/** Content as its asker can take it: brotli where this home has it, made once and kept with the content; gzip is made on the way out. */
import type { Context } from 'hono'
import { parseAccept } from 'hono/utils/accept'
import { COMPRESSIBLE_CONTENT_TYPE_REGEX } from 'hono/utils/compress'
import { type Content, content } from './answer.ts'

type Bytes = Uint8Array<ArrayBuffer>
/** Compresses as well as it can: what it gives is sent many times. */
export type Brotli = (bytes: Bytes) => Promise<Bytes>
export type Send = (context: Context, given: Content, extra?: Record<string, string>) => Response | Promise<Response>

// As hono's compress does, which gives gzip to the others; below it a packet is sent either way.
const leastBytes = 1_024
const vary = { vary: 'accept-encoding' }

/** Without `brotli`, as at the edge, where the platform compresses, content goes out as it is. */
export function createSend(brotli?: Brotli): Send {
  const kept = new WeakMap<Content, Promise<Bytes>>()
  const made = (given: Content, compress: Brotli) => {
    const known = kept.get(given) ?? compress(bytesOf(given))
    kept.set(given, known)
    return known
  }
  return async (context, given, extra = {}) => {
    if (!isWorthIt(given)) return content(context, given, extra)
    const plain = content(context, given, { ...extra, ...vary })
    if (!brotli || plain.status !== 200 || !prefersBrotli(context.req.header('accept-encoding') ?? '')) return plain
    // Other bytes of the same content: the same tag, but a weak one.
    const headers = { 'content-type': given.type, etag: `W/${given.etag}`, 'cache-control': given.cache, ...extra, ...vary }
    return context.body(await made(given, brotli), 200, { ...headers, 'content-encoding': 'br' })
  }
}

function isWorthIt({ body, type }: Content): boolean {
  return body.length >= leastBytes && COMPRESSIBLE_CONTENT_TYPE_REGEX.test(type)
}

function bytesOf({ body }: Content): Bytes {
  return typeof body === 'string' ? new TextEncoder().encode(body) : body
}

function prefersBrotli(header: string): boolean {
  const accepted = parseAccept(header)
  const weightOf = (name: string) => accepted.find(({ type }) => type.toLowerCase() === name)?.q
  const any = weightOf('*') ?? 0
  const weight = weightOf('br') ?? any
  return weight > 0 && weight >= (weightOf('gzip') ?? any)
}
