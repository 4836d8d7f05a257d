/** What a consented view adds to which cells (docs/counting.md): a rule for each dimension under which it counts in a way of its own. */
import { addDays, type Day } from '../../contract/day.ts'
import { type Dimension, foldedMark } from '../../contract/dimensions.ts'
import { depthClasses, depthSteps } from '../../contract/rules.ts'
import type { AcceptFact, ViewFact } from '../fact.ts'
import { arrivalOf, type Booking, type Counts, countedOnce, text, underEach, type Values, valuesOf, withPage } from './booking.ts'

/** A consented view with what its rules have in common. */
interface Viewed {
  fact: ViewFact | AcceptFact
  /** All that the view is counted under, but its page. */
  values: Values
  /** What it begins: a visit, a browser's day. */
  begins: Pick<Counts, 'visits' | 'consentedVisits'>
  visitors: Pick<Counts, 'firstOfDay' | 'newVisitors'>
  /** The same for the page that it saw; and for a name that stands for several pages. */
  saw: Counts
  sawOne: Counts
}

function viewed(fact: ViewFact | AcceptFact): Viewed {
  const visits = fact.visit === 1 ? 1 : 0
  const begins = { visits, consentedVisits: visits }
  const saw = {
    ...{ views: 1, consentedViews: 1, ...begins },
    firstInVisit: fact.first ? 1 : 0,
    // The visit that opened the browser's day counts each browser once under this path.
    firstOfDay: fact.first === 'day' || fact.first === 'new' ? 1 : 0,
    newVisitors: fact.first === 'new' ? 1 : 0,
  }
  return {
    fact,
    values: { ...valuesOf(fact), ...arrivalOf(fact), referrer: fact.referrer },
    begins,
    visitors: { firstOfDay: fact.recency ? 1 : 0, newVisitors: fact.recency === 'new' ? 1 : 0 },
    saw,
    // Of several pages one visit may see many. A browser is counted only by the view that began the visit which opened its day: once.
    sawOne: visits === 1 ? saw : { ...saw, firstOfDay: 0, newVisitors: 0 },
  }
}

type ViewRule = (view: Viewed) => Booking[]

/** What a consented view counts by the dimension under which it counts it; each of the view's slices counts all of it too. */
const pageRules = { path: seenPage, entry, exit: exits } satisfies Partial<Record<Dimension, ViewRule>>
/** …and what is counted of it once. */
const viewRules = { entrySlice: entrySlices, pathSlice: pathSlices, from: flow, depth, recency, cohort } satisfies Partial<
  Record<Dimension, ViewRule>
>
export type RuledByView = keyof typeof pageRules | keyof typeof viewRules | 'slice'

const inSlices: readonly ViewRule[] = Object.values(pageRules)
const once: readonly ViewRule[] = Object.values(viewRules)

export function consentedView(fact: ViewFact | AcceptFact): Booking[] {
  const view = viewed(fact)
  const booked = inSlices.flatMap((rule) => rule(view))
  return [
    ...booked,
    ...(fact.slices ? booked.flatMap((booking) => underEach('slice', fact.slices, booking)) : []),
    ...once.flatMap((rule) => rule(view)),
  ]
}

function seenPage({ fact, values, begins, visitors, saw, sawOne }: Viewed): Booking[] {
  const booking = { day: fact.day, values, counts: { views: 1, consentedViews: 1, ...begins, ...visitors } }
  return withPage(booking, fact.path, fact.path?.includes(foldedMark) ? sawOne : saw)
}

/** As its entry is: where the visit begins, and its second view. */
function entrySlices({ fact, values, visitors }: Viewed): Booking[] {
  const began = { day: fact.day, values, counts: { visits: 1, consentedVisits: 1, ...visitors } }
  return (fact.visit === 1 ? [began] : secondView(fact)).flatMap((booking) => underEach('entrySlice', fact.entrySlices, booking))
}

function pathSlices({ fact, values, sawOne }: Viewed): Booking[] {
  return underEach('pathSlice', fact.pathSlices, { day: fact.day, values, counts: sawOne })
}

/** A visit begins: its entry page is this page. Its second view is booked there too. */
function entry({ fact, values, visitors }: Viewed): Booking[] {
  if (fact.visit !== 1 || fact.path === undefined) return secondView(fact)
  return [{ day: fact.day, values: { ...values, entry: fact.path }, counts: { visits: 1, consentedVisits: 1, ...visitors }, only: 'entry' }]
}

/** The second view is booked to the visit's entry page (its `from`), source and first day, so that bounces = visits - second views. */
function secondView(fact: ViewFact | AcceptFact): Booking[] {
  if (fact.visit !== 2) return []
  return [
    { day: dayBefore(fact, fact.overnight !== undefined), values: { ...valuesOf(fact), entry: fact.from }, counts: { secondViews: 1 } },
  ]
}

/** The exit moves along: +1 on each view of a visit, -1 for the path before, on the day of the view before. */
function exits({ fact }: Viewed): Booking[] {
  if (fact.path === undefined || (fact.visit !== 1 && fact.from === undefined)) return []
  const here: Booking = { day: fact.day, values: { ...valuesOf(fact), exit: fact.path }, counts: { count: 1 }, only: 'exit' }
  if (fact.from === undefined) return [here]
  const before = dayBefore(fact, fact.overnight === 'view')
  return [here, { day: before, values: { ...valuesOf(fact), exit: fact.from }, counts: { count: -1 }, only: 'exit' }]
}

/** From one page to the next; a reload names itself and is no step. */
function flow({ fact }: Viewed): Booking[] {
  if (fact.from === undefined || fact.path === undefined || fact.from === fact.path) return []
  return [{ day: fact.day, values: { from: fact.from, path: fact.path }, counts: { views: 1 }, only: 'from' }]
}

const reached: readonly number[] = depthSteps()

/** A visit moves from class to class, on its first day: so the classes of a window add up to the visits that began in it. */
function depth({ fact }: Viewed): Booking[] {
  const index = reached.indexOf(fact.visit ?? 0)
  if (index < 0) return []
  const day = dayBefore(fact, fact.overnight !== undefined)
  const at = (value: string | undefined, count: number): Booking[] =>
    value === undefined ? [] : [{ day, values: { depth: value }, counts: { count }, only: 'depth' }]
  return [...at(depthClasses[index], 1), ...at(depthClasses[index - 1], -1)]
}

/** What the browser says of its own past. */
function recency({ fact }: Viewed): Booking[] {
  return countedOnce(fact, 'recency', fact.recency)
}

function cohort({ fact }: Viewed): Booking[] {
  return countedOnce(fact, 'cohort', text(fact.since))
}

function dayBefore(fact: ViewFact | AcceptFact, before: boolean): Day {
  return before ? addDays(fact.day, -1) : fact.day
}
