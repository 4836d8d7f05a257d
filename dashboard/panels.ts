/** The one table of the page's cards: which lists each holds, what is asked for them, and what is said of them. */
import type { Dimension } from '../contract/dimensions.ts'
import type { Measure } from '../contract/query.ts'
import { type Conditions, dimensionOfSlice, type SliceDimension } from '../contract/slices.ts'

export interface PanelRow {
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
  /** Drawn as columns in the order of its values, not as a list with the most first. */
  asColumns?: true
  /** Drawn as classes with their shares, in the order that classes.ts gives them. */
  asClasses?: true
  /** Asked for by the steps of the chart too, and drawn as columns above its list. */
  bySteps?: true
}

export interface Card {
  /** Names the card for the keyboard and the reader of screens. */
  name: string
  panels: readonly PanelRow[]
  /** What the owner may set beneath the lists. */
  settings?: 'pathRules'
  /** `trouble`: also shown while there are no views, since it says why. `whole`: kept of the site as a whole, so not under a filter. */
  kind: 'traffic' | 'whole' | 'trouble'
  /** Its lists stand beside each other, none of them behind a tab. */
  beside?: true
}

const views = { measure: 'views', label: 'Views' } as const
const visits = { measure: 'visits', label: 'Visits' } as const
const bounceRate = { measure: 'bounceRate', label: 'Bounced' } as const
const engaged = { measure: 'secondsPerVisit', label: 'Engaged' } as const
const count = { measure: 'count', label: 'Events' } as const

const panel = (dimension: Dimension, title: string, given: Partial<PanelRow> = {}): PanelRow => ({
  dimension,
  title,
  column: title,
  measures: [visits, views],
  empty: 'Nothing was told on these days.',
  ...given,
})

const cards: readonly Card[] = [
  {
    name: 'Pages',
    kind: 'traffic',
    settings: 'pathRules',
    panels: [
      panel('path', 'Pages', { column: 'Page', measures: [visits, views, engaged], empty: 'No page was named on these days.' }),
      panel('entry', 'Entries', { column: 'First page', measures: [{ measure: 'entries', label: 'Visits' }, bounceRate] }),
      panel('exit', 'Exits', { column: 'Last page', measures: [{ measure: 'exits', label: 'Visits' }] }),
    ],
  },
  {
    name: 'Sources',
    kind: 'traffic',
    panels: [
      panel('source', 'Sources', { column: 'Source', measures: [visits, bounceRate] }),
      panel('referrer', 'Referrers', { column: 'Domain', measures: [visits, views], empty: 'Nobody came on these days.' }),
      panel('medium', 'Mediums', { column: 'Medium', measures: [visits, bounceRate] }),
      panel('campaign', 'Campaigns', {
        column: 'Campaign that began the visit',
        measures: [visits, bounceRate],
        empty: 'No visit began with a campaign on these days. A link that is followed during a visit leaves its source as it is.',
      }),
    ],
  },
  {
    name: 'Places',
    kind: 'traffic',
    panels: [panel('country', 'Countries', { column: 'Country' }), panel('language', 'Languages', { column: 'Language' })],
  },
  {
    name: 'Technology',
    kind: 'traffic',
    panels: [
      panel('browser', 'Browsers', { column: 'Browser' }),
      panel('system', 'Systems', { column: 'System' }),
      panel('device', 'Devices', { column: 'Device' }),
      panel('screen', 'Screens', { column: 'Screen' }),
    ],
  },
  {
    name: 'Visits',
    kind: 'whole',
    panels: [
      panel('depth', 'Views per visit', {
        note: 'consented visits, on the day they began',
        column: 'Visits of',
        measures: [{ measure: 'count', label: 'Visits' }],
        asClasses: true,
      }),
    ],
  },
  {
    name: 'Coming back',
    kind: 'whole',
    panels: [
      panel('recency', 'Coming back', {
        note: 'each browser once a day, by when it was last here',
        column: 'Came',
        measures: [{ measure: 'count', label: 'Arrivals' }],
        asClasses: true,
      }),
    ],
  },
  {
    name: 'Hours',
    kind: 'traffic',
    panels: [panel('hour', 'Hours', { column: 'Hour', measures: [visits, views], asColumns: true })],
  },
  {
    name: 'Networks',
    kind: 'traffic',
    panels: [
      panel('network', 'Networks', {
        column: 'Domain',
        measures: [views],
        empty: 'No network was common enough on these days to be named.',
      }),
    ],
  },
  {
    name: 'Other hosts',
    kind: 'trouble',
    panels: [panel('stray', 'Other hosts', { column: 'Host', measures: [count], empty: 'Nobody else uses the tag.' })],
  },
  {
    name: 'Refused and unusual events',
    kind: 'trouble',
    beside: true,
    panels: [
      panel('refused', 'Refused', {
        note: 'not counted, and the sender was told why',
        column: 'Reason',
        measures: [count],
        empty: 'Every event was in order.',
        bySteps: true,
      }),
      panel('unusual', 'Unusual', {
        note: 'counted, with a value that was not listed',
        column: 'Values of',
        measures: [count],
        empty: 'Every value had its row.',
        bySteps: true,
      }),
    ],
  },
]

