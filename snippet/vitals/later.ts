/** Events that surely were not taken: kept in memory and sent again, later each time, or once there is a network again. */
import type { Event } from '../../contract/events.ts'
import { sendAttempts, sendWaiting, sendWaitSeconds } from '../../contract/limits.ts'
import type { CoreApi } from '../core-api.ts'

let waiting = 0

/** Sends an event again that was not taken after so many attempts; one that needs a consent which is gone by then is dropped. */
export function sendLater({ isGiven, send }: CoreApi, event: Event, tried: number, retryAfter: string | null | undefined): void {
  const seconds = waitSeconds(tried, retryAfter)
  if (seconds === null || waiting >= sendWaiting) return
  waiting++
  const again = () => {
    waiting--
    if (!event.consent || isGiven()) send(event, tried + 1)
  }
  if (!event.consent || navigator.onLine) setTimeout(again, seconds * 1_000)
  else addEventListener('online', again, { once: true })
}

/**
 * Seconds until the next attempt after `tried` of them, or null where there is none.
 * Never earlier than `Retry-After`; doubled each time and spread, so that browsers do not all come back at once.
 */
export function waitSeconds(tried: number, retryAfter: string | null | undefined, random = Math.random()): number | null {
  if (tried >= sendAttempts) return null
  const asked = Number(retryAfter) || 0
  return asked > sendWaitSeconds ? null : Math.max(asked, 2 ** tried) * (1 + random / 2)
}
