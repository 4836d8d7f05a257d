/** What first views of the day tell by recency of a window's visitors: exact up to 31 days that are not folded, else bounds (docs/counting.md). */
import { addDays, type Day, daysBetween } from '../../contract/day.ts'
import { reserved } from '../../contract/dimensions.ts'
import { longestRecency } from '../../contract/rules.ts'
import type { ValueRange } from './measure-formulas.ts'
import { daysIn, type Window } from './window.ts'

/** Of a folded day: last seen 1…30 days before, and it is not told how many. */
const untold = longestRecency + 1

/** Taken away, below zero: nobody knows of which of the others. */
const removed = untold + 1

/** First views of one site by day; of each day by recency: index 0 for `new`, 1…31, 32 for what is not told, and 33 for what was taken away. */
export type Recency = ReadonlyMap<Day, readonly number[]>

const named = new Map([
  ['new', 0],
  [reserved.other, untold],
  [reserved.removed, removed],
])

/** Adds a stored row: so many browsers of a day that said the same. */
export function addRecency(days: Map<Day, number[]>, day: Day, { recency, seen }: { recency: string; seen: number }): void {
  const counts = days.get(day) ?? new Array<number>(removed + 1).fill(0)
  days.set(day, counts)
  const index = named.get(recency) ?? Number(recency)
  counts[index] = (counts[index] ?? 0) + seen
}

/** Browsers of a day. */
export function browsersOn(recency: Recency, day: Day): number {
  return all(recency.get(day) ?? [])
}

/** Of the browsers of a day those that are new. */
export function newOn(recency: Recency, day: Day): number {
  return recency.get(day)?.[0] ?? 0
}

/** Whether each browser of a day says how long it was away, and it is known which were taken away. */
export function isTold(recency: Recency, day: Day): boolean {
  return !recency.get(day)?.[untold] && !recency.get(day)?.[removed]
}

/** Of the browsers of a day at most so many were not here on the `into` days before it: new, away for longer, or not told; and no more than there are. */
export function firstAtMost(counts: readonly number[], into: number): number {
  let sum = (counts[0] ?? 0) + (counts[longestRecency] ?? 0)
  for (let ago = into + 1; ago < longestRecency; ago++) sum += counts[ago] ?? 0
  if (into < longestRecency - 1) sum += counts[untold] ?? 0
  return counts[removed] ? Math.min(sum, all(counts)) : sum
}

const all = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)

/**
 * A browser seen in the window has one first day in it, and there its recency reaches back before the window.
 * 31 stands for "31 or more": from the window's 32nd day on it may or may not reach that far. What is not told reaches back
 * before the window on its first day, may do so on the next 29, and does not later.
 */
export function visitorsIn(recency: Recency, { from, to }: Window): ValueRange {
  const last = Math.min(daysBetween(from, to), lastDay(recency, from))
  const days = daysIn({ from, to: addDays(from, last) }).map((day) => recency.get(day) ?? [])
  const lower = lowerBound(days)
  // Equal at least: where events were lost, somebody says to have been here on a day that counted nobody.
  return {
    lower,
    upper: Math.max(
      lower,
      days.reduce((sum, counts, index) => sum + firstAtMost(counts, index), 0),
    ),
  }
}

/** Of the stretch of 31 days that begins on each of these: its fewest visitors, and the browsers that are new after it. The best of them. */
function lowerBound(days: readonly (readonly number[])[]): number {
  let best = 0
  let newAfter = 0
  for (let start = days.length - 1; start >= 0; start--) {
    newAfter += surely(days[start + longestRecency] ?? [], days[start + longestRecency]?.[0] ?? 0)
    const stretch = days.slice(start, start + longestRecency)
    best = Math.max(best, firstIn(stretch) + untoldFirst(stretch) + newAfter)
  }
  return best
}

/**
 * Of the browsers that are not told, how many at least were first seen in these days (31 at most) on the day where they stand.
 * Each of the others was here on one of the days before and has not been since: as many places as browsers came on a day, less those that
 * are known to be back. Handing out the oldest place first leaves the fewest without one.
 */
function untoldFirst(days: readonly (readonly number[])[]): number {
  // Whoever was taken away may be any of these, or of those who say that they are back.
  if (days.some((counts) => counts[removed])) return 0
  const places = days.map((counts, index) => all(counts) - backFrom(days, index))
  let first = 0
  let oldest = 0
  for (const [index, counts] of days.entries()) {
    let without = index === 0 ? 0 : (counts[untold] ?? 0)
    while (without > 0 && oldest < index) {
      const given = Math.min(without, Math.max(0, places[oldest] ?? 0))
      places[oldest] = (places[oldest] ?? 0) - given
      without -= given
      if (without > 0) oldest++
    }
    first += without
  }
  return first
}

/** Browsers of a day that say on a later one of these days that they were last here on it. */
function backFrom(days: readonly (readonly number[])[], from: number): number {
  let back = 0
  for (let ago = 1; ago < longestRecency && from + ago < days.length; ago++) back += days[from + ago]?.[ago] ?? 0
  return back
}

/** Browsers whose first day it surely is: new, or last seen before the first of these days, on which it is so of all. */
function firstIn(days: readonly (readonly number[])[]): number {
  let sum = 0
  for (const [index, counts] of days.entries()) {
    let first = counts[0] ?? 0
    for (let ago = index + 1; ago <= longestRecency; ago++) first += counts[ago] ?? 0
    sum += index === 0 ? all(counts) : surely(counts, first)
  }
  return sum
}

/** Of so many browsers of a day those that are left whoever was taken away. */
function surely(counts: readonly number[], browsers: number): number {
  return Math.max(0, browsers + (counts[removed] ?? 0))
}

/** Days ahead are empty: the index of the last day that holds anything. */
function lastDay(recency: Recency, from: Day): number {
  let last = -1
  for (const day of recency.keys()) last = Math.max(last, daysBetween(from, day))
  return last
}