const slicePanels: Record<SliceDimension, PanelRow> = {
  slice: panel('slice', 'Slices', { column: 'Slice', measures: [visits, bounceRate] }),
  pathSlice: panel('pathSlice', 'Slices of pages', { column: 'Slice of pages' }),
  entrySlice: panel('entrySlice', 'Slices of entries', {
    column: 'Slice of entries',
    measures: [{ measure: 'entries', label: 'Visits' }, bounceRate],
  }),
}

/** The cards of a site: one more where it has declared slices, with a list for each kind that there is. */
export function cardsOf(slices: readonly Conditions[] = []): readonly Card[] {
  const kinds = new Set(slices.map(dimensionOfSlice))
  const panels = Object.values(slicePanels).filter(({ dimension }) => kinds.has(dimension as SliceDimension))
  return panels.length > 0 ? [{ name: 'Slices', kind: 'traffic', panels }, ...cards] : cards
}

/** Every list that any site may have. */
export const allPanels: readonly PanelRow[] = [...cards.flatMap((card) => card.panels), ...Object.values(slicePanels)]

/** Rows of a panel that are asked for; ten are shown until more are wanted. */
export const panelLimit = 100
export const panelShown = 10

/** The name of the list of a dimension, where there is one. */
export function panelTitle(name: Dimension): string | undefined {
  return allPanels.find(({ dimension }) => dimension === name)?.title
}

/** Of these cards those under filters: what is kept of the site as a whole says nothing under one, lists of it are there without their columns. */
export function cardsUnder(filters: readonly unknown[], cards: readonly Card[]): readonly Card[] {
  if (filters.length === 0) return cards
  return cards
    .filter(({ kind }) => kind !== 'whole')
    .map((card) => ({ ...card, panels: card.panels.map(({ bySteps: _, ...panel }) => panel) }))
}

/** The tab of a card that is open: the first that was asked for. */
export function openPanel(card: Card, tabs: readonly Dimension[] = []): PanelRow {
  return card.panels.find(({ dimension }) => tabs.includes(dimension)) ?? card.panels[0]!
}

/** The lists of a card that are asked for: the open one, or all that stand beside each other. */
export function askedPanels(card: Card, tabs: readonly Dimension[] = []): readonly PanelRow[] {
  return card.beside ? card.panels : [openPanel(card, tabs)]
}

/** The tabs that are open once one of a card's is: its first is so by itself. */
export function withTab(card: Card, { dimension }: PanelRow, tabs: readonly Dimension[] = []): Dimension[] {
  const others = tabs.filter((name) => !card.panels.some((panel) => panel.dimension === name))
  return dimension === card.panels[0]!.dimension ? others : [...others, dimension]
}
