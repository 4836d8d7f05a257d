/** The one table of the overview: which numbers and which lists it shows, and the questions that fetch them. */
import type { Dimension } from '../contract/dimensions.ts'
import type { Measure } from '../contract/query.ts'
import type { Ask } from './query/client.ts'
import type { Days } from './state/range.ts'

export interface TotalRow {
  measure: Measure
  label: string
  hint: string
  /** Shown only where there are any. */
  optional?: true
}

export const totals: readonly TotalRow[] = [
  { measure: 'views', label: 'Views', hint: 'pages that somebody saw' },
  { measure: 'visits', label: 'Visits', hint: 'arrivals from elsewhere' },
  { measure: 'visitors', label: 'Visitors', hint: 'browsers that agreed to be counted', optional: true },
]

export interface PanelRow {
  dimension: Dimension
  title: string
  hint: string
  /** Heading of the column of names. */
  column: string
  measures: readonly { measure: Measure; label: string }[]
  /** What is said where there are no rows. */
  empty: string
  /** `trouble`: also shown while there are no views, since it says why. */
  kind: 'traffic' | 'trouble'
}

const views = { measure: 'views', label: 'Views' } as const
const visits = { measure: 'visits', label: 'Visits' } as const

export const panels: readonly PanelRow[] = [
  {
    dimension: 'referrer',
    title: 'Referrers',
    hint: 'Where people came from',
    column: 'Domain',
    measures: [views, visits],
    empty: 'Nobody came on these days.',
    kind: 'traffic',
  },
  {
    dimension: 'path',
    title: 'Pages',
    hint: 'What they looked at',
    column: 'Path',
    measures: [views],
    empty: 'No page was seen on these days.',
    kind: 'traffic',
  },
  {
    dimension: 'refused',
    title: 'Refused events',
    hint: 'Sent, but not counted',
    column: 'Reason',
    measures: [{ measure: 'count', label: 'Events' }],
    empty: 'Every event was in order.',
    kind: 'trouble',
  },
  {
    dimension: 'stray',
    title: 'Other hosts',
    hint: 'Using this site’s tag without being listed',
    column: 'Host',
    measures: [{ measure: 'count', label: 'Events' }],
    empty: 'Nobody else uses the tag.',
    kind: 'trouble',
  },
]

/** Rows of a panel that are asked for; ten are shown until more are wanted. */
export const panelLimit = 100
export const panelShown = 10

/** The questions of the overview: the totals first, then each panel in the table's order. */
export function overviewQuestions(site: string, days: Days): Ask[] {
  const about = { site, ...days }
  return [{ ...about, measures: totals.map((each) => each.measure) }, ...panels.map((panel) => panelQuestion(panel, about))]
}

function panelQuestion(panel: PanelRow, about: Pick<Ask, 'site' | 'from' | 'to'>): Ask {
  const measures = panel.measures.map((each) => each.measure)
  return { ...about, measures, by: [panel.dimension], order: [[measures[0]!, 'desc']], limit: panelLimit }
}
