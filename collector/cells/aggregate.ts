/** Facts → cells: each fact's bookings under every value within its budget and every crossed pair that both have earned. */
import type { Counter } from '../../contract/counters.ts'
import { addDays, type Day } from '../../contract/day.ts'
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
import { type Cell, keyColumns } from './cell.ts'
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

/** Cells in one fixed order, so that the same facts always make the same bytes. */
export function aggregate(facts: Iterable<Fact>, stateOf: (site: string, day: Day) => DayState): Aggregated {
  const sheets = new Map<string, Sheet>()
  const admitted: Admitted[] = []
  const accepted = new Map<string, Accepted>()
  const sheetOf = (site: string, day: Day): Sheet => {
    const key = `${site}\n${day}`
    const sheet = sheets.get(key) ?? { site, day, state: stateOf(site, day), admitted, places: new Map(), count: 1, cells: new Map() }
    sheets.set(key, sheet)
    return sheet
  }
  for (const fact of facts) {
    accept(accepted, fact)
    for (const booking of bookingsOf(fact)) book(sheetOf(fact.site, booking.day), booking)
  }
  const kept = [...sheets.values()].flatMap(({ cells }) => [...cells.values()]).filter(countsSomething)
  return { cells: inOrder(kept), admitted, accepted: [...accepted.values()] }
}

/** Every site and day whose state `aggregate` may ask for. */
export function daysOf(facts: Iterable<Fact>): { site: string; day: Day }[] {
  const found = new Map<string, { site: string; day: Day }>()
  const add = (site: string, day: Day) => found.set(`${site}\n${day}`, { site, day })
  for (const fact of facts) {
    add(fact.site, fact.day)
    // Second views and exits may go back to the day before.
    if ('overnight' in fact && fact.overnight) add(fact.site, addDays(fact.day, -1))
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

/** A value of a dimension on a site's day, with all that the day has decided about it. */
interface Place {
  dimension: Dimension
  /** Within the budget: itself, or `(other)`. */
  value: string
  /** May stand in crosses. */
  common: boolean
  /** Unique on the sheet; 0 is no place. */
  id: number
}

/** The cells of a site's day while they are added up. */
interface Sheet {
  site: string
  day: Day
  state: DayState
  admitted: Admitted[]
  places: Map<Dimension, Map<string, Place>>
  /** The next place's id. */
  count: number
  /** By the ids of both places: numbers, since this map is asked some fifty times for each fact. */
  cells: Map<number, Cell>
}

// Two ids make one exact number up to 2^53.
const idRange = 2 ** 26

function book(sheet: Sheet, { values, counts, focus }: Booking): void {
  const places: Place[] = []
  for (const name in values) {
    const value = values[name as Dimension]
    if (value !== undefined) places.push(placeOf(sheet, name as Dimension, value))
  }
  if (!focus) add(sheet, { first: null, second: null, carried: totalCounters }, counts)
  for (const place of places) {
    if (focus && focus !== place.dimension) continue
    add(sheet, { first: null, second: place, carried: dimensionRow(place.dimension).counters }, counts)
  }
  bookCrosses(sheet, places, { counts, focus })
}

function bookCrosses(sheet: Sheet, places: Place[], { counts, focus }: Pick<Booking, 'counts' | 'focus'>): void {
  const common = places.filter((place) => place.common)
  for (const first of common) {
    const others = crossed[first.dimension]
    if (others.size === 0) continue
    for (const second of common) {
      const carried = others.get(second.dimension)
      if (!carried || (focus && focus !== first.dimension && focus !== second.dimension)) continue
      add(sheet, { first, second, carried }, counts)
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

function placeOf(sheet: Sheet, dimension: Dimension, sent: string): Place {
  const ofDimension = sheet.places.get(dimension) ?? new Map<string, Place>()
  sheet.places.set(dimension, ofDimension)
  const known = ofDimension.get(sent)
  if (known) return known
  const value = withinBudget(sheet, dimension, sent)
  const place = value === sent ? newPlace(sheet, dimension, value) : placeOf(sheet, dimension, value)
  // Once a budget is spent it stays so for this day: the value stays `(other)`.
  ofDimension.set(sent, place)
  return place
}

function newPlace(sheet: Sheet, dimension: Dimension, value: string): Place {
  return { dimension, value, common: mayStandInCrosses(sheet.state, dimension, value), id: sheet.count++ }
}

function mayStandInCrosses(state: DayState, name: Dimension, value: string): boolean {
  const row = dimensionRow(name)
  if (row.bucket) return true
  return row.earns > 0 && value !== reserved.other && (state.earned.get(vocabularyOf(name))?.has(value) ?? false)
}

/** A value counts as itself while its dimension has room on this day, or once it was admitted; else as `(other)`. */
function withinBudget({ site, day, state, admitted }: Sheet, name: Dimension, value: string): string {
  const row = dimensionRow(name)
  if (row.values === 'closed' || value === reserved.other || value === reserved.direct) return value
  const vocabulary = vocabularyOf(name)
  const known = vocabularySet(state, vocabulary)
  if (known.has(value)) return value
  if (known.size >= row.budget) return reserved.other
  known.add(value)
  admitted.push({ site, day, vocabulary, value })
  return value
}

function vocabularySet(state: DayState, vocabulary: string): Set<string> {
  const known = state.admitted.get(vocabulary) ?? new Set<string>()
  state.admitted.set(vocabulary, known)
  return known
}

/** One or two places, or none, and the counters that a cell there carries. */
interface At {
  first: Place | null
  second: Place | null
  carried: readonly Counter[]
}

function add(sheet: Sheet, at: At, counts: Counts): void {
  const { first, second, carried } = at
  const key = (first?.id ?? 0) * idRange + (second?.id ?? 0)
  let cell = sheet.cells.get(key)
  for (const counter of carried) {
    const count = counts[counter]
    if (!count) continue
    cell ??= newCell(sheet, at, key)
    cell.counts[counter] = (cell.counts[counter] ?? 0) + count
  }
}

function newCell({ site, day, cells }: Sheet, { first, second }: At, key: number): Cell {
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

function countsSomething({ counts }: Cell): boolean {
  for (const counter in counts) if (counts[counter as Counter] !== 0) return true
  return false
}

function inOrder(cells: Cell[]): Cell[] {
  const keyed = cells.map((cell) => ({ cell, key: keyColumns.map((name) => cell[name]).join('\n') }))
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ cell }) => cell)
}

function accept(accepted: Map<string, Accepted>, fact: Fact): void {
  if (fact.type === 'count') return
  const key = `${fact.site}\n${fact.day}\n${fact.type}`
  const known = accepted.get(key)
  if (known) known.count++
  else accepted.set(key, { site: fact.site, day: fact.day, event: fact.type, count: 1 })
}
