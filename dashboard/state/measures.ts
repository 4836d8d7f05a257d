/** The one table of the headline measures, of which the chart shows one: what each is called, how it reads, and what it counts. */
import type { Measure } from '../../contract/query.ts'

export interface Headline {
  measure: Measure
  label: string
  hint: string
  unit: 'count' | 'share' | 'ratio' | 'seconds'
  /** Whether more of it is good, bad, or neither. */
  more: 'good' | 'bad' | 'neither'
}

export const headlines: readonly Headline[] = [
  { measure: 'visitors', label: 'Visitors', hint: 'browsers that agreed and kept their cookies', unit: 'count', more: 'good' },
  { measure: 'visits', label: 'Visits', hint: 'arrivals, with and without consent', unit: 'count', more: 'good' },
  { measure: 'views', label: 'Views', hint: 'pages seen, with and without consent', unit: 'count', more: 'good' },
  { measure: 'bounceRate', label: 'Bounce rate', hint: 'consented visits of a single view', unit: 'share', more: 'bad' },
  { measure: 'viewsPerVisit', label: 'Views per visit', hint: 'of consented visits', unit: 'ratio', more: 'good' },
  { measure: 'secondsPerVisit', label: 'Engaged time', hint: 'a consented visit, active and visible', unit: 'seconds', more: 'good' },
  { measure: 'coverage', label: 'Coverage', hint: 'share of views with consent', unit: 'share', more: 'neither' },
]

export function headlineOf(measure: Measure | undefined): Headline {
  return headlines.find((each) => each.measure === measure) ?? headlines[0]!
}
