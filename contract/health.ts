/** The answer of `GET /health`. */
import * as v from 'valibot'

const amount = v.pipe(v.number(), v.minValue(0))

/** Nothing is counted. */
export const standstillSchema = v.strictObject({
  /** UTC, as `2026-11-24T09:30:00.000Z`. */
  since: v.string(),
  why: v.string(),
})

export const healthSchema = v.strictObject({
  /** True once intake accepts and the engine has answered once. */
  ok: v.boolean(),
  store: v.picklist(['up', 'away', 'starting']),
  version: v.string(),
  /** What waits for the store; and for how many seconds the oldest of it waits to be counted. */
  backlog: v.strictObject({ bytes: amount, seconds: amount }),
  /** Whether what is taken is being counted. Where it is not, it waits on disk. */
  draining: v.boolean(),
  standstill: v.optional(standstillSchema),
  /** Batches that the store refuses whenever they are tried. */
  stuck: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Whether the tag, the dashboard and the demo are built. */
  built: v.boolean(),
})

export type Standstill = v.InferOutput<typeof standstillSchema>
export type Health = v.InferOutput<typeof healthSchema>
