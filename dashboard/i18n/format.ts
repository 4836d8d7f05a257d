/** Numbers, days and values in the words that people read. */
import type { Day } from '../../contract/day.ts'
import { type Dimension, reserved } from '../../contract/dimensions.ts'
import { readableHost } from '../../contract/host.ts'
import { type Measure, type Unit, unitOf } from '../../contract/measures.ts'
import { readablePath } from '../../contract/path.ts'
import type { Interval, Row } from '../../contract/query.ts'
import type { Headline } from '../state/measures.ts'
import type { Days } from '../state/range.ts'
import { isItself, isUnlisted, type OwnHosts } from './own-hosts.ts'
import { copyAt } from './page-copies.ts'

const language = 'en'
const whole = new Intl.NumberFormat(language)
const short = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 })
const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
const decimal = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** `1,204`, `46 %`, `2.4`, `1m 32s`. */
export function numberText(value: number, unit: Unit = 'count'): string {
  if (unit === 'share') return percent.format(value)
  if (unit === 'ratio') return decimal.format(value)
  if (unit === 'seconds') return secondsText(value)
  return whole.format(value)
}

/** The same on an axis, where there is little room. */
export function axisText(value: number, unit: Unit): string {
  return unit === 'count' ? short.format(value) : unit === 'ratio' ? decimal.format(value) : numberText(value, unit)
}

