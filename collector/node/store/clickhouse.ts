/** The one file that imports @clickhouse/client: a client as the store wants it, quiet, bounded, for an address or a socket. */
import { Agent, type AgentOptions } from 'node:http'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { bounds } from '../../../contract/bounds.ts'
import { clientSettings, type ServerClient, type ServerClientOptions, storeFunctions } from '../../store/client.ts'

export interface NodeClientOptions extends ServerClientOptions {
  /** A unix socket to connect to instead of the address. */
  socketPath?: string
}

export function nodeClient({ socketPath, ...options }: NodeClientOptions): ServerClient {
  const most = bounds.storeConnections.max
  const client = createClient({
    ...clientSettings(options),
    max_open_connections: most,
    http_agent: socketPath === undefined ? undefined : socketAgent({ socketPath, keepAlive: true, maxSockets: most }),
    // The client would write statements and their values to the log.
    log: { level: ClickHouseLogLevel.OFF },
  })
  return {
    ...storeFunctions(client),
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
