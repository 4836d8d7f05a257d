/** The table of jobs, and what is told of a run. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createCredentials } from '../../../collector/accounts/credentials.ts'
import { purge } from '../../../collector/jobs/purge.ts'
import { jobs, runJob } from '../../../collector/jobs/table.ts'
import { openSettings } from '../../../collector/node/data/settings.ts'
import { StoreAway, StoreError } from '../../../collector/ports.ts'
import { temporaryFolder } from '../../kit/temporary.ts'

const day = 86_400_000
const clock = { time: Date.UTC(2026, 10, 24, 12), now: () => clock.time }

it('each cron trigger of wrangler.toml runs a job, and each job’s trigger is there', () => {
  const toml = readFileSync(new URL('../../../wrangler.toml', import.meta.url), 'utf8')
  const [, list = ''] = /^crons = \[(.*)\]$/m.exec(toml) ?? []
  const triggers = [...list.matchAll(/"([^"]+)"/g)].map(([, cron]) => cron)
  expect(triggers.sort()).toEqual([...new Set(Object.values(jobs).flatMap(({ cron }) => cron ?? []))].sort())
})

it('a run tells what it did, when, and for how long', async () => {
  const { run, line } = await runJob('fold', { fold: async () => 12 }, clock)
  const now = '2026-11-24T12:00:00.000Z'
  expect(run).toEqual({ started: now, ended: now, took: expect.any(Number), did: { cells: 12 } })
  expect(line).toMatch(/^folded 12 cells of days that are over, in 0\.\d s$/)
  expect((await runJob('fold', { fold: async () => 0 }, clock)).line).toBeNull()
})

it.each([
  [new StoreAway('connect ECONNREFUSED store.internal:8443 needle'), 'the store does not answer'],
  [new StoreError('the store refused: code 27: Cannot parse input: needle'), 'the store refused: code 27'],
  [Object.assign(new Error('the store cannot now: code 241: needle'), { name: 'StoreAway' }), 'the store does not answer: code 241'],
  [new TypeError('needle is no function'), 'failed: TypeError'],
  ['needle', 'failed'],
])('a run that fails tells of %s only its kind', async (thrown, error) => {
  const told = await runJob('fold', { fold: () => Promise.reject(thrown) }, clock)
  expect(told.run).toEqual({ started: expect.any(String), ended: expect.any(String), took: expect.any(Number), error })
  expect(told.thrown).toBe(thrown)
  expect(JSON.stringify(told.run)).not.toContain('needle')
})

it('purging deletes links and sessions that have ended, and no other', async () => {
  const settings = await openSettings(join(temporaryFolder(), 'settings.sqlite'))
  const credentials = createCredentials({ settings, clock })
  await credentials.redeemLink(await credentials.createLink())
  await credentials.startSession()
  const purged = () => purge({ settings, clock })
  expect(await purged()).toEqual({ links: 1, sessions: 0 })
  const link = await credentials.createLink()
  clock.time += day - 1
  expect(await purged()).toEqual({ links: 0, sessions: 0 })
  expect(await credentials.redeemLink(link)).toBe(true)
  await credentials.createLink()
  const session = await credentials.startSession()
  clock.time += 29 * day + 1
  expect(await purged()).toEqual({ links: 1, sessions: 1 })
  expect(await credentials.hasSession(session)).toBe(true)
  settings.close()
})
