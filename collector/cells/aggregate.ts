/** Facts → cells: each fact's bookings under every value within its budget and every crossed pair that both have earned. */
import type { Counter } from '../../contract/counters.ts'
import { addDays, type Day } from '../../contract/day.ts'
import type { Dimension } from '../../contract/dimensions.ts'
import type { BookedFact, Fact } from '../fact.ts'
import { type Accumulator, book, newAccumulator } from './accumulator.ts'
import { bookingsOf, unusualBookings } from './bookings.ts'
import { type Cell, keyColumns } from './cell.ts'
import type { Admitted, DayState } from './day-state.ts'
import { severalCells } from './several.ts'
import { admitNewcomer } from './value-budget.ts'

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

export interface Aggregating {
  /** The facts came through intake: of their days it is kept which values came out of several networks, and newcomers may have to (several.ts). */
  isIntake?: boolean
}

/** Cells in one fixed order, so that the same facts always make the same bytes. */
export function aggregate(
  facts: Iterable<Fact>,
  stateOf: (site: string, day: Day) => DayState,
  { isIntake = false }: Aggregating = {},
): Aggregated {
  const accumulators = new Map<string, Accumulator>()
  const admitted: Admitted[] = []
  const accepted = new Map<string, Accepted>()
  const accumulatorOf = (site: string, day: Day): Accumulator => {
    const key = `${site}\n${day}`
    const accumulator = accumulators.get(key) ?? newAccumulator({ site, day, state: stateOf(site, day), admitted, isIntake })
    accumulators.set(key, accumulator)
    return accumulator
  }
  // First, so that what came out of several networks has its row among these facts already.
  for (const fact of facts) if (fact.type === 'several') admitNewcomer(accumulatorOf(fact.site, fact.day), fact)
  const unusual = new Set<Dimension>()
  for (const fact of facts) {
    // It counts nothing: what it says is kept by itself (several.ts).
    if (fact.type === 'several') continue
    accept(accepted, fact)
    unusual.clear()
    for (const booking of bookingsOf(fact)) book(accumulatorOf(fact.site, booking.day), booking, unusual)
    for (const booking of unusualBookings(fact, unusual)) book(accumulatorOf(fact.site, booking.day), booking, unusual)
  }
  const kept = [...accumulators.values()].flatMap(({ cells }) => [...cells.values()]).filter(countsSomething)
  return { cells: inOrder([...kept, ...(isIntake ? severalCells(facts) : [])]), admitted, accepted: [...accepted.values()] }
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

function countsSomething({ counts }: Cell): boolean {
  for (const counter in counts) if (counts[counter as Counter] !== 0) return true
  return false
}

function inOrder(cells: Cell[]): Cell[] {
  const keyed = cells.map((cell) => ({ cell, key: keyColumns.map((name) => cell[name]).join('\n') }))
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ cell }) => cell)
}

function accept(accepted: Map<string, Accepted>, fact: BookedFact): void {
  if (fact.type === 'count') return
  const key = `${fact.site}\n${fact.day}\n${fact.type}`
  const known = accepted.get(key)
  if (known) known.count++
  else accepted.set(key, { site: fact.site, day: fact.day, event: fact.type, count: 1 })
}
