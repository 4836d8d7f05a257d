/** The pages that are seen in this document, for as long as it lives. */
import type { Address } from './address.ts'
import type { Arrival } from './arrival.ts'
import type { VisitFields } from './visit.ts'

export interface SeenPage extends Arrival {
  path: string
  /** Milliseconds since 1970: when it was seen, and when it was counted with consent. */
  at: number
  toldAt?: number
  /** The day at the site, once somebody has asked for it. */
  day?: number
  /** What was sent with consent; absent: nothing. */
  told?: VisitFields
}

export interface Pages {
  /** The page that was loaded, and the one seen now. */
  first?: SeenPage
  current?: SeenPage
  /** The router has moved at this moment; whether to another page is seen a little later. What is on the screen may be either's. */
  movedAt?: number
  /** Counts at once a move that waits for its address to stand. */
  settle?: () => void
  /** Counts the page that the page itself names. */
  view?: (arrival?: Arrival, address?: Address) => void
}

export const pages: Pages = {}
