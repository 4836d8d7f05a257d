/** The browsers of the sample city: who each is, whether it consents, and when it comes back. They live in memory only. */
import { type Day, daysBetween, weekOf } from '../../contract/day.ts'
import { longestRecency, oldestWeek } from '../../contract/rules.ts'
import { type Equipment, equipments, type Home, homes } from './audience.ts'
import type { Random } from './random.ts'

export interface Browser {
  consent: boolean
  equipment: Equipment
  home: Home
  /** Mean days until it comes back; null: it never does. */
  habit: number | null
  /** The day of its last counted view, as its own cookie would say. */
  seen: Day | null
  /** The Monday of the week of its first counted view. */
  since: Day | null
}

// Daily, weekly, monthly and seasonal visitors; more than half come once.
const habits: readonly (readonly [number, number])[] = [
  [0.03, 1.6],
  [0.1, 7],
  [0.15, 28],
  [0.12, 80],
]
const consenting = 0.6

export function newcomer(random: Random): Browser {
  return {
    consent: random.chance(consenting),
    equipment: random.pick(equipments),
    home: random.pick(homes),
    habit: habitOf(random),
    seen: null,
    since: null,
  }
}

function habitOf(random: Random): number | null {
  let at = random.next()
  for (const [share, days] of habits) {
    if (at < share) return days
    at -= share
  }
  return null
}

/** Days until the browser's next visit; null where it does not come again. */
export function pauseOf(random: Random, { habit }: Browser): number | null {
  if (habit === null || random.chance(0.06)) return null
  return Math.max(1, Math.round(random.skewed(habit, 0.5)))
}

/** What the browser says of its own past on a view of `day`, and remembers: as the cookies of docs/counting.md do. */
export function tellPast(browser: Browser, day: Day): { recency?: string; since?: number } {
  const { seen, since } = browser
  browser.seen = day
  browser.since ??= weekOf(day)
  if (seen === day) return {}
  const recency = seen === null ? 'new' : String(Math.min(longestRecency, daysBetween(seen, day)))
  if (seen !== null && weekOf(seen) === weekOf(day)) return { recency }
  const weeks = daysBetween(since ?? weekOf(day), weekOf(day)) / 7
  return weeks > oldestWeek ? { recency } : { recency, since: weeks }
}
