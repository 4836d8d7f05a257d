/** The counters that a cell may carry, and which of them stand in a marginal and which in a cross (docs/counting.md). */

export const counters = [
  /** Views, with and without consent. */
  'views',
  /** Of `views`, those of browsers that consented to statistics. */
  'consentedViews',
  /** Visits, with and without consent, booked where their first view is. */
  'visits',
  /** Of `visits`, those of browsers that consented. */
  'consentedVisits',
  /** Second views of consented visits, booked to the visit's entry: bounces = consentedVisits - secondViews. */
  'secondViews',
  /** Consented browsers, once for each site-local day. On a path: those whose day-opening visit saw it. */
  'firstOfDay',
  /** Of `firstOfDay`, browsers never seen before. */
  'newVisitors',
  /** Consented views of a path not seen before in this visit: the visits that saw the path. */
  'firstInVisit',
  /** Seconds in which a page was visible and used. */
  'seconds',
  /** The one count of dimensions that only count: exits, recency, buckets, choices, refusals. */
  'count',
] as const

export type Counter = (typeof counters)[number]

export const crossCounters = ['views', 'visits', 'secondViews', 'firstInVisit', 'seconds', 'count'] as const satisfies readonly Counter[]
