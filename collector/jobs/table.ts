/**
 * Every job of a collector, in the order in which one trigger runs them. Node runs them by timers (collector/node/job-timers.ts), the edge by the
 * cron triggers of wrangler.toml (collector/worker/cron.ts). A job at fixed intervals needs no more than a timer, so there is no scheduling library.
 */
import { bounds } from '../../contract/bounds.ts'
import type { LastRun } from '../../contract/health.ts'
import type { Clock } from '../ports.ts'
import { flush } from './flush.ts'
import type { Did, Job } from './job.ts'
import { purge } from './purge.ts'
import { reasonOf } from './reason.ts'

interface FoldJobDeps {
  /** Folds what is over; resolves to the cells that it took. */
  fold(): Promise<number>
}

interface WakeJobDeps {
  /** Sets an alarm in each object in which something waits and none is set. */
  watch(): Promise<void>
}

export const jobs = {
  /** Folds days, weeks and months that are over (docs/counting.md). */
  fold: {
    everySeconds: bounds.foldMilliseconds.max / 1_000,
    cron: '7 * * * *',
    run: async ({ fold }: FoldJobDeps): Promise<Did> => ({ cells: await fold() }),
    line: ({ cells = 0 }: Did) => (cells > 0 ? `folded ${cells} cells of days that are over` : null),
  },
  /** A crash may lose the counts of one interval. At the edge each isolate flushes behind its answers (collector/worker/counting.ts). */
  flush: { everySeconds: 5, cron: null, run: flush },
  /** What the ledger no longer needs of a day the drain deletes by itself, in its own thread (collector/spool/freeze-loop.ts). */
  purge: { everySeconds: 3_600, cron: '7 * * * *', run: purge },
  /** In case an alarm was lost: nothing waits in vain. */
  wake: {
    everySeconds: null,
    cron: '*/5 * * * *',
    run: async ({ watch }: WakeJobDeps): Promise<Did> => {
      await watch()
      return {}
    },
  },
} satisfies Record<string, Job<never>>

export type JobName = keyof typeof jobs
export type JobDeps<Name extends JobName> = Parameters<(typeof jobs)[Name]['run']>[0]

/** The last run of each job that this collector runs; null where it has not run yet. */
export type LastRuns = Partial<Record<JobName, LastRun | null>>

/** Runs a job once. Never rejects: a run that failed has an `error`, and what was thrown stands beside it. */
export async function runJob<Name extends JobName>(
  name: Name,
  deps: JobDeps<Name>,
  clock: Clock,
): Promise<{ run: LastRun; line: string | null; thrown?: unknown }> {
  const job = jobs[name] as unknown as Job<JobDeps<Name>>
  const started = new Date(clock.now()).toISOString()
  const began = performance.now()
  const ended = () => {
    const took = Math.round(performance.now() - began) / 1_000
    return { started, ended: new Date(clock.now()).toISOString(), took }
  }
  try {
    const did = await job.run(deps)
    const run = { ...ended(), did }
    const line = job.line?.(did)
    return { run, line: line ? `${line}, in ${run.took.toFixed(1)} s` : null }
  } catch (thrown) {
    return { run: { ...ended(), error: reasonOf(thrown) }, line: null, thrown }
  }
}
