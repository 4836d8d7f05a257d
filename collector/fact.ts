/**
 * What is left of a hit after reduction: the only form in which an event goes on to the spool.
 * A fact has no field that could hold an address, a user agent, a time of day finer than the hour, or an identifier.
 */
import type { Day } from '../contract/day.ts'
import type { DescribedDimension, Dimension } from '../contract/dimensions.ts'
import type { VitalMetric } from '../contract/vitals.ts'

interface CommonFields {
  site: string
  /** The site-local day that the browser counted by. */
  day: Day
  /** The site-local hour in which it arrived, 0…23. */
  hour: number
}

/** What only a browser that consented tells, or (path, device) a site with baseline `page`. */
export type Description = { [Name in DescribedDimension | 'path' | 'from']?: string }

/** What a view may tell without consent. */
export type Unconsented = Pick<Description, 'path' | 'device'> & { pathSlices?: string[] }

export interface ViewFact extends CommonFields, Description {
  type: 'view'
  consent: boolean
  host: string
  /** The referring host's registrable domain, or `(direct)`; absent: the browser does not tell it any more. */
  referrer?: string
  /** Without consent: this view starts a visit, since it was not referred from within the site. */
  external: boolean
  visit?: number
  first?: 'visit' | 'day' | 'new'
  recency?: string
  since?: number
  /** `view`: the view before was on the day before; `visit`: the visit began on the day before. */
  overnight?: 'view' | 'visit'
  /** Names of the site's slices that it belongs to, by what they ask for (contract/slices.ts). */
  slices?: string[]
  entrySlices?: string[]
  pathSlices?: string[]
}

/** A view that was counted without consent and now moves: all that it tells now, and what it had told before. */
export interface AcceptFact extends Omit<ViewFact, 'type'> {
  type: 'accept'
  /** The path and device that the site's baseline had let the unconsented view tell, and its slices of pages. */
  was: Unconsented
}

export interface LeaveFact extends CommonFields, Description {
  type: 'leave'
  host: string
  seconds: number
  scroll?: number
  had?: number
}

export interface VitalsFact extends CommonFields, Description {
  type: 'vitals'
  host: string
  metric: VitalMetric
  /** The bucket's name (contract/vitals.ts), and that of what was told of the same page load before. */
  bucket: string
  before?: string
}

export interface ConsentFact extends CommonFields {
  type: 'consent'
  /** `policy action layer method language`, `-` where one is absent. */
  choice: string
}

/** Counts made in memory: refused events, values without a row, hosts that are not the site's, networks (outside the ledger). */
export interface CountFact {
  type: 'count'
  site: string
  day: Day
  dimension: 'refused' | 'unusual' | 'stray' | 'network' | 'provider'
  value: string
  count: number
  /** The site-local hour in which they came; absent of networks, and where an earlier Footfall counted. */
  hour?: number
}

/** That a value of a site's day came out of several networks: the verdict alone (outside the ledger). */
export interface SeveralFact {
  type: 'several'
  site: string
  day: Day
  dimension: Dimension
  value: string
}

/** What is made in memory, and told every few seconds. */
export type FlushedFact = CountFact | SeveralFact

/** What is counted. */
export type BookedFact = ViewFact | AcceptFact | LeaveFact | VitalsFact | ConsentFact | CountFact

export type Fact = BookedFact | SeveralFact
