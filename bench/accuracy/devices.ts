/** Devices, their one browser, and the user agent that it sends as it grows older: few texts cover most of them. */
import { choiceOf, type Random } from '../../collector/sample/random.ts'
import type { Assumptions } from './assumptions.ts'

/** A browser family on a system: its whole user agent but for the version (Chrome's names neither device nor minor version). */
interface Family {
  name: string
  isSafari: boolean
  /** Days between two versions, and the mean of days until a device has it. */
  cycle: number
  lag: number
}

const chromium = (name: string): Family => ({ name, isSafari: false, cycle: 28, lag: 6 })
const safari = (name: string): Family => ({ name, isSafari: true, cycle: 45, lag: 20 })

const phones = choiceOf<Family>([
  [chromium('Chrome, Android 10; K'), 0.56],
  [safari('Safari, iPhone'), 0.36],
  [chromium('Samsung Internet'), 0.06],
  [chromium('Firefox, Android'), 0.02],
])
const computers = choiceOf<Family>([
  [chromium('Chrome, Windows'), 0.48],
  [chromium('Edge, Windows'), 0.2],
  [safari('Safari, Macintosh'), 0.12],
  [chromium('Chrome, Macintosh'), 0.09],
  [chromium('Firefox, Windows'), 0.08],
  [chromium('Chrome, other'), 0.03],
])
const managed = choiceOf<Family>([
  [chromium('Edge, Windows'), 0.7],
  [chromium('Chrome, Windows'), 0.3],
])

export interface Device {
  /** The browser's number: the truth of `browsers`. */
  number: number
  isSafari: boolean
  /** The user agent that it sends on a day, counted from the world's first. */
  agent(day: number): string
  /** Its cookies: another number is another life, since all are gone. */
  jar: number
  /** Mean days between two clearings; null: never; 0: at the end of every visit. */
  clears: number | null
  /** Milliseconds since 1970. */
  nextClear: number
}

/** Numbers that nobody else has. */
export interface Numbers {
  next(): number
}

export function numbers(): Numbers {
  let last = 0
  return { next: () => ++last }
}

export interface Image {
  family: Family
  lag: number
}

/** What an office or a school puts on all its machines. */
export function image(random: Random): Image {
  const family = random.pick(managed)
  return { family, lag: random.next() * 20 }
}

export function phone(random: Random, own: Numbers, given: Assumptions): Device {
  return device(random, own, { family: random.pick(phones), clearing: 1 / 3, given })
}

export function computer(random: Random, own: Numbers, given: Assumptions): Device {
  return device(random, own, { family: random.pick(computers), clearing: 1, given })
}

export function machine(random: Random, own: Numbers, { family, lag }: Image, given: Assumptions): Device {
  return { ...device(random, own, { family, clearing: 0, given }), agent: agentOf(family, lag, given) }
}

interface Kind {
  family: Family
  /** How often cookies are cleared, beside a computer at home. */
  clearing: number
  given: Assumptions
}

function device(random: Random, own: Numbers, { family, clearing, given }: Kind): Device {
  const draw = random.next() / (clearing || Number.MIN_VALUE)
  const clears = draw < given.clearAlways ? 0 : draw < given.clearAlways + given.clearMonthly ? 30 : null
  // One in five never moves to a new version of the system's own browser.
  const stuck = family.isSafari && random.chance(0.2)
  const lag = -Math.log(1 - random.next()) * family.lag
  return {
    number: own.next(),
    isSafari: family.isSafari,
    agent: stuck ? () => `${family.name} old` : agentOf(family, lag, given),
    jar: own.next(),
    clears,
    nextClear: Number.NEGATIVE_INFINITY,
  }
}

function agentOf({ name, cycle }: Family, lag: number, { agentsAge }: Assumptions): (day: number) => string {
  if (!agentsAge) return () => name
  return (day) => `${name} ${Math.floor((day + 1_000 - lag) / cycle)}`
}
