/** What each fact adds to which cells: the booking rules of docs/counting.md, one function a fact type. */
import type { Counter } from '../../contract/counters.ts'
import { addDays, type Day } from '../../contract/day.ts'
import { type Dimension, foldedMark } from '../../contract/dimensions.ts'
import type { SliceDimension } from '../../contract/slices.ts'
import type { AcceptFact, BookedFact, CountFact, Description, LeaveFact, Unconsented, ViewFact, VitalsFact } from '../fact.ts'

export type Values = Partial<Record<Dimension, string>>
export type Counts = Partial<Record<Counter, number>>

/**
 * Counts under every value and every crossed pair of values. With a `focus` only the cells that name that dimension:
 * the others were booked by another booking of the same fact.
 */
export interface Booking {
  day: Day
  values: Values
  counts: Counts
  focus?: Dimension
  /** With a focus: only its crosses with this dimension. */
  beside?: Dimension
}

export function bookingsOf(fact: BookedFact): Booking[] {
  if (fact.type === 'count') return [countBooking(fact)]
  return [...bookingsByType(fact), { day: fact.day, values: { event: fact.type }, counts: { count: 1 }, focus: 'event' }]
}

function bookingsByType(fact: Exclude<BookedFact, CountFact>): Booking[] {
  switch (fact.type) {
    case 'view':
      return fact.consent ? consentedView(fact) : unconsentedView(fact, fact, 1)
    case 'accept':
      return acceptedView(fact)
    case 'leave':
      return leave(fact)
    case 'vitals':
      return timings(fact)
    case 'consent':
      return [{ day: fact.day, values: { choice: fact.choice }, counts: { count: 1 }, focus: 'choice' }]
  }
}

/** Refused, unusual, stray: only counted. A network's count is its views. */
function countBooking(fact: CountFact): Booking {
  const counter: Counter = fact.dimension === 'network' || fact.dimension === 'provider' ? 'views' : 'count'
  const values: Values = { [fact.dimension]: fact.value, hour: text(fact.hour) }
  return { day: fact.day, values, counts: { [counter]: fact.count }, focus: fact.dimension }
}

/** An event with values that found no room (sheet.ts): once under each of these dimensions, in the hour in which it came. */
export function unusualBookings(fact: BookedFact, dimensions: Iterable<Dimension>): Booking[] {
  const count = fact.type === 'count' ? fact.count : 1
  return Array.from(dimensions, (unusual) => ({
    day: fact.day,
    values: { unusual, hour: text(fact.hour) },
    counts: { count },
    focus: 'unusual',
  }))
}

/** A view without consent: domains and counts; a visit where it was not referred from within the site. */
function unconsentedView(fact: ViewFact | AcceptFact, told: Unconsented, sign: 1 | -1): Booking[] {
  const counts: Counts = { views: sign, visits: fact.external ? sign : 0 }
  const values: Values = { host: fact.host, hour: String(fact.hour), referrer: fact.referrer, device: told.device }
  const booking = { day: fact.day, values, counts }
  return [...withPage(booking, told.path, counts), ...underEach('pathSlice', told.pathSlices, booking)]
}

