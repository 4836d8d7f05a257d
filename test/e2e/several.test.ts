/** Several collectors on one ClickHouse server: they need nothing of each other, and each event that any of them took is counted once. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { serverStore } from '../../collector/node/store/server-store.ts'
import { localTime } from '../../contract/day.ts'
import { startClickHouseFront } from '../kit/clickhouse-front.ts'
import { userAgents } from '../kit/events.ts'
import { command, type Footfall, startFootfall } from '../kit/footfall.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'
import { viewsByPath } from '../kit/views-by-path.ts'

const site = 'example.org'
const day = localTime('UTC', Date.now()).day
const collectors = ['a', 'b', 'c', 'd']
const letters = (index: number) => String.fromCharCode(97 + Math.floor(index / 26), 97 + (index % 26))

/** Posts an event; whether it was answered 202. Anything else may or may not be kept. */
async function isTaken({ url }: Footfall, path: string): Promise<boolean> {
  const event = { v: 1, site, host: site, type: 'view', consent: true, day, path }
  const init = { method: 'POST', headers: { 'user-agent': userAgents[0] as string }, body: JSON.stringify(event) }
  return fetch(`${url}/e`, init).then(
    ({ status }) => status === 202,
    () => false,
  )
}

it('count every 202 once, while each is killed and the server too', { timeout: 240_000 }, async () => {
  const folder = temporaryFolder()
  const front = await startClickHouseFront(folder)
  const taken = new Set<string>()
  const asked = new Set<string>()
  const envOf = (name: string) => ({ FOOTFALL_DATA: join(folder, name), FOOTFALL_SITES: site, FOOTFALL_CLICKHOUSE_URL: front.url })
  const live = async (name: string) => {
    let collector = await startFootfall({ env: envOf(name), healthy: false })
    for (let index = 0; index < 120; index++) {
      const path = `/${name}${letters(index)}`
      asked.add(path)
      if (await isTaken(collector, path)) taken.add(path)
      if (index % 50 !== 40) continue
      await collector.stop('SIGKILL')
      collector = await startFootfall({ env: envOf(name), healthy: false })
    }
    return collector
  }
  const lives = Promise.all(collectors.map(live))
  await eventually('a good many', () => taken.size > 200, 120_000)
  await front.kill()
  await front.start()
  const running = await lives
  expect(taken.size).toBeGreaterThan(400)
  const store = serverStore(front.url)
  for (const name of collectors) expect(await command(envOf(name), 'audit'), name).toMatchObject({ code: 0 })
  const views = await viewsByPath(store, site)
  expect([...taken].filter((path) => views.get(path) !== 1)).toEqual([])
  // What was asked and not answered may be there, once; nothing else is.
  expect([...views].filter(([path, count]) => !asked.has(path) || count !== 1)).toEqual([])
  for (const collector of running) await collector.stop()
  await store.close()
  await front.close()
})
