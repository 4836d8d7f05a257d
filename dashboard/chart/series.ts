/** The rows of an answer as the points of a chart: one for each step of the window, in order, whether there was anything or not. */
import { addDays, type Day, monthEnd, monthOf, weekOf } from '../../contract/day.ts'
import { reserved } from '../../contract/dimensions.ts'
import type { Measure } from '../../contract/measures.ts'
import type { Answer, Interval, Row } from '../../contract/query.ts'
import { measureSize } from '../i18n/format.ts'
import type { Days } from '../state/range.ts'

export interface Point {
  /** An hour (`0`…`23`), or the first day of the step. */
  step: string
  /** The bounds, equal where it is known exactly; null where it is not known. */
  lower: number | null
  upper: number | null
  /** Still going on, so that it will grow. */
  isOpen: boolean
  /** The days that the window holds of it, where these are not all: it is no smaller for that. */
  cut?: Days
}

export interface Now {
  today: Day
  /** The hour at the site. */
  hour: number
}

interface About {
  days: Days
  interval: Interval | 'hour'
  now: Now
}

/** Sums that are zero where there is no row; a share or a mean of nothing is not known. */
const sums: readonly Measure[] = ['visitors', 'visits', 'views']

/** Steps that lie ahead are left out. A step without a row is nothing where the measure is a sum that is kept. */
export function pointsOf({ rows, notes }: Pick<Answer, 'rows' | 'notes'>, measure: Measure, about: About): Point[] {
  const { days, interval, now } = about
  const isSum = sums.includes(measure) && !notes.some((note) => note.measure === measure && note.reason === 'notKept')
  // An hour that has no row may have a part of what is not kept.
  const rest = rows.find((row) => row.hour === reserved.notKept)
  const unkept = rest ? measureSize(rest, measure) : 0
  const byStep = new Map(rows.map((row) => [String(interval === 'hour' ? row.hour : row.date), row]))
  return stepsOf(days, interval, now).map((step) => {
    const row = byStep.get(step)
    const [lower, upper] = row ? boundsOf(row, measure) : isSum ? [0, unkept] : [null, null]
    const open = isOpen(step, interval, { days, now })
    const cut = interval === 'hour' ? undefined : cutOf(step, interval, open ? { from: days.from, to: now.today } : days)
    return { step, lower, upper, isOpen: open, ...(cut && (!open || cut.from > step) && { cut }) }
  })
}

function boundsOf(row: Row, measure: Measure): [number | null, number | null] {
  const value = row[measure]
  if (typeof value === 'number') return [value, value]
  const [lower, upper] = [row[`${measure}Lower`], row[`${measure}Upper`]]
  return typeof lower === 'number' && typeof upper === 'number' ? [lower, upper] : [null, null]
}

/** The steps of a window that have begun, by their first days (an hour by its number). */
export function stepsOf({ from, to }: Days, interval: Interval | 'hour', { today, hour }: Now): string[] {
  if (interval === 'hour') {
    const last = from === today ? hour : from > today ? -1 : 23
    return Array.from({ length: last + 1 }, (_, each) => String(each))
  }
  const steps: string[] = []
  const last = to < today ? to : today
  for (let day = first(from, interval); day <= last; day = next(day, interval)) steps.push(day)
  return steps
}

const first = (day: Day, interval: Interval) => (interval === 'day' ? day : interval === 'week' ? weekOf(day) : monthOf(day))
const next = (day: Day, interval: Interval) => addDays(interval === 'month' ? monthEnd(day) : day, interval === 'week' ? 7 : 1)

/** The part of a step that lies in the window; undefined where all of it does. */
function cutOf(step: Day, interval: Interval, { from, to }: Days): Days | undefined {
  const last = addDays(next(step, interval), -1)
  return from > step || to < last ? { from: from > step ? from : step, to: to < last ? to : last } : undefined
}

function isOpen(step: string, interval: Interval | 'hour', { days, now }: { days: Days; now: Now }): boolean {
  if (interval === 'hour') return days.from === now.today && step === String(now.hour)
  return step <= now.today && now.today < next(step, interval) && now.today <= days.to
}
