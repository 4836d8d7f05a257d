/** Facts → cells: each fact's bookings under every value within its budget and every crossed pair that both have earned. */
import type { Counter } from '../../contract/counters.ts'
import type { Day } from '../../contract/day.ts'
import {
  crossCountersOf,
  type Dimension,
  dimensionNames,
  dimensionRow,
  reserved,
  totalCounters,
  vocabularyOf,
} from '../../contract/dimensions.ts'
import type { Fact } from '../fact.ts'
import { type Booking, bookingsOf, type Counts } from './bookings.ts'
import type { Cell } from './cell.ts'
import type { Earned } from './earned.ts'

/** What a site's day has already decided; durable beside the spool, so that a day is judged alike all day long. */
export interface DayState {
  /** Values that may stand in crosses of this day. Never changed. */
  earned: ReadonlyMap<Dimension, ReadonlySet<string>>
  /** Distinct values within each open dimension's budget, by the dimension that owns the budget; aggregating adds to them. */
  admitted: Map<string, Set<string>>
}

export interface Admitted {
  site: string
  day: Day
  vocabulary: string
  value: string
}

/** How many events of a type a site's day has accepted: what the audit compares with the store. */
export interface Accepted {
  site: string
  day: Day
  event: string
  count: number
}

export interface Aggregated {
  /** Cells at day grain, in a fixed order. */
  cells: Cell[]
  /** Values that came within their budget by these facts. */
  admitted: Admitted[]
  accepted: Accepted[]
}

type Named = [dimension: Dimension, value: string]

/** Cells in one fixed order, so that the same facts always make the same bytes. */
export function aggregate(facts: Iterable<Fact>, stateOf: (site: string, day: Day) => DayState): Aggregated {
  const cells = new Map<string, Cell>()
  const admitted: Admitted[] = []
  const accepted = new Map<string, Accepted>()
  for (const fact of facts) {
    accept(accepted, fact)
    for (const booking of bookingsOf(fact)) {
      const target = { site: fact.site, day: booking.day, state: stateOf(fact.site, booking.day), cells, admitted }
      book(target, booking)
    }
  }
  const kept = [...cells.entries()].filter(([, cell]) => Object.values(cell.counts).some((count) => count !== 0))
  return {
    cells: kept.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, cell]) => cell),
    admitted,
    accepted: [...accepted.values()],
  }
}

/** Every site and day whose state `aggregate` will ask for. */
export function daysOf(facts: Iterable<Fact>): { site: string; day: Day }[] {
  const found = new Map<string, { site: string; day: Day }>()
  for (const fact of facts) {
    for (const { day } of bookingsOf(fact)) found.set(`${fact.site}\n${day}`, { site: fact.site, day })
  }
  return [...found.values()]
}

/** A day's state from what is kept of it. */
export function dayState(earned: Earned, admitted: Iterable<Pick<Admitted, 'vocabulary' | 'value'>> = []): DayState {
  const state: DayState = {
    earned: new Map(Object.entries(earned).map(([name, values]) => [name as Dimension, new Set(values)])),
    admitted: new Map(),
  }
  for (const { vocabulary, value } of admitted) vocabularySet(state, vocabulary).add(value)
  return state
}

interface Target {
  site: string
  day: Day
  state: DayState
  cells: Map<string, Cell>
  admitted: Admitted[]
}

function book(target: Target, { values, counts, focus }: Booking): void {
  const named: Named[] = []
  for (const [name, value] of Object.entries(values) as [Dimension, string | undefined][]) {
    if (value !== undefined) named.push([name, withinBudget(target, name, value)])
  }
  if (!focus) add(target, ['', ''], ['', ''], pick(counts, totalCounters))
  for (const [name, value] of named) {
    if (!focus || focus === name) add(target, ['', ''], [name, value], pick(counts, dimensionRow(name).counters))
  }
  bookCrosses(target, named, { counts, focus })
}

function bookCrosses(target: Target, named: Named[], { counts, focus }: Pick<Booking, 'counts' | 'focus'>): void {
  const common = named.filter(([name, value]) => mayStandInCrosses(target.state, name, value))
  for (const first of common) {
    const others = crossed[first[0]]
    if (others.size === 0) continue
    for (const second of common) {
      const carried = others.get(second[0])
      if (!carried || (focus && focus !== first[0] && focus !== second[0])) continue
      add(target, first, second, pick(counts, carried))
    }
  }
}

/** The dimensions that each is crossed with, and the counters of those crosses. */
const crossed = Object.fromEntries(
  dimensionNames.map((name) => [
    name,
    new Map(dimensionRow(name).crossedWith.map((other) => [other as Dimension, crossCountersOf(name, other as Dimension)])),
  ]),
) as unknown as Record<Dimension, Map<Dimension, readonly Counter[]>>

function mayStandInCrosses(state: DayState, name: Dimension, value: string): boolean {
  const row = dimensionRow(name)
  if (row.bucket) return true
  return row.earns > 0 && value !== reserved.other && (state.earned.get(vocabularyOf(name))?.has(value) ?? false)
}

/** A value counts as itself while its dimension has room on this day, or once it was admitted; else as `(other)`. */
function withinBudget(target: Target, name: Dimension, value: string): string {
  const row = dimensionRow(name)
  if (row.values === 'closed' || value === reserved.other || value === reserved.direct) return value
  const vocabulary = vocabularyOf(name)
  const known = vocabularySet(target.state, vocabulary)
  if (known.has(value)) return value
  if (known.size >= row.budget) return reserved.other
  known.add(value)
  target.admitted.push({ site: target.site, day: target.day, vocabulary, value })
  return value
}

function vocabularySet(state: DayState, vocabulary: string): Set<string> {
  const known = state.admitted.get(vocabulary) ?? new Set<string>()
  state.admitted.set(vocabulary, known)
  return known
}

function pick(counts: Counts, carried: readonly Counter[]): Counts | null {
  let picked: Counts | null = null
  for (const counter of carried) {
    const count = counts[counter]
    if (!count) continue
    picked ??= {}
    picked[counter] = count
  }
  return picked
}

type Place = Named | ['', '']

function add(target: Target, first: Place, second: Place, counts: Counts | null): void {
  if (!counts) return
  const key = `${target.site}\n${first[0]}\n${second[0]}\n${first[1]}\n${target.day}\n${second[1]}`
  const cell = target.cells.get(key)
  if (!cell) {
    const [dimensionA, valueA] = first
    const [dimensionB, valueB] = second
    target.cells.set(key, { site: target.site, grain: 'day', dimensionA, dimensionB, valueA, day: target.day, valueB, counts })
    return
  }
  for (const counter in counts) {
    const name = counter as Counter
    cell.counts[name] = (cell.counts[name] ?? 0) + (counts[name] ?? 0)
  }
}

function accept(accepted: Map<string, Accepted>, fact: Fact): void {
  if (fact.type === 'count') return
  const key = `${fact.site}\n${fact.day}\n${fact.type}`
  const known = accepted.get(key)
  if (known) known.count++
  else accepted.set(key, { site: fact.site, day: fact.day, event: fact.type, count: 1 })
}
