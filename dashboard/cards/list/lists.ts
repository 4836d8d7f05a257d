/** The one table of lists, by what each row names: how a list is called, what is asked for it, and what is said of it. */
import { type Dimension, dimensions } from '../../../contract/dimensions.ts'
import type { Measure } from '../../../contract/measures.ts'
import type { VitalMetric } from '../../../contract/vitals.ts'

export interface ListRow {
  dimension: Dimension
  /** The tab's name, and the card's where it is alone. */
  title: string
  /** Heading of the column of names. */
  column: string
  measures: readonly { measure: Measure; label: string }[]
  /** A few words beside the title, of a card that has one list. */
  note?: string
  /** What is said where there are no rows. */
  empty: string
  /** Asked for in the order of its values, not with the most first. */
  inOrder?: true
}

const views = { measure: 'views', label: 'Views' } as const
const visits = { measure: 'visits', label: 'Visits' } as const
const bounceRate = { measure: 'bounceRate', label: 'Bounced' } as const
const engaged = { measure: 'secondsPerVisit', label: 'Engaged' } as const
const count = { measure: 'count', label: 'Events' } as const

export function list(dimension: Dimension, given: Partial<ListRow> = {}): ListRow {
  const title = given.title ?? dimensions[dimension].title
  return { dimension, title, column: title, measures: [visits, views], empty: 'No data for these days.', ...given }
}

export const lists = {
  path: list('path', { column: 'Page', measures: [visits, views, engaged], empty: 'No page was recorded on these days.' }),
  entry: list('entry', { column: 'First page', measures: [{ measure: 'entries', label: 'Visits' }, bounceRate] }),
  exit: list('exit', { column: 'Last page', measures: [{ measure: 'exits', label: 'Visits' }] }),
  source: list('source', { column: 'Source', measures: [visits, bounceRate] }),
  referrer: list('referrer', { column: 'Domain', measures: [visits, views], empty: 'No visits on these days.' }),
  medium: list('medium', { column: 'Medium', measures: [visits, bounceRate] }),
  campaign: list('campaign', {
    column: 'Campaign that began the visit',
    measures: [visits, bounceRate],
    empty: 'No visit began with a campaign on these days. A campaign link followed during a visit does not change the visit’s source.',
  }),
  country: list('country', { column: 'Country' }),
  language: list('language', { column: 'Language' }),
  browser: list('browser', { column: 'Browser' }),
  system: list('system', { column: 'System' }),
  device: list('device', { column: 'Device' }),
  screen: list('screen', { column: 'Screen' }),
  depth: list('depth', {
    note: 'consented visits, on the day they began',
    column: 'Visits of',
    measures: [{ measure: 'count', label: 'Visits' }],
  }),
  recency: list('recency', {
    note: 'each browser once a day, by when it was last here',
    column: 'Came',
    measures: [{ measure: 'count', label: 'Arrivals' }],
  }),
  hour: list('hour', { column: 'Hour', inOrder: true }),
  network: list('network', {
    column: 'Domain',
    measures: [views],
    empty: 'No network was common enough to be named on these days.',
  }),
  stray: list('stray', { column: 'Host', measures: [count], empty: 'No other host uses the tag.' }),
  refused: list('refused', {
    note: 'not counted; the sender was given the reason',
    column: 'Reason',
    measures: [count],
    empty: 'No event was refused.',
  }),
  unusual: list('unusual', {
    note: 'counted, with a value that was not listed',
    column: 'Values of',
    measures: [count],
    empty: 'Every value has its own row.',
  }),
  slice: list('slice', { column: 'Slice', measures: [visits, bounceRate] }),
  pathSlice: list('pathSlice', { column: 'Slice of pages' }),
  entrySlice: list('entrySlice', {
    column: 'Slice of entries',
    measures: [{ measure: 'entries', label: 'Visits' }, bounceRate],
  }),
} as const satisfies Partial<Record<Dimension, ListRow>>

/** Dimensions without a list: shown by a card of their own (consent, retention, vitals, pages before and after), or by none. */
type Unlisted = VitalMetric | 'from' | 'host' | 'scroll' | 'provider' | 'cohort' | 'choice' | 'event'
/** A dimension that stands in neither is named by the compiler as missing. */
export const undecided: Record<Exclude<Dimension, keyof typeof lists | Unlisted>, never> = {}

/** The list of a dimension, where there is one. */
export function listOf(dimension: Dimension): ListRow | undefined {
  return Object.hasOwn(lists, dimension) ? lists[dimension as keyof typeof lists] : undefined
}

/** Rows of a list that are asked for; ten are shown until more are wanted. */
export const askedRows = 100
export const shownRows = 10
