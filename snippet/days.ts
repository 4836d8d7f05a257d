/** Calendar days at the site as whole numbers, days since 1970-01-01: the only form of time that is kept or sent. */
import { cookieDays } from '../contract/limits.ts'

const millisecondsPerDay = 86_400_000

/** The day that it is in `zone` at `milliseconds` since 1970. A browser's first look at zones is slow: only what is sent with consent needs it. */
export function siteDay(zone: string, milliseconds: number): number {
  // Swedish writes its dates as ISO 8601 does.
  return dayOf(new Date(milliseconds).toLocaleDateString('sv', { timeZone: zone }))
}

/** The day that a text such as `2026-11-24` names; NaN where it names none. */
export function dayOf(text: string | undefined): number {
  // Not `Date.parse`: old libraries have one of their own, which finds a date in anything.
  return +new Date(`${text}T00:00Z`) / millisecondsPerDay
}

/** `2026-11-24` */
export function dayText(day: number): string {
  return new Date(day * millisecondsPerDay).toISOString().slice(0, 10)
}

/** Half a year later, at a midnight, in milliseconds since 1970: the end of what is kept of `day` is no finer than the day, and does not say when it was written. */
export function longAfter(day: number): number {
  return (day + cookieDays) * millisecondsPerDay
}

/** The Monday of its ISO week. The first day was a Thursday. */
export function weekOf(day: number): number {
  return day - ((day + 3) % 7)
}
