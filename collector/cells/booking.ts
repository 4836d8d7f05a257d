/** A booking: what of a fact is counted under which values. */
import type { Counter } from '../../contract/counters.ts'
import type { Day } from '../../contract/day.ts'
import type { DescribedDimension, Dimension } from '../../contract/dimensions.ts'
import type { SliceDimension } from '../../contract/slices.ts'
import type { Description } from '../fact.ts'

export type Values = Partial<Record<Dimension, string>>
export type Counts = Partial<Record<Counter, number>>

/**
 * Counts under every value and every crossed pair of values. With `only`, just the cells that name that dimension:
 * the others were booked by another booking of the same fact.
 */
export interface Booking {
  day: Day
  values: Values
  counts: Counts
  only?: Dimension
  /** With `only`: just its crosses with this dimension. */
  crossedWith?: Dimension
}

/** What belongs to the browser or the visit: the same on each of its views. */
export function valuesOf(description: Description): Record<DescribedDimension, string | undefined> {
  const { source, medium, campaign, browser, system, device, country, language, screen } = description
  return { source, medium, campaign, browser, system, device, country, language, screen }
}

/** Where and when it came in. */
export function arrivalOf({ host, hour }: { host: string; hour: number }): { host: string; hour: string } {
  return { host, hour: String(hour) }
}

/** The booking itself, and under its path with counts of the path's own meaning. */
export function withPage(booking: Booking, path: string | undefined, counts: Counts): Booking[] {
  if (path === undefined) return [booking]
  return [booking, { day: booking.day, values: { ...booking.values, path }, counts, only: 'path' }]
}

/**
 * A booking under each of several values of a dimension: alone, since a view under two of them is still one view everywhere else.
 * A booking that has an `only` already counts in its own way there, and beside these values too.
 */
export function underEach(dimension: SliceDimension, names: readonly string[] | undefined, booking: Booking): Booking[] {
  const at = booking.only ? { only: booking.only, crossedWith: dimension } : { only: dimension }
  return (names ?? []).map((name) => ({ ...booking, ...at, values: { ...booking.values, [dimension]: name } }))
}

export function countedOnce({ day }: { day: Day }, only: Dimension, value: string | undefined): Booking[] {
  return value === undefined ? [] : [{ day, values: { [only]: value }, counts: { count: 1 }, only }]
}

export function text(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value)
}
