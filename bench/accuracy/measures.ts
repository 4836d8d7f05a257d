/** Counts → the numbers that a report would show, for windows of days. */
import { type Day, daysBetween } from '../../contract/day.ts'
import { dayName, firstDay, measuredFrom, measuredTo } from './calendar.ts'
import { type Count, nobody } from './count.ts'
import type { View } from './view.ts'

export const spans = ['day', 'week', 'month', 'rolling', 'quarter'] as const
export type Span = (typeof spans)[number]

/** Days since the world's first, both inclusive. */
export interface Window {
  from: number
  to: number
}

const number = (day: Day) => daysBetween(firstDay, day)
const first = number(measuredFrom)
const last = number(measuredTo)
const window = (from: Day, to: Day): Window => ({ from: number(from), to: number(to) })
const each = (length: number): Window[] =>
  Array.from({ length: (last - first + 1) / length }, (_, index) => ({
    from: first + index * length,
    to: first + (index + 1) * length - 1,
  }))

/** The windows of each length; months are the calendar's, which suits those whose salt changes with it; 30 days that cross its end too. */
export const windows: Record<Span, Window[]> = {
  day: each(1),
  week: each(7),
  month: [window('2026-09-01', '2026-09-30'), window('2026-10-01', '2026-10-31'), window('2026-11-01', '2026-11-30')],
  rolling: [window('2026-09-16', '2026-10-15'), window('2026-10-16', '2026-11-14')],
  quarter: [{ from: first, to: last }],
}

export const daysOf = ({ from, to }: Window) => ({ from: dayName(from), to: dayName(to) })

/** What is told of a window. Null: the rule cannot tell. */
export interface Told {
  views: number
  visitors: number
  newVisitors: number | null
  visits: number
  bounceRate: number | null
}

/** Asks a count about windows. `links`: it can tell which pages were one visit's, and who was here before. */
export function reader(views: readonly View[], { visitors, visits }: Count, links = true): (window: Window) => Told {
  const firstSeen = new Map<number, number>()
  const begun = new Map<number, { day: number; views: number }>()
  const starts: number[] = []
  for (const [index, { day }] of views.entries()) {
    starts[day] ??= index
    const visitor = visitors[index]!
    if (visitor > 0 && !firstSeen.has(visitor)) firstSeen.set(visitor, day)
    const visit = visits[index]!
    const known = begun.get(visit)
    if (known) known.views++
    else if (visit > 0) begun.set(visit, { day, views: 1 })
  }
  const visitsOn = new Map<number, { all: number; bounced: number }>()
  for (const { day, views: seen } of begun.values()) {
    const sums = visitsOn.get(day) ?? { all: 0, bounced: 0 }
    visitsOn.set(day, { all: sums.all + 1, bounced: sums.bounced + (seen === 1 ? 1 : 0) })
  }
  const read = ({ from, to }: Window): Told => {
    const inside = new Set<number>()
    let counted = 0
    for (let index = starts[from] ?? views.length; index < views.length && views[index]!.day <= to; index++) {
      const visitor = visitors[index]!
      if (visitor !== 0) counted++
      if (visitor !== 0 && visitor !== nobody) inside.add(visitor)
    }
    const sums = { all: 0, bounced: 0 }
    for (let day = from; day <= to; day++) {
      sums.all += visitsOn.get(day)?.all ?? 0
      sums.bounced += visitsOn.get(day)?.bounced ?? 0
    }
    return {
      views: counted,
      visitors: inside.size,
      newVisitors: links ? [...inside].filter((visitor) => firstSeen.get(visitor)! >= from).length : null,
      visits: sums.all,
      bounceRate: links ? sums.bounced / sums.all : null,
    }
  }
  // Each window is asked for beside people and beside browsers.
  const known = new Map<Window, Told>()
  return (window) => {
    const told = known.get(window) ?? read(window)
    known.set(window, told)
    return told
  }
}
