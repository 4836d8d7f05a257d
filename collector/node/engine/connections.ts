/** The engine in this process: opens its folder under a cap of memory and lends out connections. Only the child imports it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Session } from 'chdb'
import { bounds } from '../../../contract/bounds.ts'
import { Pool } from './pool.ts'
import { endText } from './statement.ts'

export interface Result {
  bytes: Uint8Array
  rowsRead: number
  rowsWritten: number
}

export interface RowsInsert {
  table: string
  columns?: string[]
  format: string
  settings: Record<string, number>
  rows: Buffer
}

/** One connection runs one statement at a time. */
export interface Connection {
  run(sql: string): Promise<Result>
  insert(insert: RowsInsert): Promise<Result>
  close(): void
}

export interface EngineConnections {
  /** The one connection that writes: what comes later waits for what came earlier. */
  write: Pool<Connection>
  /** Connections that only ask; the engine refuses them any statement that writes. */
  ask: Pool<Connection>
  /** Ends what is asked under that name, if it is running. */
  end(name: string): Promise<void>
  close(): void
}

/** Opens the engine's folder. Throws where the engine cannot take it, as when another process has it. */
export function openConnections(folder: string): EngineConnections {
  const config = join(folder, 'engine.xml')
  writeFileSync(config, configText())
  const tables = tablesOf(folder)
  // Only a session takes the engine's arguments; it is kept open, since they hold as long as any connection does, and ends what others run.
  const keeper = new Session(tables, { connectionArgs: [`--config-file=${config}`] })
  const writer = connection(() => new Session(tables))
  const askers = Array.from({ length: bounds.engineAskConnections.max }, () => connection(() => readOnly(tables)))
  return {
    write: new Pool([writer], bounds.engineWaiting.max),
    ask: new Pool(askers, bounds.engineWaiting.max),
    end: async (name) => void (await keeper.queryAsync(endText(name), { format: 'TabSeparated' })),
    close: () => {
      for (const each of [writer, ...askers]) each.close()
      keeper.close()
    },
  }
}

/** The folder that the engine itself uses, inside ours. */
export function tablesOf(folder: string): string {
  return join(folder, 'tables')
}

// 2: settings may still be given, nothing may be written, and it cannot be taken back on this connection.
function readOnly(tables: string): Session {
  const session = new Session(tables)
  session.query('SET readonly = 2')
  return session
}

function connection(open: () => Session): Connection {
  let session = open()
  // After an error the connection would put what it had written of the failed answer before the next one.
  const renewed = (error: unknown): never => {
    session.close()
    session = open()
    throw error
  }
  return {
    run: async (sql) => {
      const result = await session.queryAsync(sql, { format: 'TabSeparated' }).catch(renewed)
      return { bytes: result.bytes(), rowsRead: result.rowsRead, rowsWritten: 0 }
    },
    insert: async ({ rows, format, ...into }) => {
      const given = { ...into, values: rows, format: format as 'JSONCompactEachRow' }
      const { rowsWritten } = await session.insert(given).catch(renewed)
      return { bytes: new Uint8Array(), rowsRead: 0, rowsWritten }
    },
    close: () => session.close(),
  }
}

function configText(): string {
  const cache = bounds.engineCacheBytes.max
  return `<clickhouse>
  <max_server_memory_usage>${bounds.engineMemoryBytes.max}</max_server_memory_usage>
  <mark_cache_size>${cache}</mark_cache_size>
  <index_mark_cache_size>${cache}</index_mark_cache_size>
</clickhouse>
`
}
