/** The answer of `GET /health`. */
import * as v from 'valibot'

const amount = v.pipe(v.number(), v.minValue(0))

/** Nothing is counted. */
export const standstillSchema = v.strictObject({
  /** UTC, as `2026-11-24T09:30:00.000Z`. */
  since: v.string(),
  why: v.string(),
})

/** A run of a job (collector/jobs). */
export const lastRunSchema = v.strictObject({
  /** UTC, as `2026-11-24T09:30:00.000Z`. */
  started: v.string(),
  ended: v.string(),
  /** Seconds. */
  took: amount,
  /** What it did, in numbers; absent where it failed. */
  did: v.optional(v.record(v.string(), v.number())),
  /** Why it failed, without anything that a visitor sent; the log has the whole message. */
  error: v.optional(v.string()),
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
  /** The last run of each job of this collector; null where it has not run yet. */
  jobs: v.record(v.string(), v.nullable(lastRunSchema)),
})

export type LastRun = v.InferOutput<typeof lastRunSchema>
export type Standstill = v.InferOutput<typeof standstillSchema>
export type Health = v.InferOutput<typeof healthSchema>
