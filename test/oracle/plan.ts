/** What kind of world: everything in it follows from this and its seed. Smaller plans are simpler worlds, so that a failure shrinks. */
import fc from 'fast-check'
import type { Site } from '../../contract/site.ts'

export interface Plan {
  seed: number
  browsers: number
  days: number
  zone: string
  /** Calendar day on which it begins. */
  start: string
  baseline: Site['baseline']
  detail: Site['detail']
  /** Share of browsers whose people accept when they are asked. */
  consent: number
  /** People clear their cookies. */
  clearing: boolean
  /** People withdraw their consent, some in the middle of a visit, and some accept again. */
  withdrawing: boolean
  /** Pages are reloaded, gone back to, restored from the back/forward cache, thrown away while hidden, left open for hours. */
  restless: boolean
  /** Visits go on in several tabs, some of them copies of another. */
  tabs: boolean
  /** The pages stand on several hosts, each of which has the same paths. */
  hosts: boolean
  /** Some are forwarded as they arrive: by the server, or by a script before or after the tag has run. */
  forwards: boolean
  /** Networks go away and come back. */
  offline: boolean
  /** Computers sleep while a page is open. */
  sleeping: boolean
  /** Clocks are wrong: most by hours, a few by a year. */
  skew: boolean
  /** One event in twenty comes with another that no tag sends. */
  bad: boolean
  /** The collector ends and starts again, so often a month. */
  restarts: number
}

/** A world in which nothing but pages is seen, with a yes of everybody. */
export const plainPlan: Plan = {
  ...{ seed: 1, browsers: 1, days: 2, zone: 'UTC', start: '2024-02-15', baseline: 'domain', detail: 'page', consent: 1 },
  clearing: false,
  withdrawing: false,
  restless: false,
  tabs: false,
  hosts: false,
  forwards: false,
  offline: false,
  sleeping: false,
  skew: false,
  bad: false,
  restarts: 0,
}

const zones = ['UTC', 'America/Chicago', 'Europe/Madrid', 'Asia/Kathmandu', 'Pacific/Auckland', 'Pacific/Kiritimati']
// Clocks go forward and back, a month of 28 days ends, a year ends in the middle of an ISO week, an ISO year has 53 weeks.
const starts = ['2026-10-12', '2026-02-20', '2026-03-20', '2026-12-10', '2027-12-20', '2024-02-15']

/** Plans of at most so many browsers and days. */
export const plansOf = (most: Pick<Plan, 'browsers' | 'days'>): fc.Arbitrary<Plan> =>
  fc.record({
    seed: fc.nat({ max: 1_000_000 }),
    browsers: fc.integer({ min: 1, max: most.browsers }),
    days: fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 2, max: 34 }) },
      { weight: 1, arbitrary: fc.integer({ min: 35, max: most.days }) },
    ),
    zone: fc.constantFrom(...zones),
    start: fc.constantFrom(...starts),
    baseline: fc.constantFrom('domain', 'page', 'none'),
    detail: fc.constantFrom('page', 'page', 'page', 'domain'),
    consent: fc.constantFrom(1, 0.7, 0.3),
    clearing: fc.boolean(),
    withdrawing: fc.boolean(),
    restless: fc.boolean(),
    tabs: fc.boolean(),
    hosts: fc.boolean(),
    forwards: fc.boolean(),
    offline: fc.boolean(),
    sleeping: fc.boolean(),
    skew: fc.boolean(),
    bad: fc.boolean(),
    restarts: fc.constantFrom(0, 4),
  }) as fc.Arbitrary<Plan>
