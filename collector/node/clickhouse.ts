/** The one file that imports @clickhouse/client: a client as the store wants it, quiet, bounded, for an address or a socket. */
import { Agent, type AgentOptions } from 'node:http'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { bounds } from '../../contract/bounds.ts'
import type { SendRows, StoreClient } from '../store/client.ts'

// The largest batch inserts in two seconds, on a busy machine in ten.
const longestRequestMilliseconds = 30_000

export interface NodeClientOptions {
  /** May hold user, password and TLS (`https:`); the path names the database. */
  url: string
  /** A unix socket to connect to instead of the address. */
  socketPath?: string
  database?: string
  /** How long an answer may take; 30 seconds unless given. */
  requestMilliseconds?: number
}

export interface NodeClient extends StoreClient {
  sendRows: SendRows
}

export function nodeClient({ url, socketPath, database, requestMilliseconds }: NodeClientOptions): NodeClient {
  const most = bounds.storeConnections.max
  const client = createClient({
    url,
    database,
    application: 'footfall',
    request_timeout: requestMilliseconds ?? longestRequestMilliseconds,
    max_open_connections: most,
    http_agent: socketPath === undefined ? undefined : socketAgent({ socketPath, keepAlive: true, maxSockets: most }),
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
    // `insert` of this client takes rows as objects only; `exec` sends a stream of bytes untouched.
    sendRows: async (rows, request) => {
      const { stream } = await client.exec({ ...request, values: Readable.from([rows], { objectMode: false }) })
      await finished(stream.resume())
    },
  }
}

// The agent hands its options on to `net.connect`, which knows `socketPath`; the agent's type does not.
function socketAgent(options: AgentOptions & { socketPath: string }): Agent {
  return new Agent(options)
}
