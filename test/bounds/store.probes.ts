/** Probes of the engine's bounds and the store's, over the real engine where it is the engine that holds them. */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, request, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, onTestFinished, vi } from 'vitest'
import { batchesOf } from '../../collector/cells/batch.ts'
import type { Cell } from '../../collector/cells/cell.ts'
import { rowOf, splitNames } from '../../collector/cells/cell.ts'
import { engineClient } from '../../collector/node/engine/client.ts'
import type { EngineConnections } from '../../collector/node/engine/connections.ts'
import { createGatewayServer } from '../../collector/node/engine/http-gateway.ts'
import { openOnceFree } from '../../collector/node/engine/lock.ts'
import { Pool, PoolFull } from '../../collector/node/engine/pool.ts'
import { type Engine, lastWordsOf, openEngine, restartDelay } from '../../collector/node/engine/supervisor.ts'
import { answering } from '../../collector/node/pipeline.ts'
import { nodeClient } from '../../collector/node/store/clickhouse.ts'
import { watchStore } from '../../collector/node/store/store-watch.ts'
import { StoreAway } from '../../collector/ports.ts'
import { clientSettings, rowsOf, type ServerClient, type StoreClient } from '../../collector/store/client.ts'
import { toStoreError } from '../../collector/store/errors.ts'
import { serverStore } from '../../collector/store/server-store.ts'
import { createStore } from '../../collector/store/store.ts'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { batchOf, cell } from '../kit/batches.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

async function withEngine(probe: (engine: Engine, client: ServerClient) => Promise<void>): Promise<void> {
  const engine = await openEngine({ folder: temporaryFolder(), log: () => {} })
  const client = engineClient(engine.socketPath, { database: 'footfall' })
  try {
    await probe(engine, client)
  } finally {
    await client.close()
    await engine.close()
  }
}

/** One row of a cohort (day grain only) whose bytes as a line, line end included, are `bytes`. */
function wide(bytes: number): Cell {
  const narrow = cell({ dimensionB: 'cohort', valueB: '', counts: { count: 1 } })
  return { ...narrow, valueB: 'x'.repeat(bytes - rowOf(narrow).length - 1) }
}

const ask = async (client: ServerClient, query: string, query_id?: string) =>
  rowsOf(await client.query({ query, query_id, format: 'JSON' }))

/** A client that answers each question with this row; what it was given stands in `given`. */
function clientOf(row: object) {
  const given: Parameters<StoreClient['query']>[0][] = []
  const client = {
    query: async (asked: (typeof given)[number]) => {
      given.push(asked)
      return { json: async () => ({ data: [row] }) }
    },
    command: async () => ({}),
    ping: async () => ({ success: true }),
    close: async () => {},
    sendRows: async () => {},
  } as unknown as ServerClient
  return { given, client }
}

