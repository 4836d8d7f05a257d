/** The one file that imports @clickhouse/client-web: a client as the store wants it, quiet and bounded, and the store over it. */
import { ClickHouseLogLevel, createClient } from '@clickhouse/client-web'
import type { Store } from '../ports.ts'
import { clientSettings, type ServerClient, type ServerClientOptions, storeFunctions } from '../store/client.ts'
import { serverStore } from '../store/server-store.ts'
import type { EdgeConfig } from './env.ts'

/** A client of the server at `url`, which holds user and password. */
export function webClient(options: ServerClientOptions): ServerClient {
  const client = createClient({
    ...clientSettings(options),
    keep_alive: { enabled: false },
    // The client would write statements and their values to the log.
    log: { level: ClickHouseLogLevel.OFF },
  })
  return {
    ...storeFunctions(client),
    // `insert` of this client takes rows as objects only; a statement may carry its rows behind it.
    sendRows: async (rows, { query, ...request }) => {
      await client.command({ ...request, query: `${query}\n${new TextDecoder().decode(rows)}` })
    },
  }
}

/** The Store that the settings name. */
export function edgeStore({ clickhouse: { url, engine } }: EdgeConfig): Store {
  return serverStore(webClient, url, { engine })
}
