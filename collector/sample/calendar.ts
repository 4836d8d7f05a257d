/** The shape of time in the sample city: how busy each day and hour is. */
import { type Day, daysBetween } from '../../contract/day.ts'
import { budgetPath, stormPath } from './city.ts'
import { choiceOf } from './random.ts'

// Sunday first.
const weekdays = [0.62, 1.22, 1.2, 1.14, 1.1, 0.98, 0.7]
// January first.
const months = [0.92, 0.94, 1.04, 1.1, 1.06, 1.08, 1.04, 0.98, 1.04, 1.06, 0.98, 0.8]

const hourly = (weights: readonly number[]) => choiceOf(weights.map((weight, hour) => [hour, weight] as const))
const workdayHours = hourly([1, 0.6, 0.4, 0.3, 0.4, 1, 2.5, 5, 8, 9.5, 9.5, 8.5, 8, 7.5, 7.5, 7.5, 7, 6.5, 6, 6, 5.5, 4.5, 3, 1.8])
const weekendHours = hourly([1.6, 1, 0.7, 0.5, 0.4, 0.6, 1.2, 2.5, 4.5, 6.5, 8, 8, 7.5, 7, 6.5, 6.5, 6, 6, 6, 6, 5.5, 4.5, 3.2, 2])

/** Something that brought people, so many days before the last day of the history. */
interface Occasion {
  ago: number
  /** How many times as many visits as on another day. */
  factor: number
  path: string
  /** The share of visits that begin there. */
  share: number
}

const occasions: readonly Occasion[] = [
  { ago: 301, factor: 1.9, path: stormPath, share: 0.35 },
  { ago: 300, factor: 3.4, path: stormPath, share: 0.6 },
  { ago: 299, factor: 1.8, path: stormPath, share: 0.3 },
  { ago: 40, factor: 1.7, path: budgetPath, share: 0.4 },
  { ago: 39, factor: 1.4, path: budgetPath, share: 0.25 },
  { ago: 13, factor: 2.2, path: stormPath, share: 0.45 },
  { ago: 12, factor: 1.5, path: stormPath, share: 0.3 },
]

export interface Season {
  /** 1…12. */
  month: number
  /** Visits on this day beside those of an average one. */
  factor: number
  hours: typeof workdayHours
  occasion: Occasion | undefined
}

/** What kind of day it is; `end` is the last day of the history. */
export function seasonOf(day: Day, end: Day): Season {
  const month = Number(day.slice(5, 7))
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  const ago = daysBetween(day, end)
  const occasion = occasions.find((each) => each.ago === ago)
  // A third more by the end of a year.
  const trend = 1.33 ** (-ago / 365)
  const factor = (weekdays[weekday] ?? 1) * (months[month - 1] ?? 1) * trend * (occasion?.factor ?? 1)
  return { month, factor, hours: weekday === 0 || weekday === 6 ? weekendHours : workdayHours, occasion }
}
