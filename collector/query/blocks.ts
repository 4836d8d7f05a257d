/** Windows whose visitors stay known when their days are folded: weeks, months, and all that reach from one of 31 days to the newest one. */
import { addDays, type Day, daysBetween } from '../../contract/day.ts'
import { fewVisitors, longestRecency } from '../../contract/rules.ts'
import type { LastSeen } from '../cells/last-seen.ts'
import { inPeriod, type PeriodGrain, periodOf } from '../cells/period-visitors.ts'
import type { ValueRange } from './measure-formulas.ts'
import { browsersOn, firstAtMost, isTold, type Recency } from './recency.ts'
import { daysIn, type Window } from './window.ts'

export interface Block extends Window {
  visitors: ValueRange
}

/** Of a week or month: browsers of a day on which they were first in it, and of other days. */
export interface VisitorPeriod extends Window {
  first: number
  again: number
}

/** What is stored of one site's browsers on the days of `span`, and all of where they were last seen. */
export interface KeptBrowsers {
  span: Window
  recency: Recency
  lastSeen: ReadonlyMap<Day, LastSeen>
  periods: readonly VisitorPeriod[]
  /** Browsers ever seen before the span: new ones, and such that were not new to the site's first days. */
  everBefore: number
}

const known = (visitors: number): ValueRange =>
  visitors > 0 && visitors < fewVisitors
    ? { lower: 1, upper: fewVisitors - 1 }
    : { lower: Math.max(0, visitors), upper: Math.max(0, visitors) }

/** The blocks that are known; those from one of the last days end at the newest folded one, and at `to` where that is later. */
export function blocksOf(kept: KeptBrowsers, to: Day): Block[] {
  return [...periodBlocks(kept), ...lastSeenBlocks(kept, to)]
}

/** A period's sum is its visitors where all browsers of its days are in it: not where an earlier Footfall counted some of them. */
function periodBlocks({ span, recency, periods }: KeptBrowsers): Block[] {
  return periods.flatMap(({ from, to, first, again }) => {
    if (from < span.from || to > span.to) return []
    const browsers = daysIn({ from, to }).reduce((sum, day) => sum + browsersOn(recency, day), 0)
    return browsers === first + again ? [{ from, to, visitors: known(first) }] : []
  })
}

/**
 * Browsers seen between a day and the newest folded one were last seen on one of these days; of those after it the recency says whether
 * they come back from before. Told up to the first day of which not all browsers are taken into account, or which is not known.
 */
function lastSeenBlocks(kept: KeptBrowsers, to: Day): Block[] {
  const newest = [...kept.lastSeen].reduce((latest, [day, { all }]) => (all !== 0 && day > latest ? day : latest), '')
  if (newest === '') return []
  return [...blocksTo(kept, newest, newest), ...(to > newest ? blocksTo(kept, newest, to) : [])]
}

function blocksTo({ span, recency, lastSeen }: KeptBrowsers, newest: Day, to: Day): Block[] {
  const after = daysIn({ from: addDays(newest, 1), to })
  if (!after.every((day) => isTold(recency, day))) return []
  const blocks: Block[] = []
  let last = 0
  for (let from = newest; from >= span.from && daysBetween(from, to) < longestRecency; from = addDays(from, -1)) {
    const of = lastSeen.get(from) ?? { last: 0, all: 0 }
    if (of.all !== browsersOn(recency, from)) break
    last += of.last
    const since = after.reduce((sum, day) => sum + firstAtMost(recency.get(day) ?? [], daysBetween(from, day)), 0)
    blocks.push({ from, to, visitors: known(last + since) })
  }
  return blocks
}

/** Stored rows of week and month grain → periods, of a week also where it is stored in two parts. */
export function addPeriod(
  periods: Map<string, VisitorPeriod>,
  row: { grain: PeriodGrain; date: Day; recency: string; seen: number },
): void {
  const window = periodOf[row.grain](row.date)
  const key = `${row.grain} ${window.from}`
  const period = periods.get(key) ?? { ...window, first: 0, again: 0 }
  periods.set(key, period)
  period[row.recency === inPeriod.first ? 'first' : 'again'] += row.seen
}
