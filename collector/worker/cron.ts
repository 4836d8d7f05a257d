/** Runs the jobs of a cron trigger, and keeps the last run of each in the settings: every trigger and every question may come to another isolate. */

import type { LastRun } from '../../contract/health.ts'
import { type JobDeps, type JobName, jobs, type LastRuns, runJob } from '../jobs/table.ts'
import type { Clock, SettingsStore } from '../ports.ts'
import { whyOf } from '../why.ts'

/** Those that a trigger runs. */
type CronJob = { [Name in JobName]: (typeof jobs)[Name]['cron'] extends null ? never : Name }[JobName]
type Deps = JobDeps<'fold'> & JobDeps<'purge'> & JobDeps<'wake'>

const cronJobs = (Object.keys(jobs) as JobName[]).filter((name): name is CronJob => jobs[name].cron !== null)
const settingOf = (name: CronJob) => `job ${name}`

interface CronDeps {
  settings: SettingsStore
  clock: Clock
  log: (line: string) => void
}

/** One after the other; where one fails the others run all the same. Rejects with the first failure, so that the platform shows it too. */
export async function runCron(cron: string, deps: Deps, { settings, clock, log }: CronDeps): Promise<void> {
  const failures: unknown[] = []
  for (const name of cronJobs.filter((name) => jobs[name].cron === cron)) {
    const { run, line, thrown } = await runJob(name, deps, clock)
    if (line) log(line)
    if (run.error !== undefined) {
      log(`the job ${name} failed: ${whyOf(thrown)}`)
      failures.push(thrown)
    }
    const write = 'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
    await settings.run(write, settingOf(name), JSON.stringify(run))
  }
  if (failures.length > 0) throw failures[0]
}

/** The last run of each job, whichever isolate it ran in; null where none has run yet. */
export async function lastRunsIn(settings: SettingsStore): Promise<LastRuns> {
  const rows = await settings.all<{ name: string; value: string }>("SELECT name, value FROM setting WHERE name LIKE 'job %'")
  const kept = new Map(rows.map(({ name, value }) => [name, JSON.parse(value) as LastRun]))
  return Object.fromEntries(cronJobs.map((name) => [name, kept.get(settingOf(name)) ?? null]))
}
