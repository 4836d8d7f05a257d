/** The one file that imports @clickhouse/client-web: a client as the store wants it, quiet and bounded. */
import { ClickHouseLogLevel, createClient } from '@clickhouse/client-web'
import type { ServerClient, ServerClientOptions } from '../store/server-store.ts'

// As on Node; an alarm may run for minutes.
const longestRequestMilliseconds = 30_000

/** A client of the server at `url`, which holds user and password. */
export function webClient({ url, database, requestMilliseconds }: ServerClientOptions): ServerClient {
  const client = createClient({
    url,
    database,
    application: 'footfall',
    request_timeout: requestMilliseconds ?? longestRequestMilliseconds,
    keep_alive: { enabled: false },
    // Many values of a filter do not fit an address.
    use_multipart_params_auto: true,
    // The client would write statements and their values to the log.
    log: { level: ClickHouseLogLevel.OFF },
  })
  return {
    query: (request) => client.query(request),
    command: (request) => client.command(request),
    ping: (request) => client.ping(request),
    close: () => client.close(),
    // `insert` of this client takes rows as objects only; a statement may carry its rows behind it.
    sendRows: async (rows, { query, ...request }) => {
      await client.command({ ...request, query: `${query}\n${new TextDecoder().decode(rows)}` })
    },
  }
}
