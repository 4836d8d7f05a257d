/** Which step gave each counter its column: one without a column does not compile, nor does a step that is not in the list. */
import type { Counter } from '../../../contract/counters.ts'
import type { StepName } from './index.ts'

export const columnAddedBy = {
  views: 'cells',
  consentedViews: 'cells',
  visits: 'cells',
  consentedVisits: 'cells',
  secondViews: 'cells',
  firstOfDay: 'cells',
  newVisitors: 'cells',
  firstInVisit: 'cells',
  seconds: 'cells',
  count: 'cells',
} as const satisfies Record<Counter, StepName>
