/** The pages that are seen in this document, for as long as it lives. */
import type { Arrival } from './page.ts'
import type { Told } from './visit.ts'

export interface SeenPage {
  arrival: Arrival
  path: string
  /** The day at the site. */
  day: number
  /** Milliseconds since 1970: when it was seen, and when it was told of with consent. */
  at: number
  toldAt?: number
  /** Whether anything was sent of it. */
  sent?: true
  /** What was told with consent; absent: nothing. */
  told?: Told
}

/** The page that was loaded, the one seen now, and who hears of a page that was told of with consent. */
export const pages: { first?: SeenPage; current?: SeenPage; onTold?: (page: SeenPage) => void } = {}
