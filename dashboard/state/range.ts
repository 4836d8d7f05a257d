/** The ranges of days that can be chosen, the days that each means today, and the steps from one to the next. */
import { addDays, type Day, daysBetween, monthEnd, monthOf } from '../../contract/day.ts'
import type { Interval } from '../../contract/query.ts'

export const presets = [
  { name: 'today', label: 'Today' },
  { name: 'yesterday', label: 'Yesterday' },
  { name: '7d', label: '7 days' },
  { name: '30d', label: '30 days' },
  { name: 'month', label: 'This month' },
  { name: '12m', label: '12 months' },
] as const

export type Preset = (typeof presets)[number]['name']

/** Days, both inclusive. */
export interface Days {
  from: Day
  to: Day
}

export type DateRange = Preset | Days

/** The days of a range when it is `today` at the site. */
export function daysOf(range: DateRange, today: Day): Days {
  if (typeof range === 'object') return range
  if (range === 'yesterday') return { from: addDays(today, -1), to: addDays(today, -1) }
  if (range === 'month') return { from: monthOf(today), to: today }
  return { from: addDays(today, -daysBefore[range]), to: today }
}

const daysBefore: Record<Exclude<Preset, 'yesterday' | 'month'>, number> = { today: 0, '7d': 6, '30d': 29, '12m': 364 }

export function isPreset(text: string): text is Preset {
  return presets.some((preset) => preset.name === text)
}

/** The steps of a chart: one day by its hours; two months by days, half a year by weeks, longer by months. */
export function intervalOf(days: Days): Interval | 'hour' {
  const length = lengthOf(days)
  if (length === 1) return 'hour'
  return length <= 62 ? 'day' : length <= 190 ? 'week' : 'month'
}

export function lengthOf({ from, to }: Days): number {
  return daysBetween(from, to) + 1
}

/** The period before or after: whole months for a month, else as many days. */
export function stepped(days: Days, direction: -1 | 1): Days {
  const { from, to } = days
  const isMonth = from === monthOf(from) && monthOf(to) === from && (to === monthEnd(to) || lengthOf(days) > 27)
  if (isMonth) {
    const first = direction < 0 ? monthOf(addDays(from, -1)) : addDays(monthEnd(from), 1)
    return { from: first, to: monthEnd(first) }
  }
  const length = lengthOf(days) * direction
  return { from: addDays(from, length), to: addDays(to, length) }
}

/** The days that a period is compared with: as many, just before. */
export function before(days: Days): Days {
  const length = lengthOf(days)
  return { from: addDays(days.from, -length), to: addDays(days.from, -1) }
}
