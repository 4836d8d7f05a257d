/** Sends events: again after an explicit "later" and where there was no network, never after an answer that did not come. */
import type { Event } from '../contract/events.ts'
import { core, use } from './bundles.ts'
import { base } from './settings.ts'

/** Sends an event; returns at once, reports nothing and never throws. */
export async function send(event: Event, tried = 1): Promise<void> {
  // Before the attempt: one that then fails has not left. The browser is asked with consent only.
  let mayRepeat = event.consent && !navigator.onLine
  let retryAfter: string | null | undefined
  try {
    // Text is a simple request: no preflight. No cookie, no address of the page; it outlives the page.
    const answer = await fetch(`${base}e`, {
      method: 'POST',
      body: JSON.stringify(event),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      keepalive: true,
    })
    mayRepeat = [429, 503].includes(answer.status)
    retryAfter = answer.headers.get('retry-after')
    // An answer that nobody reads keeps the page busy (Chromium).
    await answer.body?.cancel()
  } catch {}
  // Any other attempt without an answer may have been counted: sending it again could count it twice.
  if (mayRepeat) use('vitals', (vitals) => vitals.sendLater(core, event, tried, retryAfter))
}
