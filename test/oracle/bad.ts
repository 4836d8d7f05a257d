/** Events that no tag sends: most are refused with their reason; what cannot be told from a true one moves a counter by one at most. */
import { addDays, type Day } from '../../contract/day.ts'
import type { Reason } from '../../contract/reasons.ts'

interface Bad {
  /** The reason for which it is refused; null: it cannot be told from a true one. */
  refused: Reason | null
  event: (day: Day) => Record<string, unknown>
}

/** What events that are taken name, so that all that names something else must still be the truth. */
export const stranger: Record<string, string> = {
  ...{ path: '/nowhere', entry: '/nowhere', from: '/nowhere', exit: '/nowhere', source: 'nowhere.org' },
  ...{ browser: 'Edge', system: 'Windows', device: 'desktop', country: 'NZ', language: 'mi', referrer: '(direct)' },
}
export const strangersPlace = {
  userAgent:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  address: '198.51.100.7',
}

const view = { type: 'view', path: '/nowhere', source: 'nowhere.org', zone: 'Pacific/Auckland', lang: 'mi' }
const first = { ...view, visit: 1, first: true }
const later = { ...view, visit: 2, from: '/nowhere' }
const leave = { type: 'leave', path: '/nowhere', source: 'nowhere.org', zone: 'Pacific/Auckland', lang: 'mi' }
const bad = (refused: Reason | null, given: object): Bad => ({ refused, event: (day) => ({ day, ...given }) })

export const bads: readonly Bad[] = [
  { refused: 'clock', event: (day) => ({ ...first, day: addDays(day, 366) }) },
  { refused: 'clock', event: (day) => ({ ...first, day: addDays(day, -365) }) },
  { refused: 'clock', event: (day) => ({ ...leave, seconds: 5, day: addDays(day, 2) }) },
  bad('value', { ...first, recency: -3 }),
  bad('value', { ...first, recency: 32 }),
  bad('value', { ...first, recency: 'tomorrow' }),
  bad('value', { ...first, visit: 5 }),
  bad('value', { ...first, recency: 'new', since: -1, first: 'new' }),
  bad('value', { ...leave, seconds: -1 }),
  bad('value', { ...leave, seconds: 1e9 }),
  bad('value', { ...leave, seconds: 1, scroll: 11 }),
  bad('value', { ...first, day: '2026-02-30' }),
  bad('consent', { ...first, consent: false }),
  bad('unknown-field', { ...first, visitor: 'a1b2c3' }),
  bad('contradiction', { ...view, visit: 2 }),
  bad('contradiction', { ...first, from: '/nowhere' }),
  bad('contradiction', { ...later, overnight: 'visit', recency: 1 }),
  bad('contradiction', { ...later, overnight: 'view', recency: 7 }),
  bad('contradiction', { ...first, first: 'new', recency: 4 }),
  bad('contradiction', { ...leave, seconds: 1, scroll: 2, had: 9 }),
  // A second view whose first never came; a page before that nobody saw; a past that nobody has; a use of what was not seen.
  bad(null, later),
  bad(null, { ...later, overnight: 'view', recency: 1 }),
  bad(null, { ...view, from: '/nowhere', first: true }),
  bad(null, { ...first, first: 'day', recency: 5 }),
  bad(null, { ...leave, seconds: 100, scroll: 3 }),
]
