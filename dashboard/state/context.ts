/** What cards ask and draw by: the choice in the address, the site that it names, and the time there. */
import type { Day } from '../../contract/day.ts'
import type { Dimension } from '../../contract/dimensions.ts'
import type { Measure } from '../../contract/measures.ts'
import type { Interval } from '../../contract/query.ts'
import type { ReadableSite } from '../api/client.ts'
import type { Condition } from './filters.ts'
import type { Days } from './range.ts'

export interface Context {
  /** With its slices and the hosts that are its owner's. */
  site: ReadableSite
  days: Days
  /** The steps of these days. */
  interval: Interval | 'hour'
  filters: readonly Condition[]
  /** The tabs that were opened, by their dimension. */
  tabs: readonly Dimension[]
  /** The measure that was chosen for the chart; absent: the first. */
  measure?: Measure
  /** The day and the hour at the site. */
  today: Day
  hour: number
}
