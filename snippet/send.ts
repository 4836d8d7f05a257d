/** Sends events: again after an explicit "later", never after an answer that did not come. */
import type { Event } from '../contract/event.ts'
import { pages } from './seen-page.ts'
import { base } from './settings.ts'

/** Keeps an event that was put off after so many attempts; `retryAfter` is the header's text. */
export type Later = (event: Event, tried: number, retryAfter: string | null) => void

/** Sends an event; returns at once, reports nothing and never throws. */
export async function send(event: Event, tried = 1): Promise<void> {
  try {
    // Text is a simple request: no preflight. No cookie, no address of the page; it outlives the page.
    const { status, headers, body } = await fetch(`${base}e`, {
      method: 'POST',
      body: JSON.stringify(event),
      keepalive: true,
      referrerPolicy: 'no-referrer',
      credentials: 'omit',
    })
    if (/429|503/.test(status as unknown as string)) pages.later?.(event, tried, headers.get('retry-after'))
    // An answer that nobody reads keeps the page busy (Chromium).
    await body?.cancel()
  } catch {
    // An attempt without an answer may have been counted: sending it again could count it twice.
  }
}
