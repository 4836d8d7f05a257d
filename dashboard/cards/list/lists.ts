/** The one table of lists, by what each row names: how a list is called, what is asked for it, and what is said of it. */
import type { Dimension } from '../../../contract/dimensions.ts'
import type { Measure } from '../../../contract/query.ts'

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

export const list = (dimension: Dimension, title: string, given: Partial<ListRow> = {}): ListRow => ({
  dimension,
  title,
  column: title,
  measures: [visits, views],
  empty: 'Nothing was told on these days.',
  ...given,
})

export const lists = {
  path: list('path', 'Pages', { column: 'Page', measures: [visits, views, engaged], empty: 'No page was named on these days.' }),
  entry: list('entry', 'Entries', { column: 'First page', measures: [{ measure: 'entries', label: 'Visits' }, bounceRate] }),
  exit: list('exit', 'Exits', { column: 'Last page', measures: [{ measure: 'exits', label: 'Visits' }] }),
  source: list('source', 'Sources', { column: 'Source', measures: [visits, bounceRate] }),
  referrer: list('referrer', 'Referrers', { column: 'Domain', measures: [visits, views], empty: 'Nobody came on these days.' }),
  medium: list('medium', 'Mediums', { column: 'Medium', measures: [visits, bounceRate] }),
  campaign: list('campaign', 'Campaigns', {
    column: 'Campaign that began the visit',
    measures: [visits, bounceRate],
    empty: 'No visit began with a campaign on these days. A link that is followed during a visit leaves its source as it is.',
  }),
  country: list('country', 'Countries', { column: 'Country' }),
  language: list('language', 'Languages', { column: 'Language' }),
  browser: list('browser', 'Browsers', { column: 'Browser' }),
  system: list('system', 'Systems', { column: 'System' }),
  device: list('device', 'Devices', { column: 'Device' }),
  screen: list('screen', 'Screens', { column: 'Screen' }),
  depth: list('depth', 'Views per visit', {
    note: 'consented visits, on the day they began',
    column: 'Visits of',
    measures: [{ measure: 'count', label: 'Visits' }],
  }),
  recency: list('recency', 'Coming back', {
    note: 'each browser once a day, by when it was last here',
    column: 'Came',
    measures: [{ measure: 'count', label: 'Arrivals' }],
  }),
  hour: list('hour', 'Hours', { column: 'Hour', inOrder: true }),
  network: list('network', 'Networks', {
    column: 'Domain',
    measures: [views],
    empty: 'No network was common enough on these days to be named.',
  }),
  stray: list('stray', 'Other hosts', { column: 'Host', measures: [count], empty: 'Nobody else uses the tag.' }),
  refused: list('refused', 'Refused', {
    note: 'not counted, and the sender was told why',
    column: 'Reason',
    measures: [count],
    empty: 'Every event was in order.',
  }),
  unusual: list('unusual', 'Unusual', {
    note: 'counted, with a value that was not listed',
    column: 'Values of',
    measures: [count],
    empty: 'Every value had its row.',
  }),
  slice: list('slice', 'Slices', { column: 'Slice', measures: [visits, bounceRate] }),
  pathSlice: list('pathSlice', 'Slices of pages', { column: 'Slice of pages' }),
  entrySlice: list('entrySlice', 'Slices of entries', {
    column: 'Slice of entries',
    measures: [{ measure: 'entries', label: 'Visits' }, bounceRate],
  }),
} as const satisfies Partial<Record<Dimension, ListRow>>

/** The list of a dimension, where there is one. */
export function listOf(dimension: Dimension): ListRow | undefined {
  return Object.hasOwn(lists, dimension) ? lists[dimension as keyof typeof lists] : undefined
}

/** Rows of a list that are asked for; ten are shown until more are wanted. */
export const askedRows = 100
export const shownRows = 10
