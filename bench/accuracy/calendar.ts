/** The half year of a world, in days counted from its first. */
import { addDays, type Day } from '../../contract/day.ts'

/** Site-local days are days of UTC: the best case for salts that change at midnight UTC. */
export const firstDay: Day = '2026-06-03'
export const measuredFrom: Day = '2026-09-01'
export const measuredTo: Day = '2026-11-30'
/** Three months to get to know its visitors, then thirteen weeks that are measured. */
export const days = 181
export const dayLength = 86_400_000
export const start = Date.parse(`${firstDay}T00:00:00Z`)

export const dayName = (day: number): Day => addDays(firstDay, day)

// The first of January 1970 was a Thursday.
export const isWeekday = (at: number) => (Math.floor(at / dayLength) + 3) % 7 < 5
