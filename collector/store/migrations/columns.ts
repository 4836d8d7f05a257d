/** Which migration gave each counter its column: one without a column does not compile. */
import type { Counter } from '../../../contract/counters.ts'

export const columnAddedBy = {
  views: 1,
  consentedViews: 1,
  visits: 1,
  consentedVisits: 1,
  secondViews: 1,
  firstOfDay: 1,
  newVisitors: 1,
  firstInVisit: 1,
  seconds: 1,
  count: 1,
} as const satisfies Record<Counter, number>
