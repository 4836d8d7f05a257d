/** What an attacker has who copies the data folder: the growth of every cell between one copy and the next. */
import { aggregate } from '../../../collector/cells/aggregate.ts'
import type { Cell } from '../../../collector/cells/cell.ts'
import { type DayState, dayState } from '../../../collector/cells/day-state.ts'
import type { Dimension } from '../../../contract/dimensions.ts'
import { Carried } from './earned.ts'
import { attributes, type Moment, type Sighting, type World } from './world.ts'

/** Consented visits, browsers on their first view of a day, and new browsers; `hidden` where folding leaves the visits alone. */
export interface Counts {
  visits: number
  first: number
  fresh: number
  hidden?: true
}

/** All that grew between two copies, of one day. */
export interface Growth {
  day: number
  total: Counts
  /** By attribute, in their order, and value. */
  marginals: Map<string, Counts>[]
  recency: Map<string, number>
  cohort: Map<string, number>
  /** Visits of crossed pairs of attributes, by both and their values. */
  crosses: Map<string, number>
  /** Their views: by the largest of a cross's counters it is decided whether it is small. */
  crossViews: Map<string, number>
  /** Visits of pairs in all of its month, where that is stored too. */
  month?: ReadonlyMap<string, number>
  /** How many may have been here last so many days before, where more is known of that than recency tells. */
  ago?: ReadonlyMap<number, number>
  /** Whose it was: for the verdict, never for the attack. */
  truth: Sighting[]
}

export type Copies = 'every part' | 'every hour' | 'every day'

export const emptyGrowth = (day: number): Growth => ({
  day,
  total: { visits: 0, first: 0, fresh: 0 },
  marginals: attributes.map(() => new Map()),
  recency: new Map(),
  cohort: new Map(),
  crosses: new Map(),
  crossViews: new Map(),
  truth: [],
})

/** The growths of a world in order of time, for each way of copying. A part is what a segment of a second became. */
export function copiesOf(world: World): Record<Copies, Growth[]> {
  const carried = new Carried()
  const states = new Map<string, DayState>()
  const stateOf = (_: string, day: string): DayState => {
    const state = states.get(day) ?? dayState(carried.earned(day))
    states.set(day, state)
    return state
  }
  const copies: Record<Copies, Growth[]> = { 'every part': [], 'every hour': [], 'every day': [] }
  for (const moments of bySecond(world.moments)) {
    const second = moments[0]!.second
    const { cells } = aggregate(
      moments.map(({ fact }) => fact),
      stateOf,
    )
    for (const cell of cells) carried.add(cell)
    const day = Math.floor(second / 86_400)
    const truth = moments.flatMap(({ sighting }) => sighting ?? [])
    const part = emptyGrowth(day)
    // Of what is booked on the day before, only second views and exits are.
    for (const cell of cells) if (cell.day === moments[0]!.fact.day) grow(part, cell)
    if (part.total.visits === 0 && part.total.first === 0) {
      // Later views of a visit make the day's crosses larger, and say nothing else of who came.
      const today = copies['every day'].at(-1)
      if (today?.day === day) merge(today, part)
      continue
    }
    part.truth = truth
    copies['every part'].push(part)
    addTo(copies['every hour'], part, (last) => Math.floor(last.truth[0]!.second / 3_600) === Math.floor(second / 3_600))
    addTo(copies['every day'], part, (last) => last.day === day)
  }
  return copies
}

function* bySecond(moments: readonly Moment[]): Generator<Moment[]> {
  for (let from = 0; from < moments.length; ) {
    let until = from
    while (until < moments.length && moments[until]!.second === moments[from]!.second) until++
    yield moments.slice(from, until)
    from = until
  }
}

function grow(growth: Growth, { dimensionA, dimensionB, valueA, valueB, counts }: Cell): void {
  const { consentedVisits: visits = 0, firstOfDay: first = 0, newVisitors: fresh = 0, count = 0 } = counts
  if (dimensionB === 'recency') add(growth.recency, valueB, count)
  else if (dimensionB === 'cohort') add(growth.cohort, valueB, count)
  else if (dimensionA) {
    if (!isAttribute(dimensionA) || !isAttribute(dimensionB)) return
    const pair = pairKey(dimensionA, valueA, dimensionB, valueB)
    add(growth.crosses, pair, counts.visits ?? 0)
    add(growth.crossViews, pair, counts.views ?? 0)
  } else if (!dimensionB) sum(growth.total, { visits, first, fresh })
  else if (isAttribute(dimensionB) && (visits || first)) {
    const marginal = growth.marginals[attributes.indexOf(dimensionB as (typeof attributes)[number])]!
    marginal.set(valueB, { visits, first, fresh })
  }
}

const isAttribute = (name: string) => (attributes as readonly string[]).includes(name as Dimension)
export const pairKey = (dimensionA: string, valueA: string, dimensionB: string, valueB: string) =>
  `${dimensionA}=${valueA}\n${dimensionB}=${valueB}`

function add(counts: Map<string, number>, value: string, count: number): void {
  if (count) counts.set(value, (counts.get(value) ?? 0) + count)
}

function sum(into: Counts, { visits, first, fresh }: Counts): void {
  into.visits += visits
  into.first += first
  into.fresh += fresh
}

function addTo(list: Growth[], part: Growth, isSame: (last: Growth) => boolean): void {
  const last = list.at(-1)
  if (last?.truth.length && isSame(last)) merge(last, part)
  else {
    const next = emptyGrowth(part.day)
    merge(next, part)
    list.push(next)
  }
}

/** Adds one growth to another. */
export function merge(into: Growth, part: Growth): void {
  sum(into.total, part.total)
  for (const [index, marginal] of part.marginals.entries()) {
    for (const [value, counts] of marginal) {
      const known = into.marginals[index]!.get(value)
      if (known) sum(known, counts)
      else into.marginals[index]!.set(value, { ...counts })
    }
  }
  for (const name of ['recency', 'cohort', 'crosses', 'crossViews'] as const)
    for (const [key, count] of part[name]) add(into[name], key, count)
  into.truth.push(...part.truth)
}
