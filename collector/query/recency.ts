/** Visitors of a site in any window, from first views of the day by recency: exact up to 31 days, bounds beyond (docs/counting.md). */
import { addDays, type Day, daysBetween } from '../../contract/day.ts'
import type { Span } from './formulas.ts'
import type { Window } from './window.ts'

/** The recency that stands for itself and all larger ones; also the longest window that is counted exactly. */
export const longest = 31

/** First views of one site by day; of each day by recency: index 0 for `new`, 1…31. */
export type Recency = ReadonlyMap<Day, readonly number[]>

export interface RecencyRow {
  site: string
  date: Day
  recency: string
  seen: number
}

/** Rows → one map for each site. */
export function recencyBySite(rows: readonly RecencyRow[]): Recency[] {
  const sites = new Map<string, Map<Day, number[]>>()
  for (const { site, date, recency, seen } of rows) {
    const days = sites.get(site) ?? new Map<Day, number[]>()
    sites.set(site, days)
    const counts = days.get(date) ?? new Array<number>(longest + 1).fill(0)
    days.set(date, counts)
    const index = recency === 'new' ? 0 : Number(recency)
    counts[index] = (counts[index] ?? 0) + seen
  }
  return [...sites.values()]
}

/** Visitors of several sites: a browser may have been at all of them, or at one. */
export function visitorsOf(sites: readonly Recency[], window: Window): Span {
  const spans = sites.map((each) => visitorsIn(each, window))
  return { lower: Math.max(0, ...spans.map((each) => each.lower)), upper: spans.reduce((sum, each) => sum + each.upper, 0) }
}

/**
 * A browser seen in the window has one first day in it, and there its recency reaches back before the window.
 * 31 stands for "31 or more": from the window's 32nd day on it may or may not reach that far.
 */
export function visitorsIn(recency: Recency, { from, to }: Window): Span {
  const last = Math.min(daysBetween(from, to), lastDay(recency, from))
  const days = Array.from({ length: last + 1 }, (_, index) => recency.get(addDays(from, index)) ?? [])
  const definite = firstIn(days)
  if (last < longest) return { lower: definite, upper: definite }
  const ambiguous = days.slice(longest).reduce((sum, counts) => sum + (counts[longest] ?? 0), 0)
  return { lower: lowerBound(days), upper: definite + ambiguous }
}

/** Of every stretch of 31 days: its visitors, exactly, and the browsers that are new after it. The best of them. */
function lowerBound(days: readonly (readonly number[])[]): number {
  let best = 0
  let newAfter = days.slice(longest).reduce((sum, counts) => sum + (counts[0] ?? 0), 0)
  for (let start = 0; start + longest <= days.length; start++) {
    best = Math.max(best, firstIn(days.slice(start, start + longest)) + newAfter)
    newAfter -= days[start + longest]?.[0] ?? 0
  }
  return best
}

/** Browsers whose first day it surely is: new, or last seen before the first of these days. */
function firstIn(days: readonly (readonly number[])[]): number {
  let sum = 0
  for (const [index, counts] of days.entries()) {
    sum += counts[0] ?? 0
    for (let ago = index + 1; ago <= longest; ago++) sum += counts[ago] ?? 0
  }
  return sum
}

/** Days ahead are empty: the index of the last day that holds anything. */
function lastDay(recency: Recency, from: Day): number {
  let last = -1
  for (const day of recency.keys()) last = Math.max(last, daysBetween(from, day))
  return last
}
