/** What the intake needs of a request and gives as an answer: each home has its own way to make the one and send the other. */

import { bounds } from '../../contract/bounds.ts'
import { joined } from '../bytes.ts'

/** A request as it arrived. */
export interface IngestRequest {
  method: string
  headers: Pick<Headers, 'get'>
  /** The body as text, null once it is longer than `bodyBytes`. Rejects where it ends before it is complete, with `NotUtf8` where it is none. */
  text(): Promise<string | null>
}

/** Bytes that are no text; `text` is what can be read of them. */
export class NotUtf8 extends Error {
  override name = 'NotUtf8'
  readonly text: string
  constructor(bytes: Uint8Array) {
    super('the body is not UTF-8')
    this.text = new TextDecoder().decode(bytes)
  }
}

export interface IngestResponse {
  status: number
  headers: Record<string, string>
  body: string | null
}

const max = bounds.bodyBytes.max

/** A web-standard request. */
export function ingestRequestOf(request: Request): IngestRequest {
  return { method: request.method, headers: request.headers, text: () => textOf(request) }
}

/** A web-standard answer. */
export function responseOf({ status, headers, body }: IngestResponse): Response {
  return new Response(body, { status, headers })
}

/** HTTP frames a body by the length it declares, so it can be taken at once; without one the stream is counted as it comes. */
async function textOf(request: Request): Promise<string | null> {
  const declared = declaredLength(request.headers)
  if (Number.isNaN(declared)) return streamed(request)
  return declared > max ? null : textOfBytes(new Uint8Array(await request.arrayBuffer()))
}

/** Without a byte-order mark. Not found by U+FFFD in a text: that is a character which an honest sender may quote. */
function textOfBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new NotUtf8(bytes)
  }
}

/** Bytes, or NaN where the sender does not say. */
export function declaredLength(headers: IngestRequest['headers']): number {
  const text = headers.get('content-length')
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
}

/**
 * The text of a body of unknown length, or null once it is too long. The stream is left, never cancelled:
 * cancelling would close the connection before the sender has heard why. What is not read is not held.
 */
async function streamed(request: Request): Promise<string | null> {
  const reader = request.body?.getReader()
  if (!reader) return ''
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return textOfBytes(joined(chunks))
    length += value.byteLength
    if (length > max) return null
    chunks.push(value)
  }
}
