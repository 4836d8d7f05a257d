/** A request's body as text, within its bounds of bytes and time. */
import { bounds } from '../../contract/bounds.ts'
import type { Reason } from '../../contract/reasons.ts'
import type { Refusal } from './hit.ts'

const utf8 = new TextDecoder()
const late = Symbol('late')
const max = bounds.bodyBytes.max

/** Reads the body for at most `milliseconds`. Resolves to a refusal where it is too large, too slow, cut off or not UTF-8. */
export async function receive(request: Request, milliseconds: number): Promise<string | Refusal> {
  const declared = declaredLength(request)
  if (declared > max) return tooLarge()
  try {
    // HTTP frames a body by the length it declares, so it can be taken at once; without one the stream is counted as it comes.
    const body = await withDeadline(milliseconds, Number.isNaN(declared) ? streamed(request) : request.text())
    if (body === late) return refuse('too-slow', `the body did not arrive within ${milliseconds} ms`)
    if (body === null || body.length > max) return tooLarge()
    // Whatever is not UTF-8 was read as this character; nothing honest holds it.
    return body.includes('\ufffd') ? refuse('malformed', 'the body is not UTF-8') : body
  } catch {
    return refuse('malformed', 'the body ended before it was complete')
  }
}

function declaredLength(request: Request): number {
  const text = request.headers.get('content-length')
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
    if (done) return utf8.decode(joined(chunks, length))
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

interface Waiting {
  until: number
  tooLate(): void
}

// One timer for all bodies that are under way, instead of one each: most are there at once. As many as there are connections,
// in the order of their deadlines as long as these are equally far.
const waiting = new Set<Waiting>()
let timing = false

/** What `work` resolves to, or `late`; whatever becomes of it afterwards is nobody's. */
function withDeadline<Value>(milliseconds: number, work: Promise<Value>): Promise<Value | typeof late> {
  return new Promise((resolve, reject) => {
    const entry = { until: Date.now() + milliseconds, tooLate: () => resolve(late) }
    waiting.add(entry)
    watch(milliseconds)
    work.then(resolve, reject).finally(() => waiting.delete(entry))
  })
}

function watch(milliseconds: number): void {
  if (timing) return
  timing = true
  setTimeout(() => {
    timing = false
    const now = Date.now()
    for (const entry of waiting) {
      if (entry.until > now) {
        watch(entry.until - now)
        return
      }
      waiting.delete(entry)
      entry.tooLate()
    }
  }, milliseconds)
}

function tooLarge(): Refusal {
  return refuse('too-large', `a body has at most ${max} bytes`)
}

function refuse(reason: Reason, message: string): Refusal {
  return { reason, message, site: null }
}
