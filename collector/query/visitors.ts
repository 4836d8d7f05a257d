/** The visitors of sites in any window: exact, or between the closest bounds that what is stored allows (docs/counting.md, "Any window"). */
import { addDays, type Day, daysBetween } from '../../contract/day.ts'
import { longestRecency } from '../../contract/rules.ts'
import { periodOf } from '../cells/period-visitors.ts'
import { type Block, blocksOf, type KeptBrowsers } from './blocks.ts'
import type { ValueRange } from './measure-formulas.ts'
import { firstAtMost, newOn, visitorsIn } from './recency.ts'
import { daysIn, type Window } from './window.ts'

/** Visitors of several sites: a browser may have been at all of them, or at one. */
export function visitorsOfSites(spans: readonly ValueRange[]): ValueRange {
  return { lower: Math.max(0, ...spans.map(({ lower }) => lower)), upper: spans.reduce((sum, { upper }) => sum + upper, 0) }
}

/** The days that say something of the visitors of a window: all of its weeks and months, and as many days before it as a recency names. */
export function spanAround({ from, to }: Window): Window {
  const [first] = [periodOf.month(from).from, addDays(from, -longestRecency)].sort() as [Day, Day]
  const [, last] = [periodOf.month(to).to, periodOf.week(to).to].sort() as [Day, Day]
  return { from: first, to: last }
}

/**
 * The visitors of one site in a window within `kept.span`. At most: the least cover of its days by days, longer windows and known blocks, and
 * all browsers that ever were. At least: of each known block, what the days beside the window cannot hold.
 */
export function visitorsAmong(kept: KeptBrowsers, window: Window): ValueRange {
  const own = visitorsIn(kept.recency, window)
  if (own.lower === own.upper) return own
  const { from } = window
  // Days ahead are empty.
  const newest = [from, ...kept.recency.keys()].sort().at(-1) as Day
  const [to] = [window.to, newest].sort() as [Day, Day]
  const blocks = blocksOf(kept, to)
  const cover = (days: Window) => leastCover(kept, blocks, days)
  let { lower } = own
  let upper = Math.min(own.upper, cover({ from, to }), kept.everBefore + newBetween(kept, { from: kept.span.from, to }))
  for (const block of blocks) {
    if (block.to < from || block.from > to) continue
    const outside = cover({ from: block.from, to: addDays(from, -1) }) + cover({ from: addDays(to, 1), to: block.to })
    const after = block.to < to ? newBetween(kept, { from: addDays(block.to, 1), to }) : 0
    lower = Math.max(lower, block.visitors.lower - outside + after)
    // The same days, but for some on which nobody came. Where events were lost other bounds may say otherwise.
    if (outside === 0 && block.from <= from && block.to >= to) {
      if (block.visitors.lower === block.visitors.upper) return block.visitors
      upper = Math.min(upper, block.visitors.upper)
    }
  }
  return { lower, upper: Math.max(lower, upper) }
}

function newBetween({ recency }: KeptBrowsers, days: Window): number {
  return daysIn(days).reduce((sum, day) => sum + newOn(recency, day), 0)
}

/**
 * The fewest visitors by which all days of a window are covered: by windows, of which each counts who was not seen in it before, and by blocks.
 * The first may begin before the window: somebody who was here then is not counted on its days again.
 */
function leastCover({ span, recency }: KeptBrowsers, blocks: readonly Block[], { from, to }: Window): number {
  const length = daysBetween(from, to) + 1
  if (length <= 0) return 0
  const before = Math.min(longestRecency, daysBetween(span.from, from))
  const days = daysIn({ from: addDays(from, -before), to }).map((day) => recency.get(day) ?? [])
  /** By number of days from the window's first on: the least that covers them. */
  const least = new Array<number>(length + 1).fill(Number.POSITIVE_INFINITY)
  least[0] = 0
  for (let start = 0; start < days.length; start++) {
    const already = start <= before ? 0 : (least[start - before] as number)
    let sum = already
    for (let day = start; day < days.length; day++) {
      sum += firstAtMost(days[day] ?? [], day - start)
      if (day >= before) least[day - before + 1] = Math.min(least[day - before + 1] as number, sum)
    }
    if (start < before) continue
    const date = addDays(from, start - before)
    for (const block of blocks) {
      if (block.from > date || block.to < date) continue
      const covered = Math.min(length, daysBetween(from, block.to) + 1)
      for (let count = start - before + 1; count <= covered; count++)
        least[count] = Math.min(least[count] as number, already + block.visitors.upper)
    }
  }
  return least[length] as number
}
