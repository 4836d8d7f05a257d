/**
 * The visitors of a week and of a month, as one number each: they stay known when the recencies of their days are folded
 * (docs/counting.md, "Any window"). Pure.
 */
import { addDays, type Day, daysBetween, monthEnd, monthOf, weekOf } from '../../contract/day.ts'
import { reserved } from '../../contract/dimensions.ts'
import type { Cell } from './cell.ts'

export type PeriodGrain = 'week' | 'month'

/** What a recency says of a longer period: the browser's first day in it, or it was here in it before. */
export const inPeriod = { first: 'first', again: 'again' } as const

/** First and last day of the period in which `day` lies. */
export const periodOf: Record<PeriodGrain, (day: Day) => { from: Day; to: Day }> = {
  week: (day) => ({ from: weekOf(day), to: addDays(weekOf(day), 6) }),
  month: (day) => ({ from: monthOf(day), to: monthEnd(day) }),
}

/**
 * Of the recencies among cells of day grain: how many browsers were first in their week and month, and how many were not. Both are kept, so that
 * whoever reads them can tell by the days' own sums that no day is missing: one that an earlier Footfall counted, which kept neither.
 */
export function periodCells(cells: readonly Cell[]): Cell[] {
  const sums = new Map<string, Cell>()
  for (const cell of cells) {
    if (cell.dimensionA !== '' || cell.dimensionB !== 'recency') continue
    for (const grain of ['week', 'month'] as const) {
      const { from } = periodOf[grain](cell.day)
      const into = daysBetween(from, cell.day)
      // Of these nobody knows which it was, but on the first day: what is left out, readers see to be missing.
      if (into > 0 && untold.includes(cell.valueB)) continue
      const valueB = into === 0 || isFirst(cell.valueB, into) ? inPeriod.first : inPeriod.again
      // A batch holds cells of one month: of a week over its end each part stands in its own.
      const day = [from, monthOf(cell.day)].sort()[1] as Day
      const key = `${cell.site}\n${grain}\n${day}\n${valueB}`
      const sum = sums.get(key) ?? { ...cell, grain, day, valueB, counts: { count: 0 } }
      sums.set(key, sum)
      sum.counts.count = (sum.counts.count ?? 0) + (cell.counts.count ?? 0)
    }
  }
  return [...sums.values()]
}

const untold: readonly string[] = [reserved.other, reserved.removed]

/** Whether somebody who was last here so long before is so for the first time since the period began, `into` days ago (at most 30). */
function isFirst(recency: string, into: number): boolean {
  return recency === 'new' || Number(recency) > into
}
