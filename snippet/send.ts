/** Sends events: retried from memory after an explicit "later", never after an answer that did not come. */
import type { Event } from '../contract/event.ts'
import { sendAttempts, sendWaiting, sendWaitSeconds } from './limits.ts'

/** Sends to the collector at `origin`; returns at once, reports nothing and never throws. */
export function sender(origin: string): (event: Event) => void {
  let waiting = 0
  const attempt = async (body: string, tried: number): Promise<void> => {
    const response = await post(`${origin}/e`, body)
    const seconds = waitSeconds(response.status, tried, response.headers.get('retry-after'))
    if (seconds === null || waiting >= sendWaiting) return
    waiting++
    setTimeout(() => {
      waiting--
      attempt(body, tried + 1).catch(nothing)
    }, seconds * 1_000)
  }
  // An attempt without an answer may have been counted: sending it again could count it twice.
  return (event) => void attempt(JSON.stringify(event), 1).catch(nothing)
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

function post(address: string, body: string): Promise<Response> {
  return fetch(address, {
    method: 'POST',
    body,
    // A simple request: no preflight, no cookie, no address of the page; it outlives the page.
    headers: { 'content-type': 'text/plain' },
    keepalive: true,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
  })
}

function nothing(): void {}
