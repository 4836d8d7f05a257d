/** The one table of the headline measures, of which the chart shows one: what each is called, how it reads, and what it counts. */
import { type Measure, measureTitle, type PlainMeasure, type Unit, unitOf } from '../../contract/measures.ts'

export interface Headline {
  measure: Measure
  label: string
  hint: string
  unit: Unit
  /** Whether more of it is good, bad, or neither. */
  more: 'good' | 'bad' | 'neither'
}

const headline = (measure: PlainMeasure, given: Pick<Headline, 'hint' | 'more'>): Headline => ({
  measure,
  label: measureTitle(measure),
  unit: unitOf(measure),
  ...given,
})

export const headlines: readonly Headline[] = [
  headline('visitors', { hint: 'browsers that agreed and kept their cookies', more: 'good' }),
  headline('visits', { hint: 'arrivals, with and without consent', more: 'good' }),
  headline('views', { hint: 'pages seen, with and without consent', more: 'good' }),
  headline('bounceRate', { hint: 'consented visits of a single view', more: 'bad' }),
  headline('viewsPerVisit', { hint: 'of consented visits', more: 'good' }),
  headline('secondsPerVisit', { hint: 'a consented visit, active and visible', more: 'good' }),
  headline('coverage', { hint: 'share of views with consent', more: 'neither' }),
]

export function headlineOf(measure: Measure | undefined): Headline {
  return headlines.find((each) => each.measure === measure) ?? headlines[0]!
}
