/** Calendar days as `YYYY-MM-DD` strings: the only form of time that is stored. */

export type Day = string

const dayPattern = /^\d{4}-\d{2}-\d{2}$/
const millisecondsPerDay = 86_400_000

/** True for a day that exists in the calendar (`2026-02-30` does not). */
export function isDay(text: string): boolean {
  return dayPattern.test(text) && dayOf(Date.parse(`${text}T00:00:00Z`)) === text
}

/** The day `count` days after `day` (before it, where negative). */
export function addDays(day: Day, count: number): Day {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + count * millisecondsPerDay)
}

/** Whole days from `first` to `second`; negative where `second` is earlier. */
export function daysBetween(first: Day, second: Day): number {
  return Math.round((Date.parse(`${second}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / millisecondsPerDay)
}

/** The first day of the month of `day`. */
export function monthOf(day: Day): Day {
  return `${day.slice(0, 7)}-01`
}

/** The last day of the month of `day`. */
export function monthEnd(day: Day): Day {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return dayOf(Date.UTC(year, month, 0))
}

/** The Monday of the ISO week of `day`. */
export function weekOf(day: Day): Day {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return addDays(day, -((weekday + 6) % 7))
}

function dayOf(milliseconds: number): Day {
  return Number.isNaN(milliseconds) ? '' : new Date(milliseconds).toISOString().slice(0, 10)
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Day and hour (0…23) that a clock on the wall in `zone` shows at `milliseconds` since 1970. */
export function localTime(zone: string, milliseconds: number): { day: Day; hour: number } {
  const parts = formatter(zone).formatToParts(milliseconds)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  return { day: `${part('year')}-${part('month')}-${part('day')}`, hour: Number(part('hour')) }
}

/** True where the runtime knows the IANA time zone `zone`. */
export function isZone(zone: string): boolean {
  try {
    formatter(zone)
    return true
  } catch {
    return false
  }
}

// At most one formatter for each zone that a site was given; making one costs far more than using it.
function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  })
  formatters.set(zone, made)
  return made
}
