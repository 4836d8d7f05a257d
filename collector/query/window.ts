/** Windows of days: their buckets, and which whole months of them are read at month grain. */
import { addDays, type Day, daysBetween, monthEnd, monthOf } from '../../contract/day.ts'
import type { Interval } from '../../contract/query.ts'
import { periodOf } from '../cells/period-visitors.ts'

/** Site-local days, both inclusive. */
export interface Window {
  from: Day
  to: Day
}

/** A window within the asked one; `date` is the first day of its day, ISO week or month, which may lie before the window. */
export interface Bucket extends Window {
  date: Day
}

/** The buckets of a window in order; without an interval the window itself, its date empty. */
export function bucketsOf({ from, to }: Window, interval: Interval | undefined): Bucket[] {
  if (!interval) return [{ date: '', from, to }]
  const buckets: Bucket[] = []
  for (let day = from; day <= to; ) {
    const whole = calendar[interval](day)
    const end = whole.to < to ? whole.to : to
    buckets.push({ date: whole.from, from: day, to: end })
    day = addDays(end, 1)
  }
  return buckets
}

const calendar: Record<Interval, (day: Day) => Window> = { ...periodOf, day: (day) => ({ from: day, to: day }) }

/** The days of a window in order. */
export function daysIn({ from, to }: Window): Day[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index))
}

/** From so many days on, marginals are read from whole months: in shorter windows these save nothing. */
const longDays = 62

/** Which cells hold a window: days, and whole months where its sums may be taken from them. */
export interface Grains {
  /** Read at day grain. */
  days: Window[]
  /** Read at month grain: first days of the first and the last month. */
  months: Window | null
  /** Days of the last month that lie past the window, read at day grain to be taken from its sum. */
  past: Window | null
}

interface Kept {
  monthly: boolean
  cross: boolean
  /** The last day that may have been folded. */
  folded: Day
}

/**
 * Of crosses every whole month is read at month grain: a day's small crosses are folded, and then stand there only. A month counts as whole from
 * its first day to any day after which none was folded, since all that is booked past the window can then be taken from its sum: a day of
 * margin, as a day may be folded while it is read. Without `monthly` all is read at day grain.
 */
export function grainsOf(window: Window, { monthly, cross, folded }: Kept): Grains {
  const { from, to } = window
  const first = from === monthOf(from) ? from : addDays(monthEnd(from), 1)
  const isEnd = to === monthEnd(to)
  const isWhole = isEnd || to > folded
  const last = isWhole ? monthOf(to) : monthOf(addDays(monthOf(to), -1))
  if (!monthly || last < first || !(cross || daysBetween(from, to) >= longDays)) return { days: [window], months: null, past: null }
  const days = [{ from, to: addDays(first, -1) }, ...(isWhole ? [] : [{ from: monthOf(to), to }])]
  return {
    days: days.filter((each) => each.from <= each.to),
    months: { from: first, to: last },
    past: isWhole && !isEnd ? { from: addDays(to, 1), to: monthEnd(to) } : null,
  }
}
