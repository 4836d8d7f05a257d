/** The edge's triggers: each runs its jobs, and any isolate can tell of the last run. */
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { jobs } from '../../../collector/jobs/table.ts'
import { openSettings } from '../../../collector/node/data/settings.ts'
import { StoreAway } from '../../../collector/ports.ts'
import { lastRunsIn, runCron } from '../../../collector/worker/cron.ts'
import { temporaryFolder } from '../../kit/temporary.ts'

const clock = { now: () => Date.UTC(2026, 10, 24, 12) }
const told = { started: expect.any(String), ended: expect.any(String), took: expect.any(Number) }

async function edge(fold: () => Promise<number> = async () => 7) {
  const path = join(temporaryFolder(), 'settings.sqlite')
  const settings = await openSettings(path)
  onTestFinished(() => settings.close())
  const lines: string[] = []
  let woken = 0
  const watch = async () => void woken++
  const run = (cron: string) => runCron(cron, { fold, watch, settings, clock }, { settings, clock, log: (line) => lines.push(line) })
  return { path, settings, lines, run, woken: () => woken }
}

it('a trigger runs its own jobs, and what they did is told by whoever opens the settings', async () => {
  const { path, lines, run, woken } = await edge()
  await run(jobs.fold.cron)
  const elsewhere = await openSettings(path)
  onTestFinished(() => elsewhere.close())
  expect(await lastRunsIn(elsewhere)).toEqual({
    fold: { ...told, did: { cells: 7 } },
    purge: { ...told, did: { links: 0, sessions: 0 } },
    wake: null,
  })
  expect([woken(), lines.length]).toEqual([0, 1])
  await run(jobs.wake.cron)
  expect(woken()).toBe(1)
  expect((await lastRunsIn(elsewhere)).wake).toEqual({ ...told, did: {} })
})

it('a job that fails keeps no other from running, and the platform is told', async () => {
  const { settings, lines, run } = await edge(async () => {
    throw new StoreAway('the store does not answer: needle')
  })
  await expect(run(jobs.fold.cron)).rejects.toThrow(StoreAway)
  expect(lines).toEqual(['the job fold failed: the store does not answer: needle'])
  expect(await lastRunsIn(settings)).toMatchObject({
    fold: { ...told, error: 'the store does not answer' },
    purge: { ...told, did: { links: 0, sessions: 0 } },
  })
})
