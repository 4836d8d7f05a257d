/** For each measure at each kind of place: exact, between bounds, or not kept, by the formula that makes it. Pure. */
import { totalCounters } from '../../contract/dimensions.ts'
import type { Measure, PlainMeasure } from '../../contract/measures.ts'
import { type VitalMetric, vitalMetrics } from '../../contract/vitals.ts'
import { type FormulaName, formulaOf } from './measure-formulas.ts'
import { countersIn, isEntry, kindOf, kinds, type Place, placeOf } from './place.ts'

/**
 * The one decision of the query language: which formula gives a measure at which kind of place (place.ts); `-` is not kept.
 * A formula stands only where the place carries the counters that it needs, so much of what stands here is narrowed by
 * contract/dimensions.ts. Bounced visits are not booked by page or view; a ratio to visits needs both on the same footing.
 */
// biome-ignore format: a table
const decided = {
  views:            'views           views           views           views           views    views     views           views                views     views     views',
  visits:           'visits          visits          visits          saw             saw      visits    visits          sawConsented         visits    visits    sawAmong',
  visitors:         'recency         sameBrowser     begun           sighted         sighted  seen      few             few                  few       few       few',
  visitorsEstimate: 'estimate        -               -               -               -        -         -               -                    -         -         -',
  newVisitors:      'newcomers       newcomers       newcomers       newSights       -        newcomers -               -                    -         -         -',
  bounces:          'bounces         bounces         bounces         -               -        -         bounces         -                    -         -         -',
  bounceRate:       'bounceRate      bounceRate      bounceRate      -               -        -         bounceRate      -                    -         -         -',
  viewsPerVisit:    'viewsPerVisit   viewsPerVisit   viewsPerVisit   viewsPerSight   -        -         viewsPerVisit   viewsPerCrossSight   -         -         -',
  entries:          'entries         entries         entries         entries         entries  entries   entries         entries              entries   -         -',
  exits:            'exits           moved           moved           exits           -        -         moved           exits                -         -         exits',
  seconds:          'seconds         seconds         seconds         seconds         -        seconds   seconds         seconds              seconds   seconds   seconds',
  secondsPerVisit:  'secondsPerVisit secondsPerVisit secondsPerVisit secondsPerSight -        -         secondsPerVisit secondsPerCrossSight -         -         -',
  coverage:         'coverage        coverage        coverage        coverage        coverage coverage  coverage        coverage             coverage  -         -',
  count:            '-               count           count           count           -        count     count           count                count     count     count',
} as const satisfies Record<PlainMeasure, string>

/** The same as a text, under the names of the kinds: docs/counting.md shows it. */
export const decisions = [
  '                 site            browser         visit           path            paths    view      cross           pathCross            viewCross openCross openPathCross',
  ...Object.entries(decided).map(([measure, names]) => measure.padEnd(17) + names),
].join('\n')

type Words<Text extends string, Found extends readonly string[] = []> = Text extends `${infer Word} ${infer Rest}`
  ? Words<Rest, Word extends '' ? Found : [...Found, Word]>
  : [...Found, Text]
type ByKind<Kinds extends readonly unknown[]> = { readonly [Index in keyof Kinds]: FormulaName | '-' }
type Decided = { [Name in keyof typeof decided]: Words<(typeof decided)[Name]> }
const words = Object.fromEntries(Object.entries(decided).map(([measure, names]) => [measure, names.split(/ +/)])) as unknown as Decided

/** By measure, a name for each kind of place: what is no formula's name, and a name too few, is told by the compiler. */
const table: Record<PlainMeasure, ByKind<typeof kinds>> = words
/** A formula that stands nowhere above, the timings' apart, is named too. */
export const undecided: Record<Exclude<FormulaName, Decided[PlainMeasure][number] | 'vital'>, never> = {}

/** What is read: a place, or the site's total less it. */
interface Read {
  place: Place
  complement: boolean
}

/** The formula of each measure at a place, or null where it is not kept. */
export function formulasOf(measures: readonly Measure[], read: Read): Map<Measure, FormulaName | null> {
  return new Map(measures.map((measure) => [measure, formulaFor(measure, read)]))
}

function formulaFor(measure: Measure, { place, complement }: Read): FormulaName | null {
  const metric = metricOf(measure)
  if (metric) return !complement && vitalPlace(place, metric) ? 'vital' : null
  const names: readonly (FormulaName | '-')[] = table[measure as PlainMeasure]
  const name = measure === 'exits' && place.includes('exit') ? 'exits' : names[kinds.indexOf(kindOf(place))]
  if (!name || name === '-') return null
  if (name === 'exits') return exitPlace(place) ? name : null
  const carried = countersIn(place)
  if (name === 'few') return carried.has('views') || carried.has('visits') ? name : null
  if (complement && !staysInComplement(name, place)) return null
  return formulaOf(name).needs.every((each) => carried.has(each)) ? name : null
}

/** Where a marginal is taken from the total, both must mean the same by each counter. Paths and entries count browsers their own way. */
function staysInComplement(name: FormulaName, place: Place): boolean {
  const ownWay = place.includes('path') || place.includes('pathSlice') || isEntry(place)
  if (ownWay && formulaOf(name).reads.includes('browsers')) return false
  return formulaOf(name).needs.every((each) => totalCounters.includes(each))
}

/** Where exits are kept for what stands under a path, or null. */
export function exitPlace(place: Place): Place | null {
  // Of several paths the exit is not kept.
  if (place.includes('pathSlice')) return null
  return placeOf(place.length === 0 ? ['exit'] : place.map((name) => (name === 'path' ? 'exit' : name)))
}

/** Where a metric's histogram is kept for a place, or null. */
export function vitalPlace(place: Place, metric: VitalMetric): Place | null {
  return place.includes(metric) ? null : placeOf([...place, metric])
}

/** The metric of a measure such as `lcpP75`. */
export function metricOf(measure: Measure): VitalMetric | undefined {
  return Object.hasOwn(decided, measure) ? undefined : vitalMetrics.find((metric) => measure.startsWith(metric))
}
