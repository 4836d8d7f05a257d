/**
 * What crosses may have lost: small ones are folded, and values that are not common stand in none (docs/counting.md). Of each row of a cross
 * it is worked out how much more than is kept each counter can truly be, from the marginals, which lose nothing. Pure.
 */
import type { Counter } from '../../contract/counters.ts'
import { type Dimension, dimensionRow } from '../../contract/dimensions.ts'
import { columnsIn, isOpen, type Place } from './place.ts'
import type { QueryPart } from './plan.ts'

/** Counters as they were read; `bounces` are visits less second views, never below zero. */
export type Quantity = Counter | 'bounces'

/** A row of cells: its bucket's date, its values in the order of the grouping, and its sums, never below zero. */
export interface Sum {
  date: string
  values: readonly string[]
  of: (counter: Counter) => number
}

/** One of a cross's two dimensions, whose marginal tells what all that stands beside it can be together. */
export interface Line {
  dimension: Dimension
  /** Its place among the values of a row; -1: it is filtered by, and all rows of a date are beside it. */
  index: number
  /** Its crosses add up, so that what they leave of the marginal is all that can be missing. */
  adds: boolean
}

/** The two lines on which every row of a cross lies. */
export function linesOf({ place, group }: Pick<QueryPart, 'place' | 'group'>): Line[] {
  return place.map((dimension, position) => ({
    dimension,
    index: group.indexOf(dimension),
    adds: !dimensionRow(place[1 - position]!).overlapping,
  }))
}

/** The columns of a place that say something of these columns of a cross, of which it may be one line. */
export function columnsBeside(place: Place, columns: readonly Counter[]): Counter[] {
  const wanted = new Set(columns.flatMap((name) => [name, ...(withConsent[name] ? [withConsent[name]] : [])]))
  if (columns.some((name) => asManyAsViews.includes(name))) for (const name of ['views', 'consentedViews'] as const) wanted.add(name)
  return columnsIn(place).filter((name) => wanted.has(name))
}

/** The part of a counter that came with consent. */
const withConsent: Partial<Record<Quantity, Counter>> = { views: 'consentedViews', visits: 'consentedVisits' }
/** Of these a cell holds no more than of views: a marginal that does not carry them bounds them all the same. */
const asManyAsViews: readonly Quantity[] = ['visits', 'secondViews', 'firstInVisit']

/** What was read for a line: its marginal, and all that is kept beside it, by date and value. */
export interface ReadLine extends Line {
  whole: readonly Sum[]
  /** Null: the rows are all of it. */
  kept: readonly Sum[] | null
}

/** By row (`keyOf`) how much more of a quantity than is kept it can truly be; Infinity where no marginal tells. */
export type Missing = ReadonlyMap<string, (quantity: Quantity) => number>

export const keyOf = (date: string, values: readonly string[]) => JSON.stringify([date, ...values])

export function missingOf(place: Place, rows: readonly Sum[], lines: readonly ReadLine[]): Missing {
  const left = lines.map((line) => leftOn(place, { ...line, kept: line.kept ?? rows.map((row) => ({ ...row, values: [] })) }))
  return new Map(
    rows.map((row) => {
      const known = new Map<Quantity, number>()
      const missing = (quantity: Quantity): number => {
        const most = known.get(quantity) ?? Math.min(...left.map((each) => each(row, quantity)))
        known.set(quantity, most)
        return most
      }
      return [keyOf(row.date, row.values), missing]
    }),
  )
}

/** What a line's marginal leaves for what is missing of a row that lies on it. */
function leftOn(
  place: Place,
  { dimension, index, adds, whole, kept }: ReadLine & { kept: readonly Sum[] },
): (row: Sum, quantity: Quantity) => number {
  const at = ({ date, values }: Sum) => keyOf(date, index < 0 ? [] : [values[index]!])
  const wholes = new Map(whole.map((each) => [keyOf(each.date, each.values), each]))
  const beside = Map.groupBy(kept, (each) => keyOf(each.date, each.values))
  const carried = new Set(columnsIn([dimension]))
  const sums = new Map<string, number>()
  const keptBeside = (key: string, quantity: Quantity): number => {
    const named = `${quantity} ${key}`
    const sum = sums.get(named) ?? (beside.get(key) ?? []).reduce((all, each) => all + quantityOf(each, quantity), 0)
    sums.set(named, sum)
    return sum
  }
  const left = (row: Sum, quantity: Quantity): number => {
    if (!carried.has(quantity === 'bounces' ? 'secondViews' : quantity)) {
      return asManyAsViews.includes(quantity) && carried.has('views') ? left(row, 'views') : Number.POSITIVE_INFINITY
    }
    const marginal = wholes.get(at(row))
    const total = marginal ? wholeOf(marginal, quantity, { carried, open: isOpen(place) }) : 0
    return Math.max(0, total - (adds ? keptBeside(at(row), quantity) : quantityOf(row, quantity)))
  }
  return left
}

function quantityOf({ of }: Sum, quantity: Quantity): number {
  return quantity === 'bounces' ? Math.max(0, of('visits') - of('secondViews')) : of(quantity)
}

/**
 * A marginal's sum of what its crosses may hold. Crosses of consented things hold consented views and visits alone. Others hold both, and of a
 * visit that was consented to on a later page more than the marginal counts: it is one where only consent tells.
 */
function wholeOf({ of }: Sum, quantity: Quantity, { carried, open }: { carried: ReadonlySet<Counter>; open: boolean }): number {
  if (quantity === 'bounces') return Math.max(0, of('consentedVisits') - of('secondViews'))
  const consented = withConsent[quantity]
  if (!consented || !carried.has(consented)) return of(quantity)
  return open ? Math.max(of(quantity), of(consented)) : of(consented)
}
