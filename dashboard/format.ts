/** Numbers, days and values in the words that people read. */
import type { Day } from '../contract/day.ts'
import { type Dimension, reserved } from '../contract/dimensions.ts'
import type { Measure, Row } from '../contract/query.ts'
import { type Reason, reasons } from '../contract/reasons.ts'
import type { Days } from './state/range.ts'

const language = 'en'
const whole = new Intl.NumberFormat(language)

/** A measure of a row: `1,204`; `12–15` where only bounds are known; an em dash where nothing is. */
export function measureText(row: Row, measure: Measure): string {
  const value = row[measure]
  if (typeof value === 'number') return whole.format(value)
  const [lower, upper] = [row[`${measure}Lower`], row[`${measure}Upper`]]
  if (typeof lower !== 'number' || typeof upper !== 'number') return '—'
  return lower === upper ? whole.format(lower) : `${whole.format(lower)}–${whole.format(upper)}`
}

/** The number by which a row is drawn: the measure, or the upper bound of what is known of it. */
export function measureSize(row: Row, measure: Measure): number {
  const value = row[measure] ?? row[`${measure}Upper`]
  return typeof value === 'number' ? value : 0
}

export interface Name {
  text: string
  /** A word of explanation, for values that are not what was sent. */
  hint?: string
  /** True where the text is ours and not a value that was sent. */
  isOurs?: true
}

const unsent: Partial<Record<Dimension, string>> = { path: 'paths come only with consent' }
const others: Partial<Record<Dimension, string>> = { referrer: 'too rare to be kept by name, or an address' }
const ours: Record<string, Omit<Name, 'isOurs'>> = {
  [reserved.direct]: { text: 'Direct', hint: 'typed, bookmarked, or not told' },
  [reserved.other]: { text: 'Everything else', hint: 'too rare to be kept by name' },
  [reserved.notKept]: { text: 'Not kept', hint: 'the rest, which is not kept apart' },
}

/** How a value of a dimension is shown. */
export function valueName(dimension: Dimension, value: string | null): Name {
  if (value === null) return { text: 'Not sent', hint: unsent[dimension], isOurs: true }
  const known = ours[value]
  if (known) return { ...known, ...(value === reserved.other && dimension in others && { hint: others[dimension] }), isOurs: true }
  if (dimension === 'refused' && value in reasons) return { text: value, hint: reasons[value as Reason] }
  return { text: value }
}

const dayFormat = new Intl.DateTimeFormat(language, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' })
const dateOf = (day: Day) => new Date(`${day}T00:00:00Z`)

/** `Nov 24, 2026`, or `Nov 18 – 24, 2026`. */
export function daysText({ from, to }: Days): string {
  return dayFormat.formatRange(dateOf(from), dateOf(to))
}

const timeFormat = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

/** The time of day where the reader is. */
export function timeText(milliseconds: number): string {
  return timeFormat.format(milliseconds)
}
