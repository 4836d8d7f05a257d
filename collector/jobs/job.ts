/** A job: work that a collector does again and again by itself, and what is told of its last run. */

/** What a run did, in numbers alone: `/health` shows them to anybody. */
export type Did = Readonly<Record<string, number>>

export interface Job<Deps> {
  /** On Node: seconds between the end of a run and the next one. Null: not run there. */
  everySeconds: number | null
  /** At the edge: the cron trigger (wrangler.toml) that runs it. Null: no trigger does. */
  cron: string | null
  /** Does what is due. It is safe to do again; where it rejects, the next run goes on. */
  run(deps: Deps): Promise<Did>
  /** A line for the log, where there is something to say. */
  line?(did: Did): string | null
}
