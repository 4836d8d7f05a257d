/** The one table of dimensions: what a cell may name. Intake, aggregation, planner, dashboard and docs read it. */
import { type Counter, crossCounters, type SiteCounter, siteCounters } from './counters.ts'

/**
 * Whose property a value is. It decides which measures are exact under a filter (docs/counting.md):
 * a browser's and a visit's value is the same on each of its views, a view's is not.
 */
export type Scope = 'browser' | 'visit' | 'view'

export interface DimensionRow {
  scope: Scope
  /** What people call its list, in the dashboard and in what is printed. */
  title: string
  /**
   * A field of the same name that a consented event carries of its browser or visit (collector/fact.ts): it is the same on all of them, so each
   * counts under it. Any other dimension has a rule of its own in collector/cells/bookings.ts.
   */
  described?: true
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
  /** Its values are pages: they are named, spelled and taken away as one. */
  pages?: true
  /** Its values are classes by the program, into which everybody falls: of what is taken away the class may be known. */
  classed?: true
  /** It counts events beside the site's total, not as a part of it. */
  apart?: true
  /** Views and visits without consent stand under it too. */
  withoutConsent?: true
  /** Its values can be asked for as a filter on the rest of the page. */
  filterable?: true
  /** Counters that its marginals carry. */
  counters: readonly Counter[]
  /** Counters that never stand under it, not even where the other side of a cross has them: nothing that counts them names it. */
  uncounted: readonly Counter[]
  /** Also kept at month grain, from which long windows are answered. */
  monthly: boolean
  /** The dimensions it is crossed with; the row that lists the other is the cross's first dimension. */
  crossedWith: readonly string[]
}

const perView = ['views', 'consentedViews', 'visits', 'consentedVisits', 'firstOfDay', 'newVisitors', 'seconds'] as const
const perEntry = ['visits', 'consentedVisits', 'secondViews', 'firstOfDay', 'newVisitors'] as const
const perSight = ['firstInVisit'] as const
const counted = ['count'] as const

const visitors = ['browser', 'system', 'device', 'country', 'language'] as const
const sources = ['source', 'medium', 'campaign'] as const
const vitals = ['lcp', 'inp', 'cls', 'fcp', 'ttfb'] as const

type Given = Partial<DimensionRow> & Pick<DimensionRow, 'title'>

const row = (given: Given & Pick<DimensionRow, 'scope'>): DimensionRow => ({
  values: 'open',
  budget: 2_000,
  earns: 50,
  counters: siteCounters,
  uncounted: [],
  monthly: true,
  crossedWith: [],
  ...given,
})
const open = (scope: Scope, given: Given) => row({ scope, ...given })
const closed = (scope: Scope, given: Given) => row({ scope, values: 'closed', ...given })
const described = (scope: 'browser' | 'visit', given: Given) => ({ ...row({ scope, ...given }), described: true as const })
const describedClosed = (scope: 'browser' | 'visit', given: Given) => described(scope, { values: 'closed', ...given })
const onlyCounted = (scope: Scope, given: Given) => row({ scope, values: 'closed', earns: 0, counters: counted, ...given })
/** Pages: they share names and a budget. */
const pages = (scope: Scope, given: Given) => open(scope, { budget: 10_000, earns: 500, pages: true, ...given })
/** Declared by the owner (contract/slices.ts): few, but each earns as an open value does. Engaged time is not told with all that they ask for. */
const slices = (scope: Scope, given: Given) =>
  closed(scope, {
    ...{ earns: 10, overlapping: true, filterable: true, uncounted: ['seconds'], crossedWith: [...sources, ...visitors] },
    ...given,
  })
const histogram = (title: string) => onlyCounted('view', { title, bucket: true })
/** What became of events, by the hour in which they came: whose they were it does not tell. */
const ofEvents = (title: string) => onlyCounted('view', { title, unearned: true, apart: true, crossedWith: ['hour'] })

