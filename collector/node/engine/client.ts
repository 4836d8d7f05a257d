/** The Store of the in-process engine, for any thread: all it needs is the path of the engine's socket. */
import type { Store } from '../../ports.ts'
import type { ServerClient } from '../../store/client.ts'
import { migrate } from '../../store/migrate.ts'
import { createStore } from '../../store/store.ts'
import { nodeClient } from '../store/clickhouse.ts'
import { insertsSession } from './session.ts'

export const engineDatabase = 'footfall'

interface ClientOptions {
  database?: string
  /** How long an answer may take; 30 seconds unless given. */
  requestMilliseconds?: number
}

/** A ClickHouse client of the engine behind `socketPath`; bound to the database `default` unless one is named. */
export function engineClient(socketPath: string, options: ClientOptions = {}): ServerClient {
  return nodeClient({ url: 'http://engine', socketPath, ...options })
}

/** The Store over the engine behind `socketPath`. It stays usable while the engine's process dies and starts again. */
export function engineStore(socketPath: string, options: Pick<ClientOptions, 'requestMilliseconds'> = {}): Store {
  const client = engineClient(socketPath, { database: engineDatabase, ...options })
  return createStore({
    client,
    sendRows: client.sendRows,
    // One statement at a time on that connection: once this is answered, whatever insert came before is over. Where the
    // child died with the insert, its successor has the lock on the folder, so the insert is over too.
    settle: async () => {
      await client.query({ query: 'SELECT 1', format: 'JSON', session_id: insertsSession })
    },
    prepare: () => migrateEngine(socketPath),
  })
}

/** Brings the engine's database to this program's schema; resolves to its version. */
export async function migrateEngine(socketPath: string): Promise<number> {
  const client = engineClient(socketPath)
  try {
    return await migrate(client, { database: engineDatabase })
  } finally {
    await client.close()
  }
}