function secondsText(value: number): string {
  const seconds = Math.round(value)
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m ${seconds % 60}s`
}

/** A number as it is read; of one that is known by its bounds the lower, and the upper apart. */
export interface NumberParts {
  text: string
  upTo?: string
}

/** A measure of a row; an em dash where nothing is known. Bounds that read the same are one number. */
export function measureParts(row: Row, measure: Measure): NumberParts {
  const unit = unitOf(measure)
  const value = row[measure]
  if (typeof value === 'number') return { text: numberText(value, unit) }
  const [lower, upper] = [row[`${measure}Lower`], row[`${measure}Upper`]]
  if (typeof lower !== 'number' || typeof upper !== 'number') return { text: '—' }
  const [text, upTo] = [numberText(lower, unit), numberText(upper, unit)]
  if (text === upTo) return { text }
  if (unit === 'seconds') return secondsParts(lower, upper)
  return { text: unit === 'share' ? text.replace('%', '') : text, upTo }
}

/** `22–45s`, `22s–3m`, `3–6m`: no closer than there is room for, and never closer than it is known. */
function secondsParts(lower: number, upper: number): NumberParts {
  if (upper < 60) return { text: String(Math.floor(lower)), upTo: secondsText(Math.ceil(upper)) }
  return { text: lower < 60 ? `${Math.floor(lower)}s` : String(Math.floor(lower / 60)), upTo: `${Math.ceil(upper / 60)}m` }
}

/** The same in one text: `1,204`, `12–15`, `40–61%`. */
export function measureText(row: Row, measure: Measure): string {
  const { text, upTo } = measureParts(row, measure)
  return upTo === undefined ? text : `${text}–${upTo}`
}

const rounded = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 })

/** An estimate, no more exact than it is: `1,240`; `2,540–3,100` where only bounds are known; undefined where nothing is. */
export function aboutText(row: Row, measure: Measure): string | undefined {
  const bounds = [row[measure] ?? row[`${measure}Lower`], row[measure] ?? row[`${measure}Upper`]]
  if (!bounds.every((bound) => typeof bound === 'number')) return
  return [...new Set(bounds.map((bound) => rounded.format(bound)))].join('–')
}

/** The number by which a row is drawn: the measure, or the upper bound of what is known of it. */
export function measureSize(row: Row, measure: Measure): number {
  const value = row[measure] ?? row[`${measure}Upper`]
  return typeof value === 'number' ? value : 0
}

/** The number that is certain: the measure, or its lower bound. */
export function measureLeast(row: Row, measure: Measure): number {
  const value = row[measure] ?? row[`${measure}Lower`]
  return typeof value === 'number' ? value : 0
}

/** What a list is asked for, by which a part of it is told. */
interface Listed {
  column: string
  measures: readonly { measure: Measure; label: string }[]
}

/** How much of a list is not kept, 0…1, by the first of its measures of which that is known; undefined where it is of none. */
export function restShare({ measures }: Listed, rest: Row, totals: Row): { share: number; label: string } | undefined {
  const known = measures.find(({ measure }) => measureLeast(rest, measure) > 0 && measureLeast(totals, measure) > 0)
  return known && { share: measureLeast(rest, known.measure) / measureLeast(totals, known.measure), label: known.label }
}

/** `63% of views not kept by page`. */
export function restText(list: Listed, rest: Row, totals: Row): string {
  const known = restShare(list, rest, totals)
  const by = `not kept by ${list.column.toLowerCase()}`
  if (!known) return capital(by)
  return `${known.share < 0.01 ? 'less than 1%' : numberText(known.share, 'share')} of ${known.label.toLowerCase()} ${by}`
}

export const restHint =
  'Values that are rare under this filter, or were sent without consent, are in the totals only. Whole months, and this month so far, keep the most'

/** What was taken away of a site's day, and still stands in the rows of a list: by the first of its measures that is known. */
export function removedText({ measures }: Listed, removed: Row): string {
  const known = measures.find(({ measure }) => measureLeast(removed, measure) < 0)
  if (!known) return ''
  return `${numberText(-measureLeast(removed, known.measure))} ${known.label.toLowerCase()} were false and were removed from the totals. These rows still include them: it is not known which rows`
}

export interface MeasureChange {
  text: string
  direction: 'up' | 'down' | 'same'
}

/** The change from one period to the next; undefined where one of the two is not known, or there was nothing. */
export function changeOf(now: Row, then: Row, { measure, unit }: Pick<Headline, 'measure' | 'unit'>): MeasureChange | undefined {
  const [value, past] = [now[measure], then[measure]]
  if (typeof value !== 'number' || typeof past !== 'number') return
  if (unit === 'share') return change((value - past) * 100, 'pt')
  // Ten times as much is another beginning, not a trend.
  return past > 0 && value < past * 10 ? change(((value - past) / past) * 100, '%') : undefined
}

function change(difference: number, sign: '%' | 'pt'): MeasureChange {
  const rounded = Math.round(difference)
  const direction = rounded > 0 ? 'up' : rounded < 0 ? 'down' : 'same'
  return { text: `${whole.format(Math.abs(rounded))}${sign === 'pt' ? ' pt' : '%'}`, direction }
}

export interface Name {
  text: string
  /** A word of explanation, for values that are not what was sent. */
  hint?: string
  /** The other way in which it is written: part of the name, wherever that stands. */
  also?: string
  /** True where the text is ours and not a value that was sent. */
  isOurs?: true
}

const unsent: Partial<Record<Dimension, string>> = {
  path: 'paths come only with consent',
  referrer: 'the browser no longer says where the visit came from',
  source: 'without consent, or no longer known when the event was sent',
  medium: 'without consent, or without a label',
  campaign: 'without consent, or without a label',
  network: 'too rare to be named, or without a name',
}
const withConsent = 'recorded only with consent'
const others: Partial<Record<Dimension, string>> = { referrer: 'too rare to be listed by name, or an address' }
// A map: what is stored may be called as what every object has (`constructor`).
const ours = new Map<string, Omit<Name, 'isOurs'>>([
  [reserved.direct, { text: 'Direct', hint: 'typed, bookmarked, or not reported by the browser' }],
  [reserved.other, { text: 'Everything else', hint: 'too rare to be listed by name' }],
  [reserved.removed, { text: 'Removed by the owner', hint: 'false traffic that these rows still include' }],
])

const countries = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' })
const languages = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' })
const named: Partial<Record<Dimension, (value: string) => string>> = {
  country: (value) => countries.of(value) ?? value,
  language: (value) => languages.of(value) ?? value,
  hour: (value) => `${value.padStart(2, '0')}:00`,
  device: capital,
  screen: capital,
}
// What is stored from before there was one spelling is percent-encoded.
for (const name of ['path', 'entry', 'exit', 'from'] as const) named[name] = readablePath
const ofHosts: readonly Dimension[] = ['referrer', 'source', 'host', 'network']

const itself: Name = { text: 'This site itself', hint: 'own links, reloads and restored tabs', isOurs: true }

/** How a value of a dimension is shown; with the hosts of its site, the owner's own are named as such. */
export function valueName(dimension: Dimension, value: string | null, own?: OwnHosts): Name {
  if (value === null) return { text: 'Not sent', hint: unsent[dimension] ?? withConsent, isOurs: true }
  const known = ours.get(value)
  if (known)
    return { ...known, ...(value === reserved.other && Object.hasOwn(others, dimension) && { hint: others[dimension] }), isOurs: true }
  if (own && isItself(dimension, value, own)) return itself
  const name = plainName(dimension, value)
  return own && isUnlisted(dimension, value, own) ? { ...name, hint: 'yours? add it' } : name
}

function plainName(dimension: Dimension, value: string): Name {
  if (dimension === 'stray') return strayName(value)
  return ofHosts.includes(dimension) ? twofold(readableHost(value), value) : { text: readable(dimension, value) }
}

/** One that imitates another by its letters is known by the name that has none of them. */
function strayName(host: string): Name {
  const copy = copyAt(host)
  if (copy) return { text: host, hint: `${copy}, no look-alike; list the host to count its readers` }
  return twofold(host, readableHost(host))
}

function twofold(text: string, also: string): Name {
  return text === also ? { text } : { text, also }
}

/** A name as it is told where one points at it. */
export function titleOf({ text, hint, also }: Name): string {
  return `${text}${also ? ` (${also})` : ''}${hint ? `: ${hint}` : ''}`
}

function readable(dimension: Dimension, value: string): string {
  try {
    return named[dimension]?.(value) ?? value
  } catch {
    // No such country or language: shown as it came.
    return value
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const dayFormat = new Intl.DateTimeFormat(language, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' })
const shortDay = new Intl.DateTimeFormat(language, { timeZone: 'UTC', day: 'numeric', month: 'short' })
const longDay = new Intl.DateTimeFormat(language, { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
const month = new Intl.DateTimeFormat(language, { timeZone: 'UTC', month: 'short', year: 'numeric' })
const shortMonth = new Intl.DateTimeFormat(language, { timeZone: 'UTC', month: 'short' })
const dateOf = (day: Day) => new Date(`${day}T00:00:00Z`)

/** `Nov 24, 2026`, or `Nov 18 – 24, 2026`. */
export function daysText({ from, to }: Days): string {
  return dayFormat.formatRange(dateOf(from), dateOf(to))
}

/** A part of a year that is said beside it: `Nov 12 – 30`. */
export function partText({ from, to }: Days): string {
  return shortDay.formatRange(dateOf(from), dateOf(to))
}

/** A step of the chart, on its axis and in full. */
export function stepText(step: string, interval: Interval | 'hour'): { short: string; full: string } {
  if (interval === 'hour') return { short: `${step.padStart(2, '0')}`, full: `${step.padStart(2, '0')}:00` }
  const date = dateOf(step)
  if (interval === 'month') return { short: shortMonth.format(date), full: month.format(date) }
  if (interval === 'week') return { short: shortDay.format(date), full: `Week of ${dayFormat.format(date)}` }
  return { short: shortDay.format(date), full: longDay.format(date) }
}

const timeFormat = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

/** The time of day where the reader is. */
export function timeText(milliseconds: number): string {
  return timeFormat.format(milliseconds)
}
