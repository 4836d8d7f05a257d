/** The one table of dimensions: what a cell may name. Intake, aggregation, planner, dashboard and docs read it. */
import { type Counter, crossCounters } from './counters.ts'

/**
 * Whose property a value is. It decides which measures are exact under a filter (docs/counting.md):
 * a browser's and a visit's value is the same on each of its views, a view's is not.
 */
export type Scope = 'browser' | 'visit' | 'view'

export interface DimensionRow {
  scope: Scope
  /** Closed: the program decides the values. Open: whoever sends does, within the budget. */
  values: 'closed' | 'open'
  /** Distinct values kept for each site and day; the rest count as `(other)`. */
  budget: number
  /** How many values of a site and day may stand in crosses at most; 0: never crossed. */
  earns: number
  /** The dimension whose budget and earned set this one shares: it names the same things. */
  sharedWith?: string
  /** Stands in crosses without earning: a bucket of a histogram, which says nothing of who came. */
  bucket?: true
  /** Its crosses stand without earning, whatever is on their other side: it counts events, and both lists of values are the program's own. */
  unearned?: true
  /** A view may stand under several of its values at once, or none: rows overlap, and do not add up to the total. */
  overlapping?: true
  /** Counters that its marginals carry. */
  counters: readonly Counter[]
  /** Also kept at month grain, from which long windows are answered. */
  monthly: boolean
  /** The dimensions it is crossed with; the row that lists the other is the cross's first dimension. */
  crossedWith: readonly string[]
}

const all = ['views', 'consentedViews', 'visits', 'consentedVisits', 'secondViews', 'firstOfDay', 'newVisitors', 'seconds'] as const
const perView = ['views', 'consentedViews', 'visits', 'consentedVisits', 'firstOfDay', 'newVisitors', 'seconds'] as const
const perEntry = ['visits', 'consentedVisits', 'secondViews', 'firstOfDay', 'newVisitors'] as const
const counted = ['count'] as const

const visitors = ['browser', 'system', 'device', 'country', 'language'] as const
const sources = ['source', 'medium', 'campaign'] as const
const vitals = ['lcp', 'inp', 'cls', 'fcp', 'ttfb'] as const

const row = (given: Partial<DimensionRow> & Pick<DimensionRow, 'scope'>): DimensionRow => ({
  values: 'open',
  budget: 2_000,
  earns: 50,
  counters: all,
  monthly: true,
  crossedWith: [],
  ...given,
})
const open = (scope: Scope, given: Partial<DimensionRow> = {}) => row({ scope, ...given })
const closed = (scope: Scope, given: Partial<DimensionRow> = {}) => row({ scope, values: 'closed', ...given })
const onlyCounted = (scope: Scope, given: Partial<DimensionRow> = {}) =>
  row({ scope, values: 'closed', earns: 0, counters: counted, ...given })
/** Declared by the owner (contract/slices.ts): few, but each earns as an open value does. Engaged time is not told with all that they ask for. */
const slices = (scope: Scope, counters: readonly Counter[]) =>
  closed(scope, { earns: 10, overlapping: true, counters, crossedWith: [...sources, ...visitors] })
const histogram = (scope: Scope) => onlyCounted(scope, { bucket: true })
/** What became of events, by the hour in which they came: whose they were it does not tell. */
const ofEvents = onlyCounted('view', { unearned: true, crossedWith: ['hour'] })

