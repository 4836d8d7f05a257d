/** The edge's objects in real workerd, evicted again and again while their inserts fail: each 202 is counted once. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { createTestHarness, type WorkerHandle } from 'wrangler'
import { writeEdgeFiles } from '../../collector/node/build/edge-files.ts'
import { serverStore } from '../../collector/node/store/server-store.ts'
import { ensureBuilt } from '../kit/build.ts'
import { type Fault, startClickHouseFront } from '../kit/clickhouse-front.ts'
import { userAgents } from '../kit/events.ts'
import { controlKey } from '../kit/homes.ts'
import { ownPath } from '../kit/outcomes.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'
import { viewsByPath } from '../kit/views-by-path.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const site = 'example.org'
const faults: Fault[] = ['lateStart', 'dropAfter', 'unavailable', 'dropBefore']

/** wrangler.toml, as it would be read from a folder of its own. */
async function configuration(folder: string): Promise<string> {
  await writeEdgeFiles(join(folder, 'files'))
  const text = readFileSync(join(root, 'wrangler.toml'), 'utf8')
    .replace('collector/worker/index.ts', join(root, 'collector/worker/index.ts'))
    .replace('dist/edge', join(folder, 'files'))
  const path = join(folder, 'wrangler.toml')
  writeFileSync(path, text)
  return path
}

async function startWorker(folder: string, clickhouse: string): Promise<WorkerHandle> {
  const configPath = await configuration(folder)
  const vars = { FOOTFALL_SITES: site, FOOTFALL_CLICKHOUSE_ENGINE: 'plain' }
  const secrets = { FOOTFALL_CLICKHOUSE_URL: clickhouse, FOOTFALL_CONTROL_KEY: controlKey }
  const server = createTestHarness({ root: folder, workers: [{ configPath, vars, secrets }] })
  onTestFinished(() => server.close())
  await server.listen()
  return server.getWorker('footfall')
}

// An eviction waits until nothing refers to the object, which takes its time.
it('lose nothing and count nothing twice', { timeout: 600_000 }, async () => {
  await ensureBuilt()
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'clickhouse'))
  const front = await startClickHouseFront(join(folder, 'clickhouse'))
  onTestFinished(front.close)
  const worker = await startWorker(folder, front.url)
  const send = async (path: string) => {
    const body = JSON.stringify({ v: 1, site, host: site, type: 'view', consent: true, path })
    return (await worker.fetch('/e', { method: 'POST', headers: { 'user-agent': userAgents[0] as string }, body })).status
  }
  let evictions = 0
  const evict = async () => {
    for (const id of await worker.listDurableObjectIds('SPOOL')) {
      const why = await worker.evictDurableObject('SPOOL', { id }).then(
        () => null,
        (error: Error) => error.message,
      )
      if (why === null) evictions++
      // One whose alarm is at work is not evicted: that is a kill's work (test/proof/homes.test.ts).
      else expect(why).toMatch(/not currently running|still has active references/)
    }
  }
  const store = serverStore(front.url)
  onTestFinished(() => store.close())
  const counted = () => viewsByPath(store, site)
  const taken: string[] = []
  for (const fault of faults) {
    await front.fault(fault)
    for (let count = 0; count < 8; count++) {
      const path = ownPath(taken.length)
      expect(await send(path)).toBe(202)
      taken.push(path)
      if (count % 4 === 3) await evict()
    }
    let before = 0
    await eventually(
      `all is stored after ${fault}`,
      async () => {
        const { size } = await counted()
        // As soon as its rows are there: it may not have heard of it yet.
        if (size !== before) await evict()
        before = size
        return size === taken.length
      },
      60_000,
    )
  }
  expect(evictions).toBeGreaterThanOrEqual(2 * faults.length)
  const command = { method: 'POST', headers: { authorization: `Bearer ${controlKey}` }, body: JSON.stringify({ command: 'audit' }) }
  expect(await (await worker.fetch('/api/command', command)).json()).toMatchObject({ code: 0 })
  expect(await counted()).toEqual(new Map(taken.map((path) => [path, 1])))
})
