/** Faults of files and of the engine, on the real collector: events are taken, `/health` and one line of the log say what is wrong. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Health } from '../../contract/health.ts'
import { command, type Footfall, footfallOfTest, refusedStart } from '../kit/footfall.ts'
import { processesBelow, stillRunning } from '../kit/processes.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

function started(data: string): Promise<Footfall> {
  return footfallOfTest({ env: { FOOTFALL_DATA: data, FOOTFALL_SITES: 'example.org' } })
}

const healthOf = async ({ url }: Footfall) => (await (await fetch(`${url}/health`)).json()) as Health

async function post({ url }: Footfall, count: number): Promise<void> {
  const view = { v: 1, site: 'example.org', host: 'example.org', type: 'view', consent: false }
  const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' }
  const answer = await fetch(`${url}/e`, { method: 'POST', headers, body: JSON.stringify(Array.from({ length: count }, () => view)) })
  expect(answer.status).toBe(202)
}

/** Writes over the middle of the file's first bytes, which say what it is. */
function spoil(file: string): void {
  const bytes = readFileSync(file)
  writeFileSync(file, bytes.fill(0x55, 0, 100))
}

const linesWith = (text: string, { output }: Pick<Footfall, 'output'>) =>
  output()
    .split('\n')
    .filter((line) => line.includes(text))

describe('a ledger that cannot be read', () => {
  it('keeps no event from being taken, is named by /health and once by the log, and is left behind once it is mended', {
    timeout: 90_000,
  }, async () => {
    const data = temporaryFolder()
    const first = await started(data)
    await post(first, 1)
    await eventually('counted', async () => (await healthOf(first)).backlog.bytes === 0)
    await first.stop()
    const ledger = join(data, 'spool', 'ledger.sqlite')
    spoil(ledger)
    const second = await started(data)
    const began = new Date().toISOString()
    const still = await eventually('stands still', async () => (await healthOf(second)).standstill)
    expect(still).toEqual({ since: expect.any(String), why: `ledger.sqlite: file is not a database` })
    expect(still.since <= new Date().toISOString() && still.since.slice(0, 10) >= began.slice(0, 10)).toBe(true)
    await post(second, 5)
    await eventually('it has waited', async () => (await healthOf(second)).backlog.seconds >= 3)
    expect(await healthOf(second)).toMatchObject({ ok: true, draining: false, store: 'up' })
    expect(linesWith('file is not a database', second)).toEqual([expect.stringContaining(`${ledger}: file is not a database`)])
    expect(second.output()).not.toMatch(/\n +at /)
    const audit = await command({ FOOTFALL_DATA: data }, 'audit')
    expect(audit.code).toBe(1)
    expect(`${audit.out}${audit.error}`).toContain('file is not a database')
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${ledger}${suffix}`, { force: true })
    await eventually('counts again', async () => (await healthOf(second)).draining, 60_000)
    await eventually('all of it', async () => (await healthOf(second)).backlog.bytes === 0)
    expect(linesWith('what was taken is counted again', second)).toHaveLength(1)
  })
})

it('a byte of what was acknowledged last, changed while nothing runs, is no torn end: log and audit name it, and the rest is counted', {
  timeout: 60_000,
}, async () => {
  const data = temporaryFolder()
  const first = await started(data)
  await post(first, 3)
  await first.stop('SIGKILL')
  const folder = join(data, 'spool', 'segments')
  const [name] = readdirSync(folder)
  const bytes = readFileSync(join(folder, name!))
  bytes[bytes.length - 20]! ^= 1
  writeFileSync(join(folder, name!), bytes)
  const second = await started(data)
  await eventually('counted', async () => (await healthOf(second)).backlog.bytes === 0)
  const audit = await command({ FOOTFALL_DATA: data }, 'audit')
  expect(audit).toMatchObject({ code: 1, out: expect.stringMatching(/^damaged segments: \S+ \(\d+ bytes\)\nNOT ok$/m) })
  expect(linesWith('.damaged: so many bytes', second)).toHaveLength(1)
  expect(second.output()).not.toContain('nobody had been answered')
  for (const left of readdirSync(folder)) rmSync(join(folder, left))
  expect((await command({ FOOTFALL_DATA: data }, 'audit')).out).toContain('ok: every accepted event is stored once')
})

it.each([
  ['settings.sqlite', /^The settings cannot be used \(.*settings\.sqlite: file is not a database\)\. .*put back a copy.*\n$/],
  ['lock', /^The lock of the data folder cannot be used \(.*lock: file is not a database\)\. .*remove it.*\n$/],
])('a damaged %s ends the start with one line that says what to do', { timeout: 60_000 }, async (name, line) => {
  const data = temporaryFolder()
  await (await started(data)).stop()
  const file = join(data, name)
  if (!existsSync(file) || readFileSync(file).length === 0) writeFileSync(file, Buffer.alloc(8_192, 0x55))
  else spoil(file)
  const refused = await refusedStart({ FOOTFALL_DATA: data })
  expect(refused).toEqual({ code: 1, output: expect.stringMatching(line) })
  expect((await command({ FOOTFALL_DATA: data }, 'site', 'list')).error).toMatch(line)
})

it('an engine that is stopped is away within seconds, also where it refuses nothing, and counting stands still until it goes on', {
  timeout: 90_000,
}, async () => {
  const footfall = await started(temporaryFolder())
  const engine = processesBelow(footfall.child.pid!)[0]!
  process.kill(engine, 'SIGSTOP')
  onTestFinished(() => {
    for (const pid of stillRunning([engine])) process.kill(pid, 'SIGCONT')
  })
  const stopped = Date.now()
  await eventually('away', async () => (await healthOf(footfall)).store === 'away')
  expect(Date.now() - stopped).toBeLessThan(10_000)
  expect(linesWith('the store has not answered for 5 s', footfall)).toHaveLength(1)
  await post(footfall, 3)
  process.kill(engine, 'SIGCONT')
  await eventually('up again', async () => (await healthOf(footfall)).store === 'up')
  await eventually('nothing waits', async () => (await healthOf(footfall)).backlog.bytes === 0)
  expect(await healthOf(footfall)).toMatchObject({ draining: true, backlog: { bytes: 0, seconds: 0 } })
})

it('an engine that outlives its killed collector is waited for: events are taken meanwhile, and all are counted once it is gone', {
  timeout: 90_000,
}, async () => {
  const data = temporaryFolder()
  const first = await started(data)
  const engine = processesBelow(first.child.pid!)[0]!
  // Stopped it does not hear that its parent has gone, as on a machine that is short of everything.
  process.kill(engine, 'SIGSTOP')
  onTestFinished(() => {
    for (const pid of stillRunning([engine])) process.kill(pid, 'SIGKILL')
  })
  await post(first, 2)
  await first.stop('SIGKILL')
  const second = await footfallOfTest({ env: { FOOTFALL_DATA: data, FOOTFALL_SITES: 'example.org' }, healthy: false })
  await eventually('it says who holds the engine', () => second.output().includes(`in use by process ${engine}`))
  await post(second, 3)
  expect(second.child.exitCode).toBeNull()
  process.kill(engine, 'SIGKILL')
  await eventually(
    'all is counted',
    async () => (await command({ FOOTFALL_DATA: data }, 'audit')).out.includes('ok: every accepted event'),
    40_000,
  )
  await eventually('it is up, and nothing waits', async () => {
    const { ok, store, backlog } = await healthOf(second)
    return ok && store === 'up' && backlog.bytes === 0
  })
})