export const dimensions = {
  path: open('view', {
    budget: 10_000,
    earns: 500,
    counters: [...perView, 'firstInVisit'],
    crossedWith: ['host', 'referrer', ...sources, ...visitors, ...vitals, 'scroll', 'slice'],
  }),
  from: open('view', { budget: 10_000, earns: 500, sharedWith: 'path', counters: ['views'], crossedWith: ['path'] }),
  entry: open('visit', {
    budget: 10_000,
    earns: 500,
    counters: perEntry,
    crossedWith: ['host', 'referrer', ...sources, ...visitors, 'slice'],
  }),
  exit: open('visit', {
    budget: 10_000,
    earns: 500,
    sharedWith: 'path',
    counters: counted,
    crossedWith: [...sources, ...visitors, 'slice'],
  }),
  host: open('view', { counters: perView, crossedWith: ['referrer', ...sources, ...visitors, ...vitals] }),
  referrer: open('view', { earns: 100, counters: perView, crossedWith: ['device'] }),
  source: open('visit', { earns: 100, crossedWith: ['medium', 'campaign', ...visitors] }),
  medium: open('visit', { crossedWith: ['campaign', ...visitors] }),
  campaign: open('visit', { crossedWith: [...visitors] }),
  browser: open('browser', { crossedWith: ['system', 'device', 'country', 'language'] }),
  system: open('browser', { crossedWith: ['device', 'country', 'language'] }),
  device: closed('browser', { crossedWith: ['country', 'language', 'hour', ...vitals] }),
  country: closed('browser', { crossedWith: ['language', ...vitals] }),
  language: closed('browser'),
  /** Slices that ask for what belongs to browser or visit: consented views. */
  slice: slices('visit', ['views', 'consentedViews', 'visits', 'consentedVisits', 'secondViews', 'firstOfDay', 'newVisitors']),
  /** …also for the visit's first page: visits that began so. */
  entrySlice: slices('visit', perEntry),
  /** …for the view's own page: views of these pages. */
  pathSlice: slices('view', ['views', 'consentedViews', 'visits', 'consentedVisits', 'firstOfDay', 'newVisitors', 'firstInVisit']),
  screen: closed('browser', { earns: 0 }),
  hour: closed('view', { counters: perView }),
  lcp: histogram('view'),
  inp: histogram('view'),
  cls: histogram('view'),
  fcp: histogram('view'),
  ttfb: histogram('view'),
  scroll: histogram('view'),
  /** The network's registrable domain (P2): its own daily count, never beside what was read. */
  network: open('view', { earns: 0, counters: ['views'] }),
  /** The network's name where the edge gives one (P2): by the same rule, and never mixed with domains. */
  provider: open('view', { earns: 0, counters: ['views'] }),
  /** Days since the browser was last counted: `new`, `1`…`30`, `31` for 31 or more. */
  recency: onlyCounted('browser', { monthly: false }),
  /** Weeks since the browser's first counted view, `0`…`26`. */
  cohort: onlyCounted('browser', { monthly: false }),
  /** Visits by their number of views: `1`, `2`, `3`, `4-5`, `6-10`, `11+`. */
  depth: onlyCounted('visit'),
  /** Consent choices: policy, action, layer, method and the banner's language, joined by spaces. */
  choice: onlyCounted('view', { values: 'open', budget: 500 }),
  /** Events refused, by reason. */
  refused: ofEvents,
  /**
   * Events that were counted, but with a value for which a budget had no room, so that it counts as `(other)`: by the dimension that has the budget.
   */
  unusual: ofEvents,
  /** Hosts that are not the site's but send events in its name (P14). */
  stray: onlyCounted('view', { values: 'open', budget: 1_000 }),
  /** Events by type: what the ledger's audit compares. */
  event: onlyCounted('view', { monthly: false }),
} as const satisfies Record<string, DimensionRow>

export type Dimension = keyof typeof dimensions

export const dimensionNames = Object.keys(dimensions) as Dimension[]

/** A site's day as a whole: the cell that names no dimension. */
export const totalCounters: readonly Counter[] = all

/** The row of a dimension, typed as any row. */
export function dimensionRow(name: Dimension): DimensionRow {
  return dimensions[name]
}

/** The two in the order in which their cross is stored, or null where they are not crossed. */
export function crossOf(one: Dimension, other: Dimension): [Dimension, Dimension] | null {
  if (dimensionRow(one).crossedWith.includes(other)) return [one, other]
  if (dimensionRow(other).crossedWith.includes(one)) return [other, one]
  return null
}

/** The counters that a cross of the two may carry: those of its first dimension that any cross may carry. */
export function crossCountersOf(first: Dimension, second: Dimension): readonly Counter[] {
  const carried = dimensionRow(second).bucket ? counted : dimensionRow(first).counters
  return crossCounters.filter((counter) => (carried as readonly Counter[]).includes(counter))
}

/** The dimension whose budget and earned set decide about the values of this one. */
export function vocabularyOf(name: Dimension): Dimension {
  return (dimensionRow(name).sharedWith ?? name) as Dimension
}

/** What a label of several pages holds, and a page's own path only where somebody made it up (docs/labels.md). */
export const foldedMark = '/*'

/**
 * Values with a meaning of their own; no value that is sent can be one of them. `few` is stored only, and never told; `removed` is what was
 * taken away of a list's total without its rows being known (docs/counting.md).
 */
export const reserved = { other: '(other)', direct: '(direct)', notKept: '(not kept)', few: '(few)', removed: '(removed)' } as const
