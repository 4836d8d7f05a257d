/** Sends events: again after an explicit "later" and where there was no network, never after an answer that did not come. */
import type { Event } from '../contract/event.ts'
import { pages } from './seen-page.ts'
import { base } from './settings.ts'

/** Keeps an event that was put off after so many attempts; `retryAfter` is the header's text. */
export type Later = (event: Event, tried: number, retryAfter: string | null) => void

/** Sends an event; returns at once, reports nothing and never throws. */
export async function send(event: Event, tried = 1): Promise<void> {
  // Before the attempt: one that then fails has not left. The browser is asked with consent only.
  const isOffline = event.consent && !navigator.onLine
  try {
    // Text is a simple request: no preflight. No cookie, no address of the page; it outlives the page.
    const answer = await fetch(`${base}e`, {
      method: 'POST',
      body: JSON.stringify(event),
      keepalive: true,
      referrerPolicy: 'no-referrer',
      credentials: 'omit',
    })
    if (/429|503/.test(answer.status as unknown as string)) pages.later?.(event, tried, answer.headers.get('retry-after'))
    // An answer that nobody reads keeps the page busy (Chromium).
    await answer.body?.cancel()
  } catch {
    // Any other attempt without an answer may have been counted: sending it again could count it twice.
    if (isOffline) pages.later?.(event, tried, null)
  }
}