export const probes: Partial<Record<BoundName, () => Promise<void> | void>> = {
  batchBytes: () => {
    const numbering = { collector: 'c', first: 1 }
    const half = (bounds.batchBytes.max - 1_024) / 2
    expect(batchesOf([wide(half), wide(half)], numbering)).toHaveLength(1)
    const [first, second] = batchesOf([wide(half), wide(half + 1)], numbering)
    expect(second).toBeDefined()
    for (const batch of [first!, second!]) expect(batch.rows.length).toBeLessThanOrEqual(bounds.batchBytes.max)
  },

  engineMemoryBytes: () =>
    withEngine(async (_engine, client) => {
      const cap = "SELECT toUInt64(value) AS cap FROM system.server_settings WHERE name = 'max_server_memory_usage'"
      expect(await ask(client, cap)).toEqual([{ cap: bounds.engineMemoryBytes.max }])
      const held = (bytes: number) => ask(client, `SELECT length(groupArray(number)) FROM numbers(${Math.ceil(bytes / 8)})`)
      await held(bounds.engineMemoryBytes.max / 10)
      await expect(held(bounds.engineMemoryBytes.max + 8).catch((error) => Promise.reject(toStoreError(error)))).rejects.toThrow(StoreAway)
      await held(bounds.engineMemoryBytes.max / 10)
    }),

  engineCacheBytes: () =>
    withEngine(async (_engine, client) => {
      const caches =
        "SELECT toUInt64(value) AS bytes FROM system.server_settings WHERE name IN ('mark_cache_size', 'index_mark_cache_size')"
      expect(await ask(client, caches)).toEqual([{ bytes: bounds.engineCacheBytes.max }, { bytes: bounds.engineCacheBytes.max }])
    }),

  engineHeaderBytes: () =>
    withEngine(async (engine) => {
      const statusOf = async (bytes: number) => {
        const asked = request({ socketPath: engine.socketPath, path: `/ping?${'x'.repeat(bytes)}`, agent: false }).end()
        const [response] = await once(asked, 'response')
        return response.resume().statusCode
      }
      // The other lines of the head are counted too.
      expect(await statusOf(bounds.engineHeaderBytes.max - 200)).toBe(200)
      expect(await statusOf(bounds.engineHeaderBytes.max)).toBe(431)
    }),

  engineRequestMilliseconds: () => {
    const { requestTimeout } = createGatewayServer({} as EngineConnections)
    expect(requestTimeout).toBe(bounds.engineRequestMilliseconds.max)
  },

  engineLockMilliseconds: async () => {
    const tables = temporaryFolder()
    writeFileSync(join(tables, 'status'), `PID: ${process.ppid}\n`)
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const began = Date.now()
    let tries = 0
    const open = () => {
      tries++
      if (tries === 2) vi.setSystemTime(began + bounds.engineLockMilliseconds.max)
      if (tries === 4) vi.setSystemTime(began + bounds.engineLockMilliseconds.max + 1)
      throw new Error('locked')
    }
    expect([await openOnceFree(open, tables), tries]).toEqual([{ holder: String(process.ppid) }, 4])
  },

  engineWordsCharacters: () => {
    const stderr = new PassThrough()
    const words = lastWordsOf({ stderr })
    const most = bounds.engineWordsCharacters.max
    stderr.write('a')
    stderr.write('b'.repeat(most - 1))
    expect(words()).toBe(`a${'b'.repeat(most - 1)}`)
    stderr.write('c')
    expect(words()).toBe(`${'b'.repeat(most - 1)}c`)
  },

  engineBodyBytes: () =>
    withEngine(async (_engine, client) => {
      const { rows } = splitNames(batchOf('2026-11-01', [cell({ day: '2026-11-01' })]).rows)
      const insert = (bytes: number) => {
        const body = new Uint8Array(bytes).fill(0x0a)
        body.set(rows)
        return client.sendRows(body, {
          query: 'INSERT INTO cells FORMAT JSONCompactEachRow',
          clickhouse_settings: { input_format_parallel_parsing: 0 },
        })
      }
      await expect(insert(bounds.engineBodyBytes.max + 1)).rejects.toThrow()
      expect(await ask(client, 'SELECT count() AS rows FROM cells')).toEqual([{ rows: 0 }])
      await insert(bounds.engineBodyBytes.max)
      expect(await ask(client, 'SELECT count() AS rows FROM cells')).toEqual([{ rows: 2 }])
    }),

  engineAskConnections: () =>
    withEngine(async (_engine, client) => {
      let ended = 0
      const sleep = async (id: string) => {
        await ask(client, 'SELECT sleep(2)', id)
        ended += 1
      }
      const running = async () =>
        (await ask(client, 'SELECT query_id FROM system.processes')).map((row) => (row as { query_id: string }).query_id)
      const most = bounds.engineAskConnections.max
      const sleeps = Array.from({ length: most - 1 }, (_, index) => sleep(`sleep ${index}`))
      // The look itself takes the last connection: as many run at once.
      await eventually('all but one sleep', async () => (await running()).filter((id) => id.startsWith('sleep')).length === most - 1)
      expect(ended).toBe(0)
      sleeps.push(sleep('sleep last'))
      // A look that comes after it waits for one of them to end.
      await eventually('the last sleep is seen', async () => (await running()).includes('sleep last') || ended > 0)
      expect(ended).toBeGreaterThan(0)
      await Promise.all(sleeps)
    }),

  engineWaiting: async () => {
    const lane = new Pool(['only'], bounds.engineWaiting.max)
    const gate = Promise.withResolvers<void>()
    const taken = Array.from({ length: 1 + bounds.engineWaiting.max }, (_, index) => lane.use(() => gate.promise.then(() => index)))
    await expect(lane.use(async () => 'too many')).rejects.toThrow(PoolFull)
    gate.resolve()
    expect(await Promise.all(taken)).toEqual(taken.map((_, index) => index))
  },

  engineRestartMilliseconds: () => {
    const delays = Array.from({ length: 100 }, (_, failures) => restartDelay(failures))
    expect(delays[0]).toBeLessThan(100)
    expect(Math.max(...delays)).toBe(bounds.engineRestartMilliseconds.max)
    expect(delays.at(-1)).toBe(bounds.engineRestartMilliseconds.max)
  },

  engineCloseMilliseconds: () =>
    withEngine(async (engine, client) => {
      const pid = engine.pid()!
      // Stopped, the child cannot close of its own accord.
      process.kill(pid, 'SIGSTOP')
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      let closed = false
      const closing = engine.close().then(() => {
        closed = true
      })
      vi.advanceTimersByTime(bounds.engineCloseMilliseconds.max - 1)
      await new Promise((resolve) => setImmediate(resolve))
      expect(closed).toBe(false)
      expect(process.kill(pid, 0)).toBe(true)
      vi.advanceTimersByTime(1)
      vi.useRealTimers()
      await closing
      expect((await client.ping({ select: true })).success).toBe(false)
    }),

  storeRequestMilliseconds: () => {
    expect(clientSettings({ url: 'http://store' }).request_timeout).toBe(bounds.storeRequestMilliseconds.max)
  },

  storeSettleMilliseconds: async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    onTestFinished(() => void vi.useRealTimers())
    // An insert that is listed among those that run, each time.
    const store = serverStore(() => clientOf({ running: 1, version: 0, found: 0 }).client, 'http://store')
    let outcome: unknown = 'waits'
    const ended = store.insert(batchOf('2026-11-01', [cell({ day: '2026-11-01' })]), 2).catch((error) => {
      outcome = error
    })
    await vi.advanceTimersByTimeAsync(bounds.storeSettleMilliseconds.max)
    expect(outcome).toBe('waits')
    // Its next look.
    await vi.advanceTimersByTimeAsync(250)
    await ended
    expect(outcome).toBeInstanceOf(StoreAway)
  },

  storeStartMilliseconds: async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const began = Date.now()
    let looks = 0
    const ping = async () => {
      looks++
      if (looks === 2) vi.setSystemTime(began + bounds.storeStartMilliseconds.max - 1)
      if (looks === 4) vi.setSystemTime(began + bounds.storeStartMilliseconds.max)
      return false
    }
    await answering({ ping })
    expect(looks).toBe(4)
  },

  storeSilentMilliseconds: async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    onTestFinished(() => void vi.useRealTimers())
    let answers = true
    const ping = () => (answers ? Promise.resolve(true) : new Promise<boolean>(() => undefined))
    const { client } = clientOf({})
    const watch = watchStore({ ping, select: createStore({ client, sendRows: client.sendRows, settle: async () => {} }).select }, () => {})
    await watch.answered
    answers = false
    // The next look.
    await vi.advanceTimersByTimeAsync(2_000)
    await vi.advanceTimersByTimeAsync(bounds.storeSilentMilliseconds.max - 1)
    expect(watch.state()).toBe('up')
    await vi.advanceTimersByTimeAsync(1)
    expect(watch.state()).toBe('away')
    watch.stop()
  },

  selectSeconds: async () => {
    const { client, given } = clientOf({})
    const store = createStore({ client, sendRows: client.sendRows, settle: async () => {} })
    await store.select('SELECT 1')
    await store.select('SELECT 1', {}, { seconds: 1 })
    expect(given.map((asked) => asked.clickhouse_settings?.max_execution_time)).toEqual([bounds.selectSeconds.max, 1])
  },

  storeConnections: async () => {
    const held: ServerResponse[] = []
    let connections = 0
    const server = createServer((_request, response) => void held.push(response)).on('connection', () => {
      connections += 1
    })
    const socketPath = join(temporaryFolder(), 's')
    await new Promise<void>((resolve) => server.listen(socketPath, resolve))
    const client = nodeClient({ url: 'http://engine', socketPath })
    const asked = Array.from({ length: bounds.storeConnections.max + 1 }, () => ask(client, 'SELECT 1'))
    await eventually('as many requests as connections', () => held.length === bounds.storeConnections.max)
    const answer = () => held.shift()?.end('{"data":[]}')
    expect(connections).toBe(bounds.storeConnections.max)
    answer()
    // The one too many comes on a connection that has become free.
    await eventually('the last request', () => held.length === bounds.storeConnections.max)
    expect(connections).toBe(bounds.storeConnections.max)
    while (held.length > 0) answer()
    await Promise.all(asked)
    await client.close()
    server.close()
  },
}
