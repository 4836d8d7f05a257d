/** The query language of `POST /api/query`: what may be asked, and the shape of the answer. */
import * as v from 'valibot'
import { bounds } from './bounds.ts'
import { isDay } from './day.ts'
import { type Dimension, dimensionNames } from './dimensions.ts'
import { measureNames } from './measures.ts'
import { hostPattern } from './site.ts'

export const operators = ['is', 'isNot', 'contains', 'anyOf'] as const
export type Operator = (typeof operators)[number]
export const intervals = ['day', 'week', 'month'] as const
export type Interval = (typeof intervals)[number]

const site = v.pipe(v.string(), v.toLowerCase(), v.regex(hostPattern, 'not a domain'))
const day = v.pipe(v.string(), v.check(isDay, 'not a calendar day (YYYY-MM-DD)'))
const dimension = v.picklist(dimensionNames)
const value = v.pipe(v.string(), v.maxLength(bounds.filterCharacters.max))
const direction = v.picklist(['asc', 'desc'])

export const questionSchema = v.strictObject({
  site: v.union([site, v.pipe(v.array(site), v.minLength(1), v.maxLength(bounds.querySites.max))]),
  /** Site-local days, both inclusive; `to` may lie ahead. */
  from: day,
  to: day,
  measures: v.pipe(v.array(v.picklist(measureNames)), v.minLength(1), v.maxLength(measureNames.length)),
  by: v.optional(v.pipe(v.array(dimension), v.maxLength(2)), []),
  filters: v.optional(
    v.pipe(
      v.array(
        v.strictTuple([
          v.picklist(operators),
          dimension,
          v.pipe(v.array(v.nullable(value)), v.minLength(1), v.maxLength(bounds.filterValues.max)),
        ]),
      ),
      v.maxLength(bounds.queryFilters.max),
    ),
    [],
  ),
  interval: v.optional(v.picklist(intervals)),
  order: v.optional(v.pipe(v.array(v.strictTuple([v.string(), direction])), v.maxLength(bounds.queryOrders.max)), []),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(bounds.queryRows.max)), 100),
  offset: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(bounds.queryOffset.max)), 0),
})

export type Question = v.InferOutput<typeof questionSchema>
export type Filter = [Operator, Dimension, (string | null)[]]

/**
 * A row: `date` where an interval was asked for, each asked dimension, each measure; a bounded one has null and `…Lower`, `…Upper`. Of a cross
 * the lower bound is what is kept, and these add up with the `(not kept)` row; the upper one is that and all that can be missing of the row.
 */
export const rowSchema = v.record(v.string(), v.union([v.string(), v.number(), v.null()]))

/**
 * `notKept`: nothing stored can answer it. `bounded`: the truth lies between the two bounds. `estimated`: it was not counted, but
 * worked out from the measures of `basis`, as if those who did not consent came as often as those who did.
 */
export const noteReasons = ['notKept', 'bounded', 'estimated'] as const

export const noteSchema = v.strictObject({
  measure: v.picklist(measureNames),
  reason: v.picklist(noteReasons),
  basis: v.optional(v.pipe(v.array(v.picklist(measureNames)), v.readonly())),
})

export const answerSchema = v.strictObject({
  rows: v.array(rowSchema),
  totals: rowSchema,
  notes: v.array(noteSchema),
  withheld: v.strictObject({ rows: v.pipe(v.number(), v.integer()) }),
})

/** Of any address: what is wrong, and with which field of what was sent. */
export const errorSchema = v.strictObject({
  error: v.strictObject({ code: v.string(), message: v.string(), field: v.optional(v.string()) }),
})

export type Row = v.InferOutput<typeof rowSchema>
export type Note = v.InferOutput<typeof noteSchema>
export type Answer = v.InferOutput<typeof answerSchema>
export type QueryError = v.InferOutput<typeof errorSchema>
