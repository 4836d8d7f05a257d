/**
 * What the store needs of a ClickHouse client: the common part of @clickhouse/client and @clickhouse/client-web,
 * written down as a shape so that the core depends on neither.
 */
import { bounds } from '../../contract/bounds.ts'

interface Request {
  query: string
  query_id?: string
  session_id?: string
  query_params?: Record<string, unknown>
  clickhouse_settings?: Record<string, string | number>
  abort_signal?: AbortSignal
}

export interface StoreClient {
  query(request: Request & { format: 'JSON' }): Promise<{ json(): Promise<unknown> }>
  command(request: Request): Promise<unknown>
  ping(request: { select: true }): Promise<{ success: boolean }>
  close(): Promise<void>
}

/**
 * Sends an `INSERT … FORMAT …` with its rows as they are and resolves once it is acknowledged. Its own function, since
 * the two clients take bytes in different ways.
 */
export type SendRows = (rows: Uint8Array, request: Request) => Promise<void>

/** A client of the store's own: the four above by @clickhouse/client or @clickhouse/client-web, and how it sends rows. */
export interface ServerClient extends StoreClient {
  sendRows: SendRows
}

export interface ServerClientOptions {
  /** May hold user, password and TLS (`https:`). */
  url: string
  database?: string
  /** How long an answer may take; 30 seconds unless given. */
  requestMilliseconds?: number
}

/** What both packages are told alike. */
export function clientSettings({ url, database, requestMilliseconds }: ServerClientOptions) {
  return {
    url,
    database,
    application: 'footfall',
    request_timeout: requestMilliseconds ?? bounds.storeRequestMilliseconds.max,
    // Many values of a filter do not fit an address.
    use_multipart_params_auto: true,
  }
}

/** The functions of a package's client that the store calls, by themselves. */
export function storeFunctions(client: StoreClient): StoreClient {
  return {
    query: (request) => client.query(request),
    command: (request) => client.command(request),
    ping: (request) => client.ping(request),
    close: () => client.close(),
  }
}

/** The rows of an answer in format JSON. */
export async function rowsOf<Row>(answer: { json(): Promise<unknown> }): Promise<Row[]> {
  return ((await answer.json()) as { data: Row[] }).data
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/

/** The name of a database or column where it is a plain identifier; throws otherwise, since it would become SQL. */
export function plainIdentifier(name: string): string {
  if (!identifier.test(name)) throw new Error(`not a plain name: ${JSON.stringify(name)}`)
  return name
}
