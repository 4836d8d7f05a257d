/** The pages that are seen in this document, for as long as it lives. */
import type { Address } from './address.ts'
import type { Arrival } from './page.ts'
import type { Later } from './send.ts'
import type { Told } from './visit.ts'

export interface SeenPage {
  arrival: Arrival
  path: string
  /** Milliseconds since 1970: when it was seen, and when it was told of with consent. */
  at: number
  toldAt?: number
  /** The day at the site, once somebody has asked for it. */
  day?: number
  /** What was told with consent; absent: nothing. */
  told?: Told
}

export interface Pages {
  /** The page that was loaded, and the one seen now. */
  first?: SeenPage
  current?: SeenPage
  /** Hears of a page that was told of with consent. */
  onTold?: (page: SeenPage) => void
  /** The router has moved at this moment; whether to another page is seen a little later. What is on the screen may be either's. */
  movedAt?: number
  /** Keeps what the collector puts off; absent: it is dropped. */
  later?: Later
  /** Counts at once a move that waits for its address to stand. */
  settle?: () => void
  /** Counts the page that the page itself names. */
  view?: (arrival?: Arrival, address?: Address) => void
}

export const pages: Pages = {}
