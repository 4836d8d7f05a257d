/** The one table of measures: what may be asked for, and in what it is told. How each is made of counters says collector/query/measure-formulas.ts. */
import { type VitalMetric, vitalMetrics } from './vitals.ts'

/** `share`: 0…1. `shift`: layout moved, in thousandths. */
export type Unit = 'count' | 'share' | 'ratio' | 'seconds' | 'milliseconds' | 'shift'

export interface MeasureRow {
  title: string
  unit: Unit
  /** The rows of a list add up to its total. Visits do not by path: a visit sees many. */
  addsUp: boolean
}

const plain = {
  views: { title: 'Views', unit: 'count', addsUp: true },
  visits: { title: 'Visits', unit: 'count', addsUp: true },
  visitors: { title: 'Visitors', unit: 'count', addsUp: false },
  /** All browsers, also those that did not consent: `visitors` / `coverage`. An estimate, and noted as one. */
  visitorsEstimate: { title: 'All visitors, estimated', unit: 'count', addsUp: false },
  newVisitors: { title: 'New visitors', unit: 'count', addsUp: false },
  bounces: { title: 'Bounces', unit: 'count', addsUp: true },
  bounceRate: { title: 'Bounce rate', unit: 'share', addsUp: false },
  viewsPerVisit: { title: 'Views per visit', unit: 'ratio', addsUp: false },
  entries: { title: 'Entries', unit: 'count', addsUp: true },
  exits: { title: 'Exits', unit: 'count', addsUp: true },
  seconds: { title: 'Engaged time, all visits', unit: 'seconds', addsUp: true },
  secondsPerVisit: { title: 'Engaged time', unit: 'seconds', addsUp: false },
  coverage: { title: 'Coverage', unit: 'share', addsUp: false },
  /** How often a value of a dimension that only counts was counted: recency, cohort, depth, choice, refused, stray, buckets. */
  count: { title: 'Events', unit: 'count', addsUp: true },
} as const satisfies Record<string, MeasureRow>

export type PlainMeasure = keyof typeof plain
export const plainMeasures = Object.keys(plain) as PlainMeasure[]

/** What is told of each timing: three quarters of the page loads are no slower; and the shares of loads by Google's classes. */
const ofTiming = ['P75', 'Good', 'NeedsWork', 'Poor'] as const
export type VitalMeasure = `${VitalMetric}${(typeof ofTiming)[number]}`
export const vitalMeasures = vitalMetrics.flatMap((metric) => ofTiming.map((part): VitalMeasure => `${metric}${part}`))

export type Measure = PlainMeasure | VitalMeasure
export const measureNames = [...plainMeasures, ...vitalMeasures] as const

/** In what a measure is told. */
export function unitOf(measure: Measure): Unit {
  if (Object.hasOwn(plain, measure)) return plain[measure as PlainMeasure].unit
  if (!measure.endsWith('P75')) return 'share'
  return measure.startsWith('cls') ? 'shift' : 'milliseconds'
}

export function addsUp(measure: Measure): boolean {
  return Object.hasOwn(plain, measure) && plain[measure as PlainMeasure].addsUp
}

/** What people call a measure that is not a timing's. */
export function measureTitle(measure: PlainMeasure): string {
  return plain[measure].title
}
