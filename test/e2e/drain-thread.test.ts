/** The drain's worker thread, killed with work before it: it is started again, and every event is stored once. */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { expect, it, onTestFinished } from 'vitest'
import { startDrain } from '../../collector/node/drain/drain.ts'
import { openFileSpool } from '../../collector/node/spool/file-spool.ts'
import { makeSpoolFolder, spoolLayout } from '../../collector/node/spool/folder.ts'
import { openStore } from '../../collector/node/store/open-store.ts'
import { audit } from '../../collector/spool/audit/audit.ts'
import { view } from '../kit/facts.ts'
import { ledgerIn } from '../kit/spool.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

const long = 50_000

/** The worker thread that is made next. */
const nextWorker = async () => (await once(process, 'worker'))[0] as Worker

async function opened() {
  const folder = temporaryFolder()
  const spoolFolder = join(folder, 'spool')
  const log = () => {}
  const { store, place, close } = openStore({ url: null, engine: 'plain', folder: join(folder, 'engine'), log })
  onTestFinished(close)
  const made = nextWorker()
  const drain = startDrain({ folder: spoolFolder, store: place }, log)
  onTestFinished(drain.close)
  const waiting = () => drain.backlog().bytes
  const spool = await openFileSpool({ folder: spoolFolder, onClosed: drain.wake, waiting, log, milliseconds: 60_000 })
  onTestFinished(() => spool.close())
  await eventually('the engine answers', () => store.ping().catch(() => false))
  const keep = async (count: number) => {
    await spool.append(Array.from({ length: count }, () => view()))
    await spool.rotate()
  }
  return { drain, keep, store, spoolFolder, worker: await made }
}

it('a drain whose thread dies goes on where it was: what waited, what came meanwhile and what comes later is stored once', async () => {
  const { drain, keep, store, spoolFolder, worker } = await opened()
  await keep(3)
  expect(await drain.drained(long)).toBe(true)
  // It dies with a segment before it, frozen, half inserted or not begun.
  await keep(50)
  const again = nextWorker()
  await worker.terminate()
  await keep(700)
  // Asked of a thread that is dead, and answered by the next.
  const asked = drain.drained(long)
  expect(await again).not.toBe(worker)
  expect(await asked).toBe(true)
  await keep(8_000)
  expect(await drain.drained(long)).toBe(true)
  const rows = await store.select<{ views: number }>(
    "SELECT sum(views) AS views FROM cells WHERE grain = 'day' AND dimensionB = '' AND site != ''",
  )
  expect(rows).toEqual([{ views: 8_753 }])
  const found = await audit(store, ledgerIn(spoolFolder))
  expect(found).toMatchObject({ ok: true, pending: 0, missing: [], doubled: [], differences: [] })
})

it('a drain whose thread dies while it is being closed is closed', async () => {
  const folder = join(temporaryFolder(), 'spool')
  await makeSpoolFolder(folder)
  writeFileSync(spoolLayout(folder).ledger, Buffer.alloc(8_192, 0x55))
  const said: string[] = []
  const drain = startDrain({ folder, store: { socketPath: join(folder, 'no.sock') } }, (line) => said.push(line))
  await drain.close()
  expect(said.join('\n')).toContain('file is not a database')
})
