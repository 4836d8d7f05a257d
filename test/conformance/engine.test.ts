/** The engine's child: it holds its folder alone, ends with its parent, and comes back when it dies. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { Agent, get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { engineClient, migrateEngine } from '../../collector/node/engine/client.ts'
import { type Engine, openEngine } from '../../collector/node/engine/supervisor.ts'
import { StoreAway, StoreError } from '../../collector/ports.ts'
import { migrate } from '../../collector/store/migrate.ts'
import { migrations } from '../../collector/store/migrations/index.ts'
import { createStore } from '../../collector/store/store.ts'
import { batchOf, cell } from '../kit/batches.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

async function open(folder: string, log: (line: string) => void = () => {}): Promise<Engine> {
  const engine = await openEngine({ folder, log })
  onTestFinished(() => engine.close())
  return engine
}

const lives = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

it('is private, and keeps what it holds from one start to the next', async () => {
  const folder = join(temporaryFolder(), 'engine')
  const first = await open(folder)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(first.socketPath).mode & 0o777).toBe(0o600)
  const pid = first.pid()!
  await first.close()
  expect(lives(pid)).toBe(false)
  const second = await open(folder)
  const store = second.store()
  expect(await store.select('SELECT DISTINCT version FROM migrations ORDER BY version')).toEqual(
    migrations.map(({ version }) => ({ version })),
  )
  await store.close()
})

it('works where the path of the folder is too long for a socket', async () => {
  const folder = join(temporaryFolder(), 'a'.repeat(120))
  const engine = await open(folder)
  expect(engine.socketPath.length).toBeLessThan(100)
  const store = engine.store()
  expect(await store.ping()).toBe(true)
  await store.close()
  await engine.close()
  expect(existsSync(engine.socketPath)).toBe(false)
})

it('ends no connection that its caller may be about to use again', async () => {
  const { socketPath } = await open(temporaryFolder())
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  const [response] = (await once(get({ socketPath, path: '/ping', agent }), 'response')) as [IncomingMessage]
  response.resume()
  // A time would be named here after which it ends an idle one.
  expect(response.headers).toMatchObject({ connection: 'keep-alive' })
  expect(response.headers).not.toHaveProperty('keep-alive')
})

it('comes back on the same socket when it is killed, and says so', async () => {
  const lines: string[] = []
  const engine = await open(temporaryFolder(), (line) => lines.push(line))
  const before = engine.pid()!
  process.kill(before, 'SIGKILL')
  const store = engine.store()
  await eventually('the store answers', async () => engine.pid() !== before && (await store.ping()))
  expect(lines).toEqual([expect.stringContaining('the engine ended (SIGKILL) and is started again')])
  await store.close()
})

it('does not end by a signal that its parent has to answer', async () => {
  const engine = await open(temporaryFolder())
  const pid = engine.pid()!
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal)
  const store = engine.store()
  for (let asked = 0; asked < 10; asked++) expect(await store.ping()).toBe(true)
  expect(engine.pid()).toBe(pid)
  await store.close()
})

it('ends with its parent, and the next start waits for its end', async () => {
  const folder = temporaryFolder()
  const { parent, pid } = await elsewhere(folder)
  parent.kill('SIGKILL')
  // The folder's lock is free only once the first engine is gone.
  const engine = await open(folder)
  expect(engine.pid()).not.toBe(pid)
})

it('a second one on the same folder says who holds it, and harms nothing', async () => {
  const folder = temporaryFolder()
  const { pid } = await elsewhere(folder)
  const refused = openEngine({ folder, log: () => {} })
  await expect(refused).rejects.toMatchObject({
    code: 'in-use',
    message: `The data folder is in use by process ${pid}. Stop it, or choose another with FOOTFALL_DATA.`,
  })
  const client = engineClient(join(folder, 'engine.sock'))
  expect((await client.ping({ select: true })).success).toBe(true)
  await client.close()
}, 30_000)

it('an insert that is acknowledged is not believed before its marker is read', async () => {
  const engine = await open(temporaryFolder())
  const client = engineClient(engine.socketPath, { database: 'footfall' })
  const forgetful = createStore({
    client,
    sendRows: async () => {},
    settle: async () => {},
    prepare: () => migrateEngine(engine.socketPath),
  })
  const batch = batchOf('2026-11-01', [cell({ day: '2026-11-03' })])
  await expect(forgetful.insert(batch, 1)).rejects.toThrow(StoreAway)
  const honest = engine.store()
  await honest.insert(batch, 2)
  await forgetful.insert(batch, 3)
  await Promise.all([forgetful.close(), honest.close()])
  await engine.close()
}, 30_000)

it('refuses a database that a newer Footfall has made', async () => {
  const folder = temporaryFolder()
  const engine = await open(folder)
  const client = engineClient(engine.socketPath)
  const known = migrations.length
  const later = {
    version: known + 1,
    name: 'later',
    statements: () => ['CREATE TABLE IF NOT EXISTS footfall.later (a Int8) ENGINE = Memory'],
  }
  expect(await migrate(client, { steps: [...migrations, later] })).toBe(known + 1)
  await client.close()
  await expect(migrateEngine(engine.socketPath)).rejects.toThrow(StoreError)
  await engine.close()
  await expect(openEngine({ folder, log: () => {} })).rejects.toThrow(
    `is at version ${known + 1} and this Footfall knows versions up to ${known}`,
  )
})

it.skipIf(process.platform !== 'linux')('is told of its surroundings only what it needs to run: no key, no password', async () => {
  vi.stubEnv('FOOTFALL_CONTROL_KEY', 'a-control-key-of-the-tests-with-32-characters-and-more')
  vi.stubEnv('FOOTFALL_CLICKHOUSE_URL', 'http://user:password@127.0.0.1:1')
  vi.stubEnv('SOME_TOKEN', 'secret')
  onTestFinished(() => void vi.unstubAllEnvs())
  const engine = await open(temporaryFolder())
  const names = readFileSync(`/proc/${engine.pid()}/environ`, 'utf8')
    .split('\0')
    .map((line) => line.split('=')[0])
  expect(names).toContain('UV_THREADPOOL_SIZE')
  expect(names.filter((name) => /FOOTFALL|TOKEN|KEY/.test(name ?? ''))).toEqual([])
  const known = /^(PATH|HOME|TMPDIR|TZ|LANG|LC_ALL|LD_LIBRARY_PATH|LD_PRELOAD|NODE_OPTIONS|UV_THREADPOOL_SIZE|NODE_CHANNEL_\w+|)$/
  expect(names.filter((name) => !known.test(name ?? ''))).toEqual([])
})

it('says what to do where the engine does not load', async () => {
  const hook = `import { registerHooks } from 'node:module'
    registerHooks({ resolve: (name, context, next) => { if (name === 'chdb') throw new Error('no binding for this platform'); return next(name, context) } })`
  vi.stubEnv('NODE_OPTIONS', `--import=data:text/javascript,${encodeURIComponent(hook)}`)
  onTestFinished(() => void vi.unstubAllEnvs())
  await expect(openEngine({ folder: temporaryFolder(), log: () => {} })).rejects.toMatchObject({
    code: 'unsupported',
    message: 'The in-process engine does not run here (no binding for this platform). Set FOOTFALL_CLICKHOUSE_URL to a ClickHouse server.',
  })
})

/** An engine of another process, which holds the folder until that process ends. */
async function elsewhere(folder: string): Promise<{ parent: ChildProcess; pid: number }> {
  const file = new URL('../kit/engine-holder.ts', import.meta.url)
  const parent = fork(file, [folder], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  onTestFinished(() => void parent.kill('SIGKILL'))
  const [pid] = await once(parent, 'message')
  return { parent, pid }
}
