/** A request's body as text, within its bounds of bytes and time. */
import { bounds } from '../../contract/bounds.ts'
import type { Reason } from '../../contract/reasons.ts'
import type { Refusal } from './hit.ts'
import { siteNamedIn } from './parse.ts'
import { type IngestRequest, NotUtf8 } from './request.ts'

const late = Symbol('late')
const max = bounds.bodyBytes.max

export type Receive = (sent: IngestRequest) => Promise<string | Refusal>

/** Reads bodies for at most `milliseconds` each. Resolves to a refusal where one is too large, too slow, cut off or not UTF-8. */
export function createReceive(milliseconds: number): Receive {
  const inTime = createDeadline(milliseconds)
  return async (sent) => {
    try {
      const body = await inTime(sent.text())
      if (body === late) return refuse('too-slow', `the body did not arrive within ${milliseconds} ms`)
      if (body === null || body.length > max) return refuse('too-large', `a body has at most ${max} bytes`)
      return body
    } catch (error) {
      if (error instanceof NotUtf8) return { ...refuse('malformed', error.message), site: siteNamedIn(error.text) }
      return refuse('malformed', 'the body ended before it was complete')
    }
  }
}

interface Waiting {
  until: number
  tooLate(): void
}

/**
 * What some work resolves to, or `late`; whatever becomes of it afterwards is nobody's. One timer for all that is under way and
 * for what comes while it runs: arming one for each body would cost more than reading it.
 */
function createDeadline(milliseconds: number): <Value>(work: Promise<Value>) => Promise<Value | typeof late> {
  // As many as there are connections, in the order of their deadlines.
  const waiting = new Set<Waiting>()
  let timing = false
  const sweepAfter = (pause: number) => {
    timing = true
    setTimeout(sweep, pause)
  }
  const sweep = () => {
    timing = false
    const now = Date.now()
    for (const entry of waiting) {
      if (entry.until > now) return sweepAfter(entry.until - now)
      waiting.delete(entry)
      entry.tooLate()
    }
  }
  return (work) =>
    new Promise((resolve, reject) => {
      const entry = { until: Date.now() + milliseconds, tooLate: () => resolve(late) }
      waiting.add(entry)
      if (!timing) sweepAfter(milliseconds)
      const over = () => waiting.delete(entry)
      work.then(
        (value) => over() && resolve(value),
        (error) => over() && reject(error),
      )
    })
}

function refuse(reason: Reason, message: string): Refusal {
  return { reason, message, site: null }
}
