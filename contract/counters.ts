/** The one table of counters that a cell may carry (docs/counting.md). A new one needs a column: collector/store/migrations/columns.ts. */

export interface CounterRow {
  /** Also kept for two values together, not only for one and for the site. */
  inCrosses: boolean
  /** Kept for the site, and under each dimension that counts all that the site does; any other counter stands where a dimension's row names it. */
  ofSite: boolean
}

const rows = {
  /** Views, with and without consent. */
  views: { inCrosses: true, ofSite: true },
  /** Of `views`, those of browsers that consented to statistics. */
  consentedViews: { inCrosses: false, ofSite: true },
  /** Visits, with and without consent, counted where their first view is. */
  visits: { inCrosses: true, ofSite: true },
  /** Of `visits`, those of browsers that consented. */
  consentedVisits: { inCrosses: false, ofSite: true },
  /** Second views of consented visits, counted at the visit's entry: bounces = consentedVisits - secondViews. */
  secondViews: { inCrosses: true, ofSite: true },
  /** Consented browsers, once for each site-local day. On a path: those whose day-opening visit saw it. */
  firstOfDay: { inCrosses: false, ofSite: true },
  /** Of `firstOfDay`, browsers never seen before. */
  newVisitors: { inCrosses: false, ofSite: true },
  /** Consented views of a path not seen before in this visit: the visits that saw the path. */
  firstInVisit: { inCrosses: true, ofSite: false },
  /** Seconds in which a page was visible and used. */
  seconds: { inCrosses: true, ofSite: true },
  /** The one count of dimensions that only count: exits, recency, buckets, choices, refusals. */
  count: { inCrosses: true, ofSite: false },
} as const satisfies Record<string, CounterRow>

export type Counter = keyof typeof rows

export const counters = Object.keys(rows) as Counter[]

export const crossCounters: readonly Counter[] = counters.filter((name) => rows[name].inCrosses)

export type SiteCounter = { [Name in Counter]: (typeof rows)[Name] extends { ofSite: true } ? Name : never }[Counter]
export const siteCounters: readonly Counter[] = counters.filter((name) => rows[name].ofSite)
