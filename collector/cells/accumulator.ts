/** A site's day while its cells are added up: each booking under every value within its budget, and every crossed pair that has earned. */
import type { Counter } from '../../contract/counters.ts'
import {
  crossCountersOf,
  type Dimension,
  dimensionNames,
  dimensionRow,
  reserved,
  totalCounters,
  vocabularyOf,
} from '../../contract/dimensions.ts'
import type { Booking, Counts } from './booking.ts'
import type { Cell } from './cell.ts'
import type { DayState } from './day-state.ts'
import { type DayValues, withinBudget } from './value-budget.ts'

/** A value of a dimension on a site's day, with all that the day has decided about it. */
interface BudgetedValue {
  dimension: Dimension
  /** Within the budget: itself, or `(other)`. */
  value: string
  /** May stand in crosses. */
  common: boolean
  /** Unique in its accumulator; 0 is no place. */
  id: number
}

export interface Accumulator extends DayValues {
  places: Map<Dimension, Map<string, BudgetedValue>>
  /** The next place's id. */
  count: number
  /** By the ids of both places: numbers, since this map is asked some fifty times for each fact. */
  cells: Map<number, Cell>
}

// Two ids make one exact number up to 2^53.
const idRange = 2 ** 26

/** Adds a booking to the accumulator's cells, and to `unusual` each dimension whose budget has no room for the booking's value. */
export function book(accumulator: Accumulator, { values, counts, only, crossedWith }: Booking, unusual: Set<Dimension>): void {
  const places: BudgetedValue[] = []
  for (const name in values) {
    const value = values[name as Dimension]
    if (value === undefined) continue
    const place = placeOf(accumulator, name as Dimension, value)
    if (place.value !== value) unusual.add(vocabularyOf(name as Dimension))
    places.push(place)
  }
  if (!only) add(accumulator, { first: null, second: null, carried: totalCounters }, counts)
  for (const place of places) {
    if (crossedWith || (only && only !== place.dimension)) continue
    add(accumulator, { first: null, second: place, carried: dimensionRow(place.dimension).counters }, counts)
  }
  bookCrosses(accumulator, places, { counts, only, crossedWith })
}

function bookCrosses(
  accumulator: Accumulator,
  places: BudgetedValue[],
  { counts, only, crossedWith }: Pick<Booking, 'counts' | 'only' | 'crossedWith'>,
): void {
  const common = only && dimensionRow(only).unearned ? places : places.filter((place) => place.common)
  for (const first of common) {
    const others = crossed[first.dimension]
    if (others.size === 0) continue
    for (const second of common) {
      const carried = others.get(second.dimension)
      if (!carried || (only && !isOneOf(only, first, second)) || (crossedWith && !isOneOf(crossedWith, first, second))) continue
      add(accumulator, { first, second, carried }, counts)
    }
  }
}

function isOneOf(name: Dimension, first: BudgetedValue, second: BudgetedValue): boolean {
  return name === first.dimension || name === second.dimension
}

/** The dimensions that each is crossed with, and the counters of those crosses. */
const crossed = Object.fromEntries(
  dimensionNames.map((name) => [
    name,
    new Map(dimensionRow(name).crossedWith.map((other) => [other as Dimension, crossCountersOf(name, other as Dimension)])),
  ]),
) as unknown as Record<Dimension, Map<Dimension, readonly Counter[]>>

function placeOf(accumulator: Accumulator, dimension: Dimension, sent: string): BudgetedValue {
  const ofDimension = accumulator.places.get(dimension) ?? new Map<string, BudgetedValue>()
  accumulator.places.set(dimension, ofDimension)
  const known = ofDimension.get(sent)
  if (known) return known
  const value = withinBudget(accumulator, dimension, sent)
  const place = value === sent ? newPlace(accumulator, dimension, value) : placeOf(accumulator, dimension, value)
  // Once a budget is spent it stays so for this day: the value stays `(other)`.
  ofDimension.set(sent, place)
  return place
}

function newPlace(accumulator: Accumulator, dimension: Dimension, value: string): BudgetedValue {
  return { dimension, value, common: mayStandInCrosses(accumulator.state, dimension, value), id: accumulator.count++ }
}

function mayStandInCrosses(state: DayState, name: Dimension, value: string): boolean {
  const row = dimensionRow(name)
  if (row.bucket) return true
  return row.earns > 0 && value !== reserved.other && (state.earned.get(vocabularyOf(name))?.has(value) ?? false)
}

/** One or two places, or none, and the counters that a cell there carries. */
interface At {
  first: BudgetedValue | null
  second: BudgetedValue | null
  carried: readonly Counter[]
}

function add(accumulator: Accumulator, at: At, counts: Counts): void {
  const { first, second, carried } = at
  const key = (first?.id ?? 0) * idRange + (second?.id ?? 0)
  let cell = accumulator.cells.get(key)
  for (const counter of carried) {
    const count = counts[counter]
    if (!count) continue
    cell ??= newCell(accumulator, at, key)
    cell.counts[counter] = (cell.counts[counter] ?? 0) + count
  }
}

function newCell({ site, day, cells }: Accumulator, { first, second }: At, key: number): Cell {
  const cell: Cell = {
    site,
    grain: 'day',
    dimensionA: first?.dimension ?? '',
    dimensionB: second?.dimension ?? '',
    valueA: first?.value ?? '',
    day,
    valueB: second?.value ?? '',
    counts: {},
  }
  cells.set(key, cell)
  return cell
}

/** An empty one; `admitted` is told of each value that comes within a budget. */
export function newAccumulator(given: DayValues): Accumulator {
  return { ...given, places: new Map(), count: 1, cells: new Map() }
}
