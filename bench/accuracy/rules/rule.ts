/** A published way of counting, as this bench re-implements it: the rule alone, nothing of how a tool stores or shows. */
import type { Count } from '../count.ts'
import type { World } from '../world.ts'

export interface Rule {
  /** How it is named in tables, and beside a line of the chart. */
  name: string
  label: string
  /** Who publishes it. */
  tools: string
  source: string
  /** Where it counts only with consent. */
  asks: boolean
  /** `consent`: what the banner's cookie says on each view (consent.ts). */
  count(world: World, consent: Uint8Array): Count
  /** False: it links no pages, so it cannot tell bounces; nor who is new. */
  links: boolean
}
