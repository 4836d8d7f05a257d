/** A request's body as text, within its bounds of bytes and time. */
import { bounds } from '../../contract/bounds.ts'
import type { Reason } from '../../contract/reasons.ts'
import type { Refusal } from './hit.ts'
import type { Sent } from './sent.ts'

const late = Symbol('late')
const max = bounds.bodyBytes.max

/** Reads the body for at most `milliseconds`. Resolves to a refusal where it is too large, too slow, cut off or not UTF-8. */
export async function receive(sent: Sent, milliseconds: number): Promise<string | Refusal> {
  try {
    const body = await withDeadline(milliseconds, sent.text())
    if (body === late) return refuse('too-slow', `the body did not arrive within ${milliseconds} ms`)
    if (body === null || body.length > max) return tooLarge()
    // Whatever is not UTF-8 was read as this character; nothing honest holds it.
    return body.includes('\ufffd') ? refuse('malformed', 'the body is not UTF-8') : body
  } catch {
    return refuse('malformed', 'the body ended before it was complete')
  }
}

interface Waiting {
  until: number
  tooLate(): void
}

// One timer for all bodies that are under way, instead of one each: most are there at once. As many as there are connections,
// in the order of their deadlines, since these are equally far.
const waiting = new Set<Waiting>()
let timer: ReturnType<typeof setTimeout> | undefined

/** What `work` resolves to, or `late`; whatever becomes of it afterwards is nobody's. */
function withDeadline<Value>(milliseconds: number, work: Promise<Value>): Promise<Value | typeof late> {
  return new Promise((resolve, reject) => {
    const entry = { until: Date.now() + milliseconds, tooLate: () => resolve(late) }
    const over = () => {
      waiting.delete(entry)
      if (waiting.size > 0) return
      clearTimeout(timer)
      timer = undefined
    }
    waiting.add(entry)
    timer ??= setTimeout(sweep, milliseconds)
    work.then(resolve, reject).finally(over)
  })
}

function sweep(): void {
  const now = Date.now()
  timer = undefined
  for (const entry of waiting) {
    if (entry.until > now) {
      timer = setTimeout(sweep, entry.until - now)
      return
    }
    waiting.delete(entry)
    entry.tooLate()
  }
}

function tooLarge(): Refusal {
  return refuse('too-large', `a body has at most ${max} bytes`)
}

function refuse(reason: Reason, message: string): Refusal {
  return { reason, message, site: null }
}
