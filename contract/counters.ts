/** The one table of counters that a cell may carry (docs/counting.md). A new one needs a column: collector/store/migrations/columns.ts. */

export interface CounterRow {
  /** Also kept for two values together, not only for one and for the site. */
  inCrosses: boolean
}

const rows = {
  /** Views, with and without consent. */
  views: { inCrosses: true },
  /** Of `views`, those of browsers that consented to statistics. */
  consentedViews: { inCrosses: false },
  /** Visits, with and without consent, counted where their first view is. */
  visits: { inCrosses: true },
  /** Of `visits`, those of browsers that consented. */
  consentedVisits: { inCrosses: false },
  /** Second views of consented visits, counted at the visit's entry: bounces = consentedVisits - secondViews. */
  secondViews: { inCrosses: true },
  /** Consented browsers, once for each site-local day. On a path: those whose day-opening visit saw it. */
  firstOfDay: { inCrosses: false },
  /** Of `firstOfDay`, browsers never seen before. */
  newVisitors: { inCrosses: false },
  /** Consented views of a path not seen before in this visit: the visits that saw the path. */
  firstInVisit: { inCrosses: true },
  /** Seconds in which a page was visible and used. */
  seconds: { inCrosses: true },
  /** The one count of dimensions that only count: exits, recency, buckets, choices, refusals. */
  count: { inCrosses: true },
} as const satisfies Record<string, CounterRow>

export type Counter = keyof typeof rows

export const counters = Object.keys(rows) as Counter[]

export const crossCounters: readonly Counter[] = counters.filter((name) => rows[name].inCrosses)
