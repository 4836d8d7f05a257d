/** The body of an answer of `POST /e`; there is none where all was taken. */
import * as v from 'valibot'
import { reasonNames } from './reasons.ts'

const index = v.pipe(v.number(), v.integer(), v.minValue(0))

export const refusedEventSchema = v.strictObject({
  /** Which event of the body; absent where the body as a whole was refused. */
  index: v.optional(index),
  reason: v.picklist(reasonNames),
  field: v.optional(v.string()),
  message: v.string(),
})

export const receiptSchema = v.strictObject({
  /** How many events are kept; null: nobody knows, and they must not be sent again. */
  taken: v.nullable(index),
  refused: v.array(refusedEventSchema),
  message: v.optional(v.string()),
})

export type Receipt = v.InferOutput<typeof receiptSchema>
