/** Sends events: retried from memory after an explicit "later", never after an answer that did not come. */
import type { Event } from '../contract/event.ts'
import { sendAttempts, sendWaiting, sendWaitSeconds } from './limits.ts'

/**
 * Sends to `address`; returns at once, reports nothing and never throws.
 * An event that waits for its next attempt is dropped where it `mayGo` no more.
 */
export function sender(address: string, mayGo: (event: Event) => boolean): (event: Event) => void {
  let waiting = 0
  const attempt = async (event: Event, tried: number): Promise<void> => {
    try {
      const response = await post(address, JSON.stringify(event))
      const seconds = waitSeconds(response.status, tried, response.headers.get('retry-after'))
      if (seconds === null || waiting >= sendWaiting) return
      waiting++
      setTimeout(() => {
        waiting--
        if (mayGo(event)) void attempt(event, tried + 1)
      }, seconds * 1_000)
    } catch {
      // An attempt without an answer may have been counted: sending it again could count it twice.
    }
  }
  return (event) => void attempt(event, 1)
}

/**
 * Seconds until the next attempt after `tried` of them, or null where there is none.
 * Never earlier than `Retry-After`; doubled each time and spread, so that browsers do not all come back at once.
 */
export function waitSeconds(status: number, tried: number, retryAfter: string | null, random = Math.random()): number | null {
  if ((status !== 429 && status !== 503) || tried >= sendAttempts) return null
  const asked = Number(retryAfter) || 0
  return asked > sendWaitSeconds ? null : Math.max(asked, 2 ** tried) * (1 + random / 2)
}

// Text is a simple request: no preflight. No cookie, no address of the page; it outlives the page.
function post(address: string, body: string): Promise<Response> {
  return fetch(address, { method: 'POST', body, keepalive: true, credentials: 'omit', referrerPolicy: 'no-referrer' })
}
