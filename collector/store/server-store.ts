/** The Store over a ClickHouse server by its address (FOOTFALL_CLICKHOUSE_URL), for any client that speaks HTTP. */
import { bounds } from '../../contract/bounds.ts'
import { type Store, StoreAway } from '../ports.ts'
import { rowsOf, type ServerClient, type ServerClientOptions, type StoreClient } from './client.ts'
import { type EngineKind, schemaOf } from './engine-kind.ts'
import { migrate } from './migrate.ts'
import { createStore } from './store.ts'

/** Opens a client: @clickhouse/client on Node, @clickhouse/client-web at the edge. */
export type OpenServerClient = (options: ServerClientOptions) => ServerClient

export interface ServerOptions {
  /** What its tables are made with; `plain` unless given. */
  engine?: EngineKind
  requestMilliseconds?: number
}

/**
 * A Store over the server at `url` (user, password and TLS in it; the path names the database, `footfall` unless given).
 * The database is made and brought to this program's schema before the first use, whenever the server first answers.
 */
export function serverStore(open: OpenServerClient, url: URL | string, options: ServerOptions = {}): Store {
  const { address, database } = partsOf(url)
  const { requestMilliseconds } = options
  const client = open({ url: address, database, requestMilliseconds })
  return createStore({
    client,
    sendRows: client.sendRows,
    settle: (prefix) => gone(client, prefix),
    prepare: () => migrateServer(open, url, options),
  })
}

/** Brings the server's database to this program's schema; resolves to its version. */
export async function migrateServer(open: OpenServerClient, url: URL | string, options: ServerOptions = {}): Promise<number> {
  const { address, database } = partsOf(url)
  const { engine = 'plain', requestMilliseconds } = options
  // Not bound to the database, which need not exist yet.
  const client = open({ url: address, database: 'default', requestMilliseconds })
  return await migrate(client, { database, ...schemaOf(engine) }).finally(() => client.close())
}

const lookEveryMilliseconds = 250

// An insert whose connection is closed either runs, and then it is listed, or its bytes wait to be read by the server.
// So two looks in a row must not find it. Behind a proxy that holds requests back this would not be proof.
async function gone(client: StoreClient, prefix: string): Promise<void> {
  const deadline = Date.now() + bounds.storeSettleMilliseconds.max
  for (let absent = 0; ; await new Promise((resolve) => setTimeout(resolve, lookEveryMilliseconds))) {
    absent = (await isRunning(client, prefix)) ? 0 : absent + 1
    if (absent === 2) return
    if (Date.now() > deadline) throw new StoreAway(`an earlier insert (${prefix}) is still under way`)
  }
}

async function isRunning(client: StoreClient, prefix: string): Promise<boolean> {
  const query = 'SELECT count() > 0 AS running FROM system.processes WHERE startsWith(query_id, {prefix:String})'
  const [row] = await rowsOf<{ running: number }>(await client.query({ query, query_params: { prefix }, format: 'JSON' }))
  return row?.running !== 0
}

function partsOf(url: URL | string): { address: string; database: string } {
  const parsed = new URL(url)
  const database = decodeURIComponent(parsed.pathname.slice(1)) || 'footfall'
  parsed.pathname = '/'
  return { address: parsed.href, database }
}
