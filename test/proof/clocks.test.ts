/** The machine's clock is set to and fro while the collector runs: each 202 is counted once, and what lets somebody in ends when it should. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { addDays, localTime } from '../../contract/day.ts'
import { type FalseClock, falseClock } from '../kit/false-clock.ts'
import { command, type Footfall, footfallOfTest } from '../kit/footfall.ts'
import { firefox } from '../kit/ingest.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

const hours = 3_600
const days = 24 * hours
const views = Number(process.env.VIEWS ?? 300)

/** Each with a site of its own, so that what was lost of one is not made good by another. */
const moves: [site: string, seconds: number, restarts?: true][] = [
  ['now.org', 0],
  ['day-ahead.org', days],
  ['day-behind.org', -days],
  ['forty-ahead.org', 40 * days],
  ['year-behind.org', -400 * days],
  ['two-hours-ahead.org', 2 * hours],
  ['years-ahead.org', 900 * days],
  ['back.org', 0],
  ['started-behind.org', -30 * days, true],
  ['started-again.org', 0, true],
]

type Skipping = { task: { meta: object }; skip: (why: string) => never }

function clockOf({ task, skip }: Skipping): FalseClock {
  const clock = falseClock(temporaryFolder())
  if (clock) return clock
  const notRun = { what: 'clocks that are set to and fro', why: 'this machine has no libfaketime (apt-get install faketime)' }
  Object.assign(task.meta, { notRun })
  return skip(notRun.why)
}

function started(clock: FalseClock, env: Record<string, string>): Promise<Footfall> {
  return footfallOfTest({ env: { ...env, ...clock.env } })
}

const dayAt = (seconds: number) => localTime('UTC', Date.now() + seconds * 1_000).day

it('each 202 is counted once, on the day that the clock said', { timeout: 600_000 }, async (context) => {
  const clock = clockOf(context as unknown as Skipping)
  const env = { FOOTFALL_DATA: join(temporaryFolder(), 'data'), FOOTFALL_SITES: moves.map(([site]) => site).join(',') }
  let footfall = await started(clock, env)
  for (const [site, seconds, restarts] of moves) {
    if (restarts) await footfall.stop()
    clock.set(seconds)
    if (restarts) footfall = await started(clock, env)
    const body = JSON.stringify({ v: 1, site, host: site, type: 'view', consent: true, path: '/' })
    const posts = Array.from({ length: views }, () =>
      fetch(`${footfall.url}/e`, { method: 'POST', headers: { 'user-agent': firefox }, body }),
    )
    expect(new Set((await Promise.all(posts)).map(({ status }) => status))).toEqual(new Set([202]))
  }
  const report = await eventually(
    'all is stored',
    async () => {
      const found = await command(env, 'audit')
      return found.code === 0 && found.out
    },
    60_000,
  )
  expect(report).toContain('ok: every accepted event is stored once')
  for (const [site, seconds] of moves) {
    const key = (await command(env, 'key', 'create', '--site', site)).out.trim()
    const ask = async (from: string, to: string) => {
      const body = JSON.stringify({ site, from, to, measures: ['views'] })
      const answer = await fetch(`${footfall.url}/api/query`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body })
      return (await answer.json()).totals.views
    }
    const day = dayAt(seconds)
    // Midnight may have passed since.
    expect(await ask(addDays(day, -1), day), site).toBe(views)
    expect(await ask(dayAt(-500 * days), dayAt(1_000 * days)), site).toBe(views)
  }
})

it('a link is good for 24 hours and a session for 30 days of that clock', { timeout: 120_000 }, async (context) => {
  const clock = clockOf(context as unknown as Skipping)
  const env = { FOOTFALL_DATA: join(temporaryFolder(), 'data'), FOOTFALL_SITES: 'example.org' }
  const { url } = await started(clock, env)
  const open = async (link: string) => {
    const answer = await fetch(link, { redirect: 'manual' })
    return { status: answer.status, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
  }
  const enters = async (cookie: string) => (await fetch(`${url}/api/sites`, { headers: { cookie } })).status
  const linkOf = async () => (await command(env, 'link')).out.trim()
  const [kept, late] = [await linkOf(), await linkOf()]
  clock.set(24 * hours - 60)
  const { status, cookie } = await open(kept)
  expect([status, await enters(cookie)]).toEqual([303, 200])
  clock.set(24 * hours + 60)
  expect((await open(late)).status).toBe(403)
  for (const [seconds, answer] of [
    [29 * days, 200],
    [-400 * days, 200],
    [31 * days - 120, 200],
    [31 * days, 401],
  ] as const) {
    clock.set(seconds)
    expect(await enters(cookie), `${seconds} s`).toBe(answer)
  }
})
