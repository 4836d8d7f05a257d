/** What arrived, before reduction. Only files of this folder may name these types: a hit may hold an address. */
import type { Day } from '../../contract/day.ts'
import type { Event, StrayEvent } from '../../contract/events.ts'
import type { Reason } from '../../contract/reasons.ts'
import type { Site } from '../../contract/site.ts'

/** Who sent the request: used to judge and to reduce, never kept. */
export interface Caller {
  address: string
  /** At most `bounds.agentCharacters`; empty where none was sent. */
  userAgent: string
  /** The host name of the Origin header; `''` where it names none (`null`, `file://`), undefined where it was not sent. */
  originHost: string | undefined
  platform: Platform
}

/** What the edge knows of a request by itself; nothing on Node. */
export interface Platform {
  /** Two letters (ISO 3166). */
  country?: string
  /** The name of the network that the request came from. */
  provider?: string
}

export type CountedEvent = Exclude<Event, StrayEvent>

/** An event that is admitted, with all that is known of it for as long as it is reduced. */
export interface Hit<Counted extends CountedEvent = CountedEvent> {
  event: Counted
  site: Site
  caller: Caller
  /** The site-local day that it counts by, and the site-local hour in which it arrived. */
  day: Day
  hour: number
}

/** Why an event, or a whole body, is not taken. */
export interface Refusal {
  reason: Reason
  message: string
  field?: string
  /** The site that the event named, known or not; null where it named none. */
  site: string | null
}

export function isRefusal(value: object): value is Refusal {
  return 'reason' in value
}
