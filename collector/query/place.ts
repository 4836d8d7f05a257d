/** Places: where a measure can be read (the site, one dimension, the cross of two), and which counters are booked there. */
import { type Counter, counters } from '../../contract/counters.ts'
import { crossCountersOf, crossOf, type Dimension, dimensionRow, totalCounters } from '../../contract/dimensions.ts'
import { lasting } from '../cells/folding-rules.ts'

/** None: the site's total. One: its marginal. Two: their cross, in the order in which it is stored. */
export type Place = readonly Dimension[]

/** The place that names all these dimensions, or null where no cell names them together. */
export function placeOf(names: Iterable<Dimension>): Place | null {
  const distinct = [...new Set(names)]
  const [one, other] = distinct
  if (distinct.length > 2) return null
  return one && other ? crossOf(one, other) : distinct
}

/** The kinds of place between which the plan decides. */
export const kinds = [
  'site',
  'browser',
  'visit',
  'path',
  'paths',
  'view',
  'cross',
  'pathCross',
  'viewCross',
  'openCross',
  'openPathCross',
] as const
export type Kind = (typeof kinds)[number]

/**
 * A marginal's kind is its dimension's scope, a path and a slice of several paths apart. Crosses: `cross` of two that belong to browser or visit, `viewCross`
 * with one that belongs to the view, `pathCross` with a path or several; `open…` where both may be sent without consent.
 */
export function kindOf(place: Place): Kind {
  const [one, other] = place
  if (!one) return 'site'
  if (!other) return one === 'path' ? 'path' : one === 'pathSlice' ? 'paths' : dimensionRow(one).scope
  const open = isOpen(place)
  if (place.includes('path') || place.includes('pathSlice')) return open ? 'openPathCross' : 'pathCross'
  if (open) return 'openCross'
  return place.some((name) => dimensionRow(name).scope === 'view') ? 'viewCross' : 'cross'
}

/** Where a visit stands once, by how it began: also over midnight it is nowhere else. */
export function isEntry(place: Place): boolean {
  return place.includes('entry') || place.includes('entrySlice')
}

/** A dimension of which rare values, once folded, are told together alone. */
export function isLasting([name, other]: Place): boolean {
  return name !== undefined && other === undefined && lasting.includes(name)
}

/** A cross that may hold what came without consent, of which it does not tell the consented part. */
export function isOpen(place: Place): boolean {
  return place.length === 2 && place.every((name) => dimensionRow(name).withoutConsent)
}

/** The counters by which a place can answer; a cross of consented things tells the consented counters too. */
export function countersIn(place: Place): ReadonlySet<Counter> {
  const carried = new Set(columnsIn(place))
  if (place.length < 2 || isOpen(place)) return carried
  if (carried.has('views')) carried.add('consentedViews')
  if (carried.has('visits')) carried.add('consentedVisits')
  return carried
}

/** The counters that its cells hold. */
export function columnsIn(place: Place): Counter[] {
  const [one, other] = place
  const allowed = one ? (other ? crossCountersOf(one, other) : dimensionRow(one).counters) : totalCounters
  return counters.filter((name) => allowed.includes(name) && !place.some((each) => dimensionRow(each).uncounted.includes(name)))
}
