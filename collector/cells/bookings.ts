/** What each fact adds to which cells: the booking rules of docs/counting.md, one function a fact type. */
import type { Counter } from '../../contract/counters.ts'
import type { DescribedDimension, Dimension } from '../../contract/dimensions.ts'
import type { VitalMetric } from '../../contract/vitals.ts'
import type { AcceptFact, BookedFact, CountFact, LeaveFact, Unconsented, ViewFact, VitalsFact } from '../fact.ts'
import { arrivalOf, type Booking, type Counts, countedOnce, text, underEach, type Values, valuesOf, withPage } from './booking.ts'
import { consentedView, type RuledByView } from './view-bookings.ts'

export function bookingsOf(fact: BookedFact): Booking[] {
  if (fact.type === 'count') return [countBooking(fact)]
  const booked = byType[fact.type] as (fact: EventFact) => Booking[]
  return [...booked(fact), ...countedOnce(fact, 'event', fact.type)]
}

type EventFact = Exclude<BookedFact, CountFact>
/** A type of fact without its own is named by the compiler as missing. */
const byType: { [Type in EventFact['type']]: (fact: Extract<EventFact, { type: Type }>) => Booking[] } = {
  view: (fact) => (fact.consent ? consentedView(fact) : unconsentedView(fact, fact, 1)),
  accept: acceptedView,
  leave,
  vitals: timings,
  consent: (fact) => countedOnce(fact, 'choice', fact.choice),
}

/** Refused, unusual, stray: only counted. A network's count is its views. */
function countBooking(fact: CountFact): Booking {
  const counter: Counter = fact.dimension === 'network' || fact.dimension === 'provider' ? 'views' : 'count'
  const values: Values = { [fact.dimension]: fact.value, hour: text(fact.hour) }
  return { day: fact.day, values, counts: { [counter]: fact.count }, only: fact.dimension }
}

/** An event with values that found no room (accumulator.ts): once under each of these dimensions, in the hour in which it came. */
export function unusualBookings(fact: BookedFact, dimensions: Iterable<Dimension>): Booking[] {
  const count = fact.type === 'count' ? fact.count : 1
  return Array.from(dimensions, (unusual) => ({
    day: fact.day,
    values: { unusual, hour: text(fact.hour) },
    counts: { count },
    only: 'unusual',
  }))
}

/** A view without consent: domains and counts; a visit where it was not referred from within the site. */
function unconsentedView(fact: ViewFact | AcceptFact, told: Unconsented, sign: 1 | -1): Booking[] {
  const counts: Counts = { views: sign, visits: fact.external ? sign : 0 }
  const values: Values = { ...arrivalOf(fact), referrer: fact.referrer, device: told.device }
  const booking = { day: fact.day, values, counts }
  return [...withPage(booking, told.path, counts), ...underEach('pathSlice', told.pathSlices, booking)]
}

/** Accepting on the page just counted: -1 where the unconsented view stood, +1 under all that it tells now. */
function acceptedView(fact: AcceptFact): Booking[] {
  const moved = [...unconsentedView(fact, fact.was, -1), ...consentedView(fact)]
  // On a later page of the visit its first page has counted it: it is added only where consent alone tells, and to the pages that it saw.
  // Who referred it is not known any more: that of this view is the site itself.
  if (fact.visit !== 1 || fact.external) return moved
  const values: Values = { ...arrivalOf(fact), device: fact.was.device }
  return [...moved.flatMap(visitApart), { day: fact.day, values, counts: { visits: -1 } }]
}

/** What a booking counts of views and browsers, as it is; the visit that begins, under no referrer. */
function visitApart(booking: Booking): Booking[] {
  const { visits, consentedVisits, ...others } = booking.counts
  if (!consentedVisits) return [booking]
  return [
    { ...booking, counts: others },
    { ...booking, values: { ...booking.values, referrer: undefined }, counts: { visits, consentedVisits } },
  ]
}

/** A page load stands in one bucket of each timing: where it has become another, the one that was told before is taken back. */
function timings(fact: VitalsFact): Booking[] {
  const { day, metric, bucket, before } = fact
  const values = { ...valuesOf(fact), host: fact.host, path: fact.path }
  const at = (edge: string, count: number): Booking => ({ day, values: { ...values, [metric]: edge }, counts: { count }, only: metric })
  if (before === undefined) return [at(bucket, 1)]
  return before === bucket ? [] : [at(bucket, 1), at(before, -1)]
}

function leave(fact: LeaveFact): Booking[] {
  const values = { ...valuesOf(fact), ...arrivalOf(fact) }
  const counts = { seconds: fact.seconds }
  return [...withPage({ day: fact.day, values, counts }, fact.path, counts), ...scrolled(fact, values)]
}

/** The deepest tenth of a view moves along as the page is scrolled further. */
function scrolled(fact: LeaveFact, values: Values): Booking[] {
  if (fact.scroll === undefined || fact.scroll === fact.had) return []
  const at = (tenth: number, count: number): Booking => ({
    day: fact.day,
    values: { ...values, path: fact.path, scroll: String(tenth) },
    counts: { count },
    only: 'scroll',
  })
  return fact.had === undefined ? [at(fact.scroll, 1)] : [at(fact.scroll, 1), at(fact.had, -1)]
}

type Ruled =
  | DescribedDimension
  | keyof ReturnType<typeof arrivalOf>
  | 'referrer'
  | RuledByView
  | 'scroll'
  | VitalMetric
  | 'choice'
  | 'event'
  | CountFact['dimension']
/** A dimension that nothing here counts is named by the compiler as missing. */
export const withoutRule: Record<Exclude<Dimension, Ruled>, never> = {}

type AddedTo =
  | 'views'
  | 'consentedViews'
  | 'visits'
  | 'consentedVisits'
  | 'secondViews'
  | 'firstOfDay'
  | 'newVisitors'
  | 'firstInVisit'
  | 'seconds'
  | 'count'
/** A counter to which nothing here adds is named too. */
export const neverAddedTo: Record<Exclude<Counter, AddedTo>, never> = {}
