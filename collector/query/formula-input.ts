/** From what was read to what a formula is given, for one date and values. */
import type { Counter } from '../../contract/counters.ts'
import { addDays, type Day } from '../../contract/day.ts'
import { foldedMark, reserved } from '../../contract/dimensions.ts'
import { type Measure, vitalMeasures } from '../../contract/measures.ts'
import type { More } from './between.ts'
import { metricOf } from './exactness.ts'
import type { BrowserCounts, FormulaInput, Tells, Value } from './measure-formulas.ts'
import { keyOf, type Quantity } from './missing.ts'
import { type BrowserSums, type FewSums, isClosedCross, type PartRows, sumOf } from './part-rows.ts'
import type { QueryPart } from './plan.ts'
import type { Bucket } from './window.ts'

/** All that a formula may ask of one date and values. */
export function formulaInput(
  part: QueryPart,
  at: { date: Day; values: string[] },
  { found, tells }: { found: PartRows; tells: Tells },
): FormulaInput {
  const { place } = part
  const key = keyOf(at.date, at.values)
  const sums = found.sums.get(key) ?? {}
  const closed = isClosedCross(place)
  const bucket = found.buckets.get(at.date)
  return {
    place,
    complement: part.complement,
    count: (counter) => sumOf(sums, closed ? (plainOf[counter] ?? counter) : counter),
    paths: pathsOf(part, at.values, sums),
    exits: sumOf(found.exits.get(key) ?? {}, 'count'),
    browsers: browsersIn(found.browsers.get(key), found.few.get(at.date)),
    tells,
    site: found.visitors.get(at.date) ?? { lower: 0, upper: 0 },
    newcomers: found.newcomers.get(at.date) ?? 0,
    overnight: overnightOfBucket(bucket, found.crossings),
  }
}

/** In a cross of consented things every view and visit is one with consent. */
const plainOf: Partial<Record<Counter, Counter>> = { consentedViews: 'views', consentedVisits: 'visits' }

function pathsOf(
  { group, place }: QueryPart,
  values: readonly string[],
  sums: Partial<Record<string, string | number>>,
): FormulaInput['paths'] {
  if (place.includes('pathSlice')) return { several: true }
  const path = values[group.indexOf('path')]
  return { several: path === undefined ? Number(sums.paths ?? 1) > 1 : path.includes(foldedMark) || path === reserved.other }
}

function browsersIn(row: BrowserSums | undefined, together: FewSums | undefined): BrowserCounts {
  const few = { opened: together?.all_opened ?? 0, openedFirst: together?.first ?? 0, added: together?.all_added ?? 0 }
  if (!row) return { proved: 0, opened: 0, openedFirst: 0, added: 0, addedMost: 0, most: 0, few }
  const { best, openings, firsts, additions, best_added, ceiling } = row
  return { proved: best, opened: openings, openedFirst: firsts, added: additions, addedMost: best_added, most: ceiling, few }
}

function overnightOfBucket(bucket: Bucket | undefined, crossings: PartRows['crossings']): FormulaInput['overnight'] {
  if (!bucket) return { into: 0, outOf: 0 }
  return { into: crossings.get(bucket.from) ?? 0, outOf: crossings.get(addDays(bucket.to, 1)) ?? 0 }
}

export function vitalValue(measure: Measure, found: PartRows, key: string): Value {
  const metric = metricOf(measure)
  const row = metric && found.vitals.get(metric)?.get(key)
  if (!row || row.total === 0) return null
  const { p75, good, poor, total } = row
  const values = [p75, good / total, (total - good - poor) / total, poor / total]
  const value = values[vitalMeasures.indexOf(measure as (typeof vitalMeasures)[number]) % values.length] ?? 0
  return { lower: value, upper: value }
}

export function moreOf(part: QueryPart, key: string, { missing, missingExits }: PartRows): More {
  const plain = (quantity: Quantity) => (isClosedCross(part.place) && quantity !== 'bounces' ? (plainOf[quantity] ?? quantity) : quantity)
  return (quantity) =>
    quantity === 'exits'
      ? (missingExits.get(key)?.('count') ?? Number.POSITIVE_INFINITY)
      : (missing.get(key)?.(plain(quantity)) ?? Number.POSITIVE_INFINITY)
}
