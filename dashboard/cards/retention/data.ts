/** Weekly retention: of the browsers that first came in a week, how many came again in each later one. */
import { addDays, type Day, daysBetween, weekOf } from '../../../contract/day.ts'
import { reserved } from '../../../contract/dimensions.ts'
import type { Row } from '../../../contract/query.ts'
import { oldestWeek } from '../../../contract/rules.ts'
import type { Days } from '../../state/range.ts'

/** Weeks that the grid shows at most; a browser tells its age up to so many. */
export const retentionWeeks = oldestWeek

export interface RetentionCell {
  count: number
  /** Of the cohort's size; above 1 where lost events make it so. */
  share: number
  /** That week is not over, or cut by the chosen days: it may grow. */
  isOpen: boolean
}

export interface Cohort {
  /** The Monday of the week in which its browsers first came. */
  week: Day
  /** How many came first in it. */
  size: number
  isOpen: boolean
  /** One for each later week until the last, from one week later on. */
  cells: readonly RetentionCell[]
}

export interface Retention {
  /** The earliest first; only those of which somebody came first in the window. */
  cohorts: readonly Cohort[]
  /** By weeks later, from one on: the share of all whose that week is over. Null where there is none yet. */
  average: readonly (number | null)[]
  /** The largest share of a cell, by which shades are measured. */
  most: number
  /** Counts of cohorts too small to be kept apart. */
  merged: number
}

/** The window of the grid: whole weeks up to the last of the chosen days, and none that lie ahead. */
export function retentionDays({ to }: Days, today: Day): Days {
  const last = to < today ? to : today
  return { from: addDays(weekOf(last), -7 * (retentionWeeks - 1)), to: last }
}

/** The grid of an answer's rows `{ date: Monday, cohort: weeks since the first, count }` for the window that was asked. */
export function retentionOf(rows: readonly Row[], { from, to }: Days, today: Day): Retention {
  const counts = new Map(rows.map((row) => [`${cohortWeek(row)} ${row.date}`, Number(row.count ?? 0)]))
  const isOpen = (week: Day) => addDays(week, 6) > to || addDays(week, 6) >= today
  const last = weekOf(to)
  const cohorts = weeksBetween(from, last).flatMap((week): Cohort[] => {
    const size = counts.get(`${week} ${week}`) ?? 0
    if (size === 0) return []
    const cells = weeksBetween(addDays(week, 7), last).map((later): RetentionCell => {
      const count = counts.get(`${week} ${later}`) ?? 0
      return { count, share: count / size, isOpen: isOpen(later) }
    })
    return [{ week, size, isOpen: isOpen(week), cells }]
  })
  return {
    cohorts,
    average: averageOf(cohorts),
    most: Math.max(0, ...cohorts.flatMap(({ cells }) => cells.map(({ share }) => share))),
    merged: rows.reduce((sum, row) => sum + (row.cohort === reserved.other ? Number(row.count ?? 0) : 0), 0),
  }
}

/** The Monday of a row's own cohort; no day for what is merged. */
function cohortWeek({ date, cohort }: Row): Day {
  return cohort === reserved.other ? '' : addDays(String(date), -7 * Number(cohort))
}

function averageOf(cohorts: readonly Cohort[]): (number | null)[] {
  const ages = Math.max(0, ...cohorts.map(({ cells }) => cells.length))
  return Array.from({ length: ages }, (_, age) => {
    const told = cohorts.filter(({ cells }) => cells[age] && !cells[age].isOpen)
    const size = told.reduce((sum, each) => sum + each.size, 0)
    return size > 0 ? told.reduce((sum, { cells }) => sum + cells[age]!.count, 0) / size : null
  })
}

function weeksBetween(first: Day, last: Day): Day[] {
  const count = Math.max(0, Math.floor(daysBetween(first, last) / 7) + 1)
  return Array.from({ length: count }, (_, index) => addDays(first, 7 * index))
}