/** Accepting on the page just counted: -1 where the unconsented view stood, +1 under all that it tells now. */
function acceptedView(fact: AcceptFact): Booking[] {
  const moved = [...unconsentedView(fact, fact.was, -1), ...consentedView(fact)]
  // On a later page of the visit its first page has counted it: it is added only where consent alone tells, and to the pages that it saw.
  // Who referred it is not known any more: that of this view is the site itself.
  if (fact.visit !== 1 || fact.external) return moved
  const values: Values = { host: fact.host, hour: String(fact.hour), device: fact.was.device }
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

function consentedView(fact: ViewFact | AcceptFact): Booking[] {
  const visits = fact.visit === 1 ? 1 : 0
  const views = { views: 1, consentedViews: 1, visits, consentedVisits: visits }
  const visitors = { firstOfDay: fact.recency ? 1 : 0, newVisitors: fact.recency === 'new' ? 1 : 0 }
  const sawPath = {
    firstInVisit: fact.first ? 1 : 0,
    // The visit that opened the browser's day counts each browser once under this path.
    firstOfDay: fact.first === 'day' || fact.first === 'new' ? 1 : 0,
    newVisitors: fact.first === 'new' ? 1 : 0,
  }
  const saw = { ...views, ...sawPath }
  // Of several pages one visit may see many. A browser is counted only by the view that began the visit which opened its day: once.
  const sawOne = visits === 1 ? saw : { ...saw, firstOfDay: 0, newVisitors: 0 }
  const values = { ...valuesOf(fact), host: fact.host, hour: String(fact.hour), referrer: fact.referrer }
  const booked = [
    ...withPage({ day: fact.day, values, counts: { ...views, ...visitors } }, fact.path, fact.path?.includes(foldedMark) ? sawOne : saw),
    ...entry(fact, values, visitors),
    ...secondView(fact),
    ...exits(fact),
  ]
  return [
    ...booked,
    ...(fact.slices ? booked.flatMap((booking) => underEach('slice', fact.slices, booking)) : []),
    ...entrySlices(fact, values, visitors),
    ...underEach('pathSlice', fact.pathSlices, { day: fact.day, values, counts: sawOne }),
    ...flow(fact),
    ...depth(fact),
    ...browserCounts(fact),
  ]
}

/**
 * A booking under each of several values of a dimension: alone, since a view under two of them is still one view everywhere else.
 * What has a focus of its own counts in its own way there, and beside these values too.
 */
function underEach(dimension: SliceDimension, names: readonly string[] | undefined, booking: Booking): Booking[] {
  const at = booking.focus ? { focus: booking.focus, beside: dimension } : { focus: dimension }
  return (names ?? []).map((name) => ({ ...booking, ...at, values: { ...booking.values, [dimension]: name } }))
}

/** As its entry is: where the visit begins, and its second view. */
function entrySlices(fact: ViewFact | AcceptFact, values: Values, visitors: Counts): Booking[] {
  const began = { day: fact.day, values, counts: { visits: 1, consentedVisits: 1, ...visitors } }
  return (fact.visit === 1 ? [began] : secondView(fact)).flatMap((booking) => underEach('entrySlice', fact.entrySlices, booking))
}

/** The booking itself, and under its path with counts of the path's own meaning. */
function withPage(booking: Booking, path: string | undefined, counts: Counts): Booking[] {
  if (path === undefined) return [booking]
  return [booking, { day: booking.day, values: { ...booking.values, path }, counts, focus: 'path' }]
}

/** A visit begins: its entry page is this page. */
function entry(fact: ViewFact | AcceptFact, values: Values, visitors: Counts): Booking[] {
  if (fact.visit !== 1 || fact.path === undefined) return []
  return [
    { day: fact.day, values: { ...values, entry: fact.path }, counts: { visits: 1, consentedVisits: 1, ...visitors }, focus: 'entry' },
  ]
}

/** The second view is booked to the visit's entry page (its `from`), source and first day, so that bounces = visits - second views. */
function secondView(fact: ViewFact | AcceptFact): Booking[] {
  if (fact.visit !== 2) return []
  return [
    { day: dayBefore(fact, fact.overnight !== undefined), values: { ...valuesOf(fact), entry: fact.from }, counts: { secondViews: 1 } },
  ]
}

/** The exit moves along: +1 on each view of a visit, -1 for the path before, on the day of the view before. */
function exits(fact: ViewFact | AcceptFact): Booking[] {
  if (fact.path === undefined || (fact.visit !== 1 && fact.from === undefined)) return []
  const here: Booking = { day: fact.day, values: { ...valuesOf(fact), exit: fact.path }, counts: { count: 1 }, focus: 'exit' }
  if (fact.from === undefined) return [here]
  const before = dayBefore(fact, fact.overnight === 'view')
  return [here, { day: before, values: { ...valuesOf(fact), exit: fact.from }, counts: { count: -1 }, focus: 'exit' }]
}

/** From one page to the next; a reload names itself and is no step. */
function flow(fact: ViewFact | AcceptFact): Booking[] {
  if (fact.from === undefined || fact.path === undefined || fact.from === fact.path) return []
  return [{ day: fact.day, values: { from: fact.from, path: fact.path }, counts: { views: 1 }, focus: 'from' }]
}

/** By the view that reaches it: the class of visits with so many views. */
const depthClasses = new Map([
  [1, '1'],
  [2, '2'],
  [3, '3'],
  [4, '4-5'],
  [6, '6-10'],
  [11, '11+'],
])
const reached = [...depthClasses.keys()]

/** A visit moves from class to class, on its first day: so the classes of a window add up to the visits that began in it. */
function depth(fact: ViewFact | AcceptFact): Booking[] {
  const index = fact.visit === undefined ? -1 : reached.indexOf(fact.visit)
  if (index < 0) return []
  const day = dayBefore(fact, fact.overnight !== undefined)
  const at = (views: number | undefined, count: number): Booking[] =>
    views === undefined ? [] : [{ day, values: { depth: depthClasses.get(views) }, counts: { count }, focus: 'depth' }]
  return [...at(reached[index], 1), ...at(reached[index - 1], -1)]
}

/** What the browser says of its own past. */
function browserCounts(fact: ViewFact | AcceptFact): Booking[] {
  const counted: [Dimension, string | undefined][] = [
    ['recency', fact.recency],
    ['cohort', text(fact.since)],
  ]
  return counted
    .filter(([, value]) => value !== undefined)
    .map(([focus, value]) => ({ day: fact.day, values: { [focus]: value }, counts: { count: 1 }, focus }))
}

/** A page load stands in one bucket of each timing: where it has become another, the one that was told before is taken back. */
function timings(fact: VitalsFact): Booking[] {
  const { day, metric, bucket, before } = fact
  const values = { ...valuesOf(fact), host: fact.host, path: fact.path }
  const at = (edge: string, count: number): Booking => ({ day, values: { ...values, [metric]: edge }, counts: { count }, focus: metric })
  if (before === undefined) return [at(bucket, 1)]
  return before === bucket ? [] : [at(bucket, 1), at(before, -1)]
}

function leave(fact: LeaveFact): Booking[] {
  const values = { ...valuesOf(fact), host: fact.host, hour: String(fact.hour) }
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
    focus: 'scroll',
  })
  return fact.had === undefined ? [at(fact.scroll, 1)] : [at(fact.scroll, 1), at(fact.had, -1)]
}

/** What belongs to the browser or the visit: the same on each of its views. */
function valuesOf({ source, medium, campaign, browser, system, device, country, language, screen }: Description): Values {
  return { source, medium, campaign, browser, system, device, country, language, screen }
}

function dayBefore(fact: ViewFact | AcceptFact, before: boolean): Day {
  return before ? addDays(fact.day, -1) : fact.day
}

function text(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value)
}
