/** The Store over a ClickHouse server by its address, on Node. */
import type { Store } from '../../ports.ts'
import * as server from '../../store/server-store.ts'
import { nodeClient } from './clickhouse.ts'

/** collector/store/server-store.ts with this home's client. */
export function serverStore(url: URL | string, options: server.ServerOptions = {}): Store {
  return server.serverStore(nodeClient, url, options)
}

/** Brings the server's database to this program's schema; resolves to its version. */
export function migrateServer(url: URL | string, options: server.ServerOptions = {}): Promise<number> {
  return server.migrateServer(nodeClient, url, options)
}
