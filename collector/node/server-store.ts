/** The Store over a ClickHouse server by its address (FOOTFALL_CLICKHOUSE_URL). */
import { setTimeout as delay } from 'node:timers/promises'
import { type Store, StoreAway } from '../deps.ts'
import { rowsOf, type StoreClient } from '../store/client.ts'
import { migrate } from '../store/migrate.ts'
import { createStore } from '../store/store.ts'
import { nodeClient } from './clickhouse.ts'

interface ServerOptions {
  /** How long an answer may take; 30 seconds unless given. */
  requestMilliseconds?: number
}

/**
 * A Store over the server at `url` (user, password and TLS in it; the path names the database, `footfall` unless given).
 * The database is made and brought to this program's schema before the first use, whenever the server first answers.
 */
export function serverStore(url: URL | string, options: ServerOptions = {}): Store {
  const { address, database } = partsOf(url)
  const client = nodeClient({ url: address, database, ...options })
  return createStore({
    client,
    sendRows: client.sendRows,
    settle: (prefix) => gone(client, prefix),
    prepare: () => migrateServer(url, options),
  })
}

/** Brings the server's database to this program's schema; resolves to its version. */
export async function migrateServer(url: URL | string, options: ServerOptions = {}): Promise<number> {
  const { address, database } = partsOf(url)
  // Not bound to the database, which need not exist yet.
  const client = nodeClient({ url: address, database: 'default', ...options })
  return await migrate(client, { database }).finally(() => client.close())
}

const lookEveryMilliseconds = 250
// An insert that is still under way after that is waited for by the next attempt.
const settleMilliseconds = 15_000

// An insert whose connection is closed either runs, and then it is listed, or its bytes wait to be read by the server.
// So two looks in a row must not find it. Behind a proxy that holds requests back this would not be proof.
async function gone(client: StoreClient, prefix: string): Promise<void> {
  const deadline = Date.now() + settleMilliseconds
  for (let absent = 0; ; await delay(lookEveryMilliseconds)) {
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
