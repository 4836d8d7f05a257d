/** Runs jobs by timers, one run of a job at a time, and remembers the last run of each. */

import { type JobDeps, type JobName, jobs, type LastRuns, runJob } from '../jobs/table.ts'
import type { Clock } from '../ports.ts'
import { createTrouble, type Trouble } from '../trouble.ts'
import { causeOf, whyOf } from '../why.ts'

/** Those that Node runs. */
type NodeJob = { [Name in JobName]: (typeof jobs)[Name]['everySeconds'] extends null ? never : Name }[JobName]

export interface JobTimers {
  /** Runs the job now, and from then on its interval after each run's end. Nothing happens after `stop`. */
  start<Name extends NodeJob>(name: Name, deps: JobDeps<Name>): void
  /** No further run begins by itself. */
  stop(): void
  /** Runs a job that was started once more, after the run that is under way, and then no more. */
  runLast(name: NodeJob): Promise<void>
  /** Resolves once no run is under way. */
  settled(): Promise<void>
  lastRuns(): LastRuns
}

interface Started {
  ended: boolean
  /** After the run that is under way. */
  run(): Promise<void>
  timer?: ReturnType<typeof setTimeout>
  /** Resolves with the last run that was begun. */
  last: Promise<void>
}

export function createJobTimers({ clock, log }: { clock: Clock; log: (line: string) => void }): JobTimers {
  const started = new Map<NodeJob, Started>()
  const names = (Object.keys(jobs) as JobName[]).filter((name) => jobs[name].everySeconds !== null)
  const lastRuns: LastRuns = Object.fromEntries(names.map((name) => [name, null]))
  let stopped = false

  async function runOnce<Name extends NodeJob>(name: Name, deps: JobDeps<Name>, trouble: Trouble): Promise<void> {
    const { run, line, thrown } = await runJob(name, deps, clock)
    lastRuns[name] = run
    if (line) log(line)
    if (run.error === undefined) trouble.over()
    else trouble.is(causeOf(thrown), `the job ${name} failed: ${whyOf(thrown)}; it is tried again every ${jobs[name].everySeconds} s`)
  }

  return {
    start(name, deps) {
      if (stopped) return
      const trouble = createTrouble(log, `the job ${name} succeeds again`, 0)
      const job: Started = {
        ended: false,
        last: Promise.resolve(),
        run: () => {
          job.last = job.last.then(() => runOnce(name, deps, trouble))
          return job.last
        },
      }
      started.set(name, job)
      const again = async () => {
        await job.run()
        if (stopped || job.ended) return
        job.timer = setTimeout(() => void again(), jobs[name].everySeconds * 1_000)
        job.timer.unref()
      }
      void again()
    },
    stop() {
      stopped = true
      for (const { timer } of started.values()) clearTimeout(timer)
    },
    runLast: async (name) => {
      const job = started.get(name)
      if (!job) return
      job.ended = true
      clearTimeout(job.timer)
      await job.run()
    },
    settled: async () => {
      await Promise.all([...started.values()].map(({ last }) => last))
    },
    lastRuns: () => lastRuns,
  }
}