export const dimensions = {
  path: pages('view', {
    title: 'Pages',
    filterable: true,
    withoutConsent: true,
    counters: [...perView, ...perSight],
    uncounted: ['secondViews'],
    crossedWith: ['host', 'referrer', ...sources, ...visitors, ...vitals, 'scroll', 'slice'],
  }),
  from: pages('view', {
    title: 'Pages before',
    sharedWith: 'path',
    counters: ['views'],
    uncounted: ['secondViews', 'seconds'],
    crossedWith: ['path'],
  }),
  entry: pages('visit', {
    title: 'Entries',
    filterable: true,
    counters: perEntry,
    uncounted: ['seconds'],
    crossedWith: ['host', 'referrer', ...sources, ...visitors, 'slice'],
  }),
  exit: pages('visit', {
    title: 'Exits',
    filterable: true,
    sharedWith: 'path',
    counters: counted,
    crossedWith: [...sources, ...visitors, 'slice'],
  }),
  host: open('view', {
    title: 'Hosts',
    filterable: true,
    withoutConsent: true,
    counters: perView,
    uncounted: ['secondViews'],
    crossedWith: ['referrer', ...sources, ...visitors, ...vitals],
  }),
  referrer: open('view', {
    title: 'Referrers',
    filterable: true,
    withoutConsent: true,
    earns: 100,
    counters: perView,
    uncounted: ['secondViews', 'seconds'],
    crossedWith: ['device'],
  }),
  source: described('visit', { title: 'Sources', filterable: true, earns: 100, crossedWith: ['medium', 'campaign', ...visitors] }),
  medium: described('visit', { title: 'Mediums', filterable: true, crossedWith: ['campaign', ...visitors] }),
  campaign: described('visit', { title: 'Campaigns', filterable: true, crossedWith: [...visitors] }),
  browser: described('browser', {
    title: 'Browsers',
    filterable: true,
    crossedWith: ['system', 'device', 'country', 'language'],
  }),
  system: described('browser', { title: 'Systems', filterable: true, crossedWith: ['device', 'country', 'language'] }),
  device: describedClosed('browser', {
    title: 'Devices',
    filterable: true,
    withoutConsent: true,
    crossedWith: ['country', 'language', 'hour', ...vitals],
  }),
  country: describedClosed('browser', { title: 'Countries', filterable: true, crossedWith: ['language', ...vitals] }),
  language: describedClosed('browser', { title: 'Languages', filterable: true }),
  /** Slices that ask for what belongs to browser or visit: consented views. */
  slice: slices('visit', {
    title: 'Slices',
    counters: ['views', 'consentedViews', 'visits', 'consentedVisits', 'secondViews', 'firstOfDay', 'newVisitors'],
  }),
  /** …also for the visit's first page: visits that began so. */
  entrySlice: slices('visit', { title: 'Slices of entries', counters: perEntry }),
  /** …for the view's own page: views of these pages. */
  pathSlice: slices('view', {
    title: 'Slices of pages',
    withoutConsent: true,
    counters: ['views', 'consentedViews', 'visits', 'consentedVisits', 'firstOfDay', 'newVisitors', ...perSight],
  }),
  screen: describedClosed('browser', { title: 'Screens', earns: 0 }),
  hour: closed('view', { title: 'Hours', withoutConsent: true, counters: perView, uncounted: ['secondViews'] }),
  lcp: histogram('Largest paint'),
  inp: histogram('Answer to a press'),
  cls: histogram('Layout shift'),
  fcp: histogram('First paint'),
  ttfb: histogram('Time to First Byte'),
  scroll: histogram('Scrolled'),
  /** The network's registrable domain (P2): its own daily count, never beside what was read. */
  network: open('view', { title: 'Networks', earns: 0, apart: true, counters: ['views'] }),
  /** The network's name where the edge gives one (P2): by the same rule, and never mixed with domains. */
  provider: open('view', { title: 'Providers', earns: 0, apart: true, counters: ['views'] }),
  /** Days since the browser was last counted: `new`, `1`…`30`, `31` for 31 or more. */
  recency: onlyCounted('browser', { title: 'Coming back', classed: true, monthly: false }),
  /** Weeks since the browser's first counted view, `0`…`26`. */
  cohort: onlyCounted('browser', { title: 'Weekly retention', classed: true, monthly: false }),
  /** Visits by their number of views: `1`, `2`, `3`, `4-5`, `6-10`, `11+`. */
  depth: onlyCounted('visit', { title: 'Views per visit', classed: true }),
  /** Consent choices: policy, action, layer, method and the banner's language, joined by spaces. */
  choice: onlyCounted('view', { title: 'Consent', values: 'open', apart: true, budget: 500 }),
  /** Events refused, by reason. */
  refused: ofEvents('Refused'),
  /**
   * Events that were counted, but with a value for which a budget had no room, so that it counts as `(other)`: by the dimension that has the budget.
   */
  unusual: ofEvents('Unusual'),
  /** Hosts that are not the site's but send events in its name (P14). */
  stray: onlyCounted('view', { title: 'Other hosts', values: 'open', apart: true, budget: 1_000 }),
  /** Events by type: what the ledger's audit compares. */
  event: onlyCounted('view', { title: 'Events', monthly: false }),
} as const satisfies Record<string, DimensionRow>

export type Dimension = keyof typeof dimensions

export const dimensionNames = Object.keys(dimensions) as Dimension[]

/** Those that a consented event describes its browser or visit by. */
export type DescribedDimension = { [Name in Dimension]: (typeof dimensions)[Name] extends { described: true } ? Name : never }[Dimension]

/** The names of all rows of which `holds` is true, in the order of the table. */
export function dimensionsWhere(holds: (row: DimensionRow) => unknown): readonly Dimension[] {
  return dimensionNames.filter((name) => holds(dimensionRow(name)))
}

/** A site's day as a whole: the cell that names no dimension. */
export const totalCounters: readonly Counter[] = siteCounters

/** A counter that is neither the site's nor in one of the lists that rows name would stand nowhere: the compiler names it as missing. */
export const nowhere: Record<
  Exclude<Counter, SiteCounter | (typeof perView | typeof perEntry | typeof perSight | typeof counted)[number]>,
  never
> = {}

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
