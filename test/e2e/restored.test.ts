/** A copy of the data folder whose spool is older than its store is put back: what was counted stays once, and what comes is counted once. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { command, type Footfall, footfallOfTest } from '../kit/footfall.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

const site = 'example.org'
const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' }

function started(data: string, healthy = true): Promise<Footfall> {
  return footfallOfTest({ env: { FOOTFALL_DATA: data, FOOTFALL_SITES: site }, healthy })
}

async function post({ url }: Footfall, count: number): Promise<void> {
  const view = { v: 1, site, host: site, type: 'view', consent: false }
  for (let sent = 0; sent < count; sent++)
    expect((await fetch(`${url}/e`, { method: 'POST', headers, body: JSON.stringify(view) })).status).toBe(202)
}

async function counted({ url }: Footfall): Promise<void> {
  await eventually('nothing waits', async () => (await (await fetch(`${url}/health`)).json()).backlog.bytes === 0)
}

async function viewsIn(footfall: Footfall, data: string): Promise<number> {
  const key = (await command({ FOOTFALL_DATA: data }, 'key', 'create', '--site', site)).out.trim()
  const today = new Date()
  const day = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const body = JSON.stringify({ site, from: day(-2), to: day(1), measures: ['views'] })
  const authorization = `Bearer ${key.split(/\s+/).at(-1)}`
  const answer = await fetch(`${footfall.url}/api/query`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body,
  })
  return (await answer.json()).totals.views
}

it('also where the collector is killed before its first batches are stored', { timeout: 120_000 }, async () => {
  const [data, copy] = [join(temporaryFolder(), 'data'), join(temporaryFolder(), 'data')]
  const first = await started(data)
  await post(first, 3)
  await counted(first)
  // A segment of these is in the copy, and is counted here after it was copied.
  await post(first, 4)
  cpSync(join(data, 'spool'), join(copy, 'spool'), { recursive: true })
  for (let batch = 0; batch < 3; batch++) {
    await post(first, 5)
    await counted(first)
  }
  expect(await first.stop()).toBe(0)
  for (const name of ['engine', 'settings.sqlite']) cpSync(join(data, name), join(copy, name), { recursive: true })

  // Before the store answers, so that nothing of it is compared or counted yet.
  const killed = await started(copy, false)
  await post(killed, 6)
  await killed.stop('SIGKILL')
  const last = await started(copy)
  await post(last, 7)
  await counted(last)
  expect(await viewsIn(last, copy)).toBe(3 + 4 + 15 + 6 + 7)
  const said = `${killed.output()}${last.output()}`.split('\n').filter((line) => line.includes('older than the store'))
  expect(said).toEqual([expect.stringMatching(/as of a copy that was put back: the store has batches of \w+ up to \d+; .* is \w+@\d+/)])
  expect((await command({ FOOTFALL_DATA: copy }, 'audit')).out).toContain('ok: every accepted event is stored once')
  // Once more, and the name stays.
  await last.stop()
  const again = await started(copy)
  await post(again, 1)
  await counted(again)
  expect(await viewsIn(again, copy)).toBe(36)
  expect(again.output()).not.toContain('older than the store')
})
