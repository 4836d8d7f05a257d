/**
 * What the store needs of a ClickHouse client: the common part of @clickhouse/client and @clickhouse/client-web,
 * written down as a shape so that the core depends on neither.
 */

interface Request {
  query: string
  query_id?: string
  session_id?: string
  query_params?: Record<string, unknown>
  clickhouse_settings?: Record<string, string | number>
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

/** The rows of an answer in format JSON. */
export async function rowsOf<Row>(answer: { json(): Promise<unknown> }): Promise<Row[]> {
  return ((await answer.json()) as { data: Row[] }).data
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/

/** The name itself where it is a plain identifier; throws otherwise, since it would become SQL. */
export function plainIdentifier(name: string): string {
  if (!identifier.test(name)) throw new Error(`not a plain name for a database: ${JSON.stringify(name)}`)
  return name
}
