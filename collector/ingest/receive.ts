/** A request's body as text, within its bounds of bytes and time. */
import { bounds } from '../../contract/bounds.ts'
import type { Reason } from '../../contract/reasons.ts'
import type { Refusal } from './hit.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })
const late = Symbol('late')
const max = bounds.bodyBytes.max

/** Reads the body for at most `milliseconds`. Resolves to a refusal where it is too large, too slow, cut off or not UTF-8. */
export async function receive(request: Request, milliseconds: number): Promise<string | Refusal> {
  const declared = declaredLength(request)
  if (declared > max) return tooLarge()
  try {
    // HTTP frames a body by the length it declares, so it can be taken at once; without one the stream is counted as it comes.
    const bytes = await within(milliseconds, Number.isNaN(declared) ? streamed(request) : whole(request))
    if (bytes === late) return refuse('too-slow', `the body did not arrive within ${milliseconds} ms`)
    if (bytes === null || bytes.byteLength > max) return tooLarge()
    return decode(bytes)
  } catch {
    return refuse('malformed', 'the body ended before it was complete')
  }
}

function declaredLength(request: Request): number {
  const text = request.headers.get('content-length')
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
}

async function whole(request: Request): Promise<Uint8Array> {
  return new Uint8Array(await request.arrayBuffer())
}

/**
 * The bytes of a body of unknown length, or null once they are too many. The stream is left, never cancelled:
 * cancelling would close the connection before the sender has heard why. What is not read is not held.
 */
async function streamed(request: Request): Promise<Uint8Array | null> {
  const reader = request.body?.getReader()
  if (!reader) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return joined(chunks, length)
    length += value.byteLength
    if (length > max) return null
    chunks.push(value)
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

/** What `work` resolves to, or `late`; whatever becomes of it afterwards is nobody's. */
async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value | typeof late> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), milliseconds)
  })
  try {
    // The race listens to both, so a read that fails after the deadline is not left unheard.
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}

function decode(bytes: Uint8Array): string | Refusal {
  try {
    return utf8.decode(bytes)
  } catch {
    return refuse('malformed', 'the body is not UTF-8')
  }
}

function tooLarge(): Refusal {
  return refuse('too-large', `a body has at most ${max} bytes`)
}

function refuse(reason: Reason, message: string): Refusal {
  return { reason, message, site: null }
}
