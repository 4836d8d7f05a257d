/** Probes of the engine's bounds and the store's, over the real engine where it is the engine that holds them. */
import { createServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { batchesOf } from '../../collector/cells/batch.ts'
import type { Cell } from '../../collector/cells/cell.ts'
import { rowOf, splitNames } from '../../collector/cells/cell.ts'
import { engineClient } from '../../collector/node/engine/client.ts'
import { type Engine, openEngine, restartDelay } from '../../collector/node/engine/engine.ts'
import { Pool, PoolFull } from '../../collector/node/engine/pool.ts'
import { nodeClient } from '../../collector/node/store/clickhouse.ts'
import { StoreAway } from '../../collector/ports.ts'
import { rowsOf, type ServerClient } from '../../collector/store/client.ts'
import { toStoreError } from '../../collector/store/errors.ts'
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
