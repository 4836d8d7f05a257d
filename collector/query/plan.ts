/** A question → what is read for it: rows, what they leave out, and totals. Pure. */
import { type Dimension, dimensionRow, reserved } from '../../contract/dimensions.ts'
import type { Measure } from '../../contract/measures.ts'
import type { Filter, Interval, Question } from '../../contract/query.ts'
import { formulasOf } from './exactness.ts'
import type { FormulaName } from './measure-formulas.ts'
import { isOfPaths, partsOf, spellingsOf } from './paths.ts'
import { type Place, placeOf } from './place.ts'

/** A value passes where every test passes. */
export interface Test {
  operator: 'in' | 'contains'
  negate: boolean
  values: readonly string[]
}

/** One panel to read: a place, the dimensions whose values make its rows, and what its values must be. */
export interface QueryPart {
  place: Place
  group: readonly Dimension[]
  condition: { dimension: Dimension; tests: readonly Test[] } | null
  /** The site's total less the values that fail: what passes, or was not sent. */
  complement: boolean
  interval: Interval | undefined
  /** Paths are read in their one spelling: set where some may be stored in others (run.ts). */
  joined?: boolean
  /** Null: not kept. */
  formulas: ReadonlyMap<Measure, FormulaName | null>
}

export interface Plan {
  /** Null where nothing kept has such rows, or none were asked for. */
  rows: QueryPart | null
  /** What the rows leave out: views that sent no value (read as it is), or what crosses do not keep (this less the rows). */
  rest: { kind: 'unsent' | 'notKept'; part: QueryPart } | null
  /** Null where nothing kept can tell. */
  totals: QueryPart | null
}

export function planOf(question: Question): Plan {
  const { by, filters, measures, interval } = question
  const filtered = [...new Set(filters.map(([, dimension]) => dimension))]
  if (filtered.length > 1) return { rows: null, rest: null, totals: null }
  if (filtered.some(isOverlapping) && !asksForOne(filters)) return { rows: null, rest: null, totals: null }
  const unsent = filters.length > 0 && filters.every(acceptsUnsent)
  const condition = filtered[0] ? { dimension: filtered[0], tests: filters.map(testOf) } : null
  const partOf = (given: Omit<QueryPart, 'formulas'>): QueryPart => ({ ...given, formulas: formulasOf(measures, given) })
  const whole = { place: filters.length > 0 ? filtered : countedIn(question), group: [], condition, complement: unsent }
  const totals = partOf({ ...whole, interval: undefined })
  if (by.length === 0) return { rows: interval ? partOf({ ...whole, interval }) : null, rest: null, totals }

  const place = placeOf([...by, ...filtered])
  // Crosses hold only what was sent; of what was not, the other dimension's share is not kept.
  const lost = unsent && (!by.includes(filtered[0]!) || isOverlapping(filtered[0]!))
  if (!place || lost) return { rows: null, rest: null, totals }
  const rows = partOf({ place, group: by, condition, complement: false, interval })
  // Rows that overlap leave out something else than the total less their sum.
  if (by.some(isOverlapping)) return { rows, rest: null, totals }
  if (place.length === 2) return { rows, rest: { kind: 'notKept', part: partOf({ ...whole, interval }) }, totals }
  if (condition && !unsent) return { rows, rest: null, totals }
  const none = { dimension: by[0]!, tests: [{ operator: 'in', negate: false, values: [] }] as const }
  return { rows, rest: { kind: 'unsent', part: partOf({ place, group: [], condition: none, complement: true, interval }) }, totals }
}

/** The site's own cell counts nothing of what is only counted: there the values of that dimension together are the total. */
function countedIn({ by, measures }: Question): Place {
  const counted = by.filter((name) => dimensionRow(name).counters.includes('count'))
  return counted.length === 1 && measures.every((measure) => measure === 'count') ? counted : []
}

/** Whether all of a part's cells are kept at month grain too. */
export function isMonthly(place: Place): boolean {
  return place.every((name) => dimensionRow(name).monthly)
}

function isOverlapping(name: Dimension): boolean {
  return dimensionRow(name).overlapping === true
}

/** One value, or all but one: of several values that overlap nothing stored tells what they are together. */
function asksForOne(filters: readonly Filter[]): boolean {
  const [operator, , values] = filters[0]!
  return filters.length === 1 && operator !== 'contains' && values.length === 1 && values[0] !== null
}

function acceptsUnsent([operator, , values]: Filter): boolean {
  return operator !== 'contains' && values.includes(null) !== (operator === 'isNot')
}

function testOf([operator, dimension, values]: Filter): Test {
  // What was taken away can be read in a list, and is no value.
  const texts = values.filter((value) => value !== null).filter((value) => value !== reserved.removed)
  if (operator === 'contains') return { operator, negate: false, values: isOfPaths(dimension) ? partsOf(texts) : texts }
  return { operator: 'in', negate: operator === 'isNot', values: isOfPaths(dimension) ? texts.flatMap(spellingsOf) : texts }
}
