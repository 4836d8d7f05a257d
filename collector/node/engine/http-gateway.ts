/** A subset of ClickHouse's HTTP protocol over the in-process engine, so that one Store serves both it and a real server. */

import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import { bounds } from '../../../contract/bounds.ts'
import type { EngineConnections, Result } from './connections.ts'
import { PoolFull } from './pool.ts'
import { insertsSession } from './session.ts'
import {
  askedText,
  databaseOf,
  type InsertStatement,
  inlineInsertOf,
  insertOf,
  insertSettingsOf,
  kindOf,
  paramsOf,
  quoted,
  Refused,
  writtenText,
} from './statement.ts'

interface GatewayRequest {
  request: IncomingMessage
  response: ServerResponse
  search: URLSearchParams
}

/** The front on a server that does not listen yet. */
export function createGatewayServer(connections: EngineConnections): Server {
  return createServer(
    {
      requestTimeout: bounds.engineRequestMilliseconds.max,
      maxHeaderSize: bounds.engineHeaderBytes.max,
      // An idle connection is its caller's to close: one that ended here in the moment of its next request would look like an engine that is away.
      keepAliveTimeout: 0,
    },
    createHttpGateway(connections),
  )
}

/** The request listener of a front: `POST /` with a statement or with rows, `GET /?query=`, `GET /ping`. */
export function createHttpGateway(connections: EngineConnections): RequestListener {
  // Ids of the requests under way, from their first line on: the engine itself does not know what callers call them.
  const running = new Map<symbol, string>()
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://engine')
    if (url.pathname === '/ping') return void response.end('Ok.\n')
    const asked = { request, response, search: url.searchParams }
    const key = Symbol('request')
    const id = asked.search.get('query_id') ?? ''
    running.set(key, id)
    const result = carryOut(asked, connections, () => [...running.values()]).finally(() => running.delete(key))
    result.then(
      (done) => succeed(response, id, done),
      (error) => fail(response, id, error),
    )
  }
}

async function carryOut(asked: GatewayRequest, connections: EngineConnections, running: () => string[]): Promise<Result> {
  const { search } = asked
  const query = search.get('query')
  const insert = insertOf(query)
  if (insert) return await insertRows(asked, insert, connections)
  const inOrder = search.get('session_id') === insertsSession
  // An insert whose bytes have all arrived is read in this turn of the event loop or the next: then it has its place.
  if (inOrder) for (let turns = 0; turns < 2; turns++) await turn()
  const { sql, params } = await statementOf(asked, query)
  const inline = inlineInsertOf(sql)
  if (inline) return await connections.write.use((connection) => connection.insert(present(asked, rowsOf(asked, inline, inline.rows))))
  // A request that says it only asks goes where the engine refuses it to write, whatever its text.
  const asks = kindOf(sql) === 'ask' || Number(search.get('readonly') ?? 0) > 0
  const pool = inOrder || !asks ? connections.write : connections.ask
  if (!asks) return await pool.use((connection) => connection.run(present(asked, writtenText(sql, search, params))))
  const name = randomUUID()
  const text = askedText(withProcesses(sql, running()), { search, params, name })
  return await pool.use((connection) => whilePresent(asked, connection.run(present(asked, text)), () => connections.end(name)))
}

// Between two attempts to end a statement: the first may come before the engine has begun it.
const endEveryMilliseconds = 100

/** The result of a statement, which is ended where its caller goes. */
async function whilePresent({ response, search }: GatewayRequest, running: Promise<Result>, end: () => Promise<void>): Promise<Result> {
  let timer: ReturnType<typeof setInterval> | undefined
  const gone = () => {
    void end().catch(() => undefined)
    timer = setInterval(() => void end().catch(() => undefined), endEveryMilliseconds)
  }
  response.once('close', gone)
  try {
    const result = await running
    // The engine looks at the bytes of an answer only between its blocks.
    const most = Number(search.get('max_result_bytes') ?? Number.POSITIVE_INFINITY)
    if (result.bytes.length > most) throw new Refused(396, 'TOO_MANY_ROWS_OR_BYTES', `an answer has at most ${most} bytes`)
    return result
  } finally {
    clearInterval(timer)
    response.off('close', gone)
  }
}

function insertRows(asked: GatewayRequest, insert: InsertStatement, connections: EngineConnections): Promise<Result> {
  // It takes its place before its body is read: whoever comes later on this pool comes after it.
  return connections.write.use(async (connection) => {
    const rows = await bodyOf(asked.request)
    return await connection.insert(present(asked, rowsOf(asked, insert, rows)))
  })
}

function rowsOf({ search }: GatewayRequest, { table, ...into }: InsertStatement, rows: Buffer | string) {
  return {
    ...into,
    table: table.includes('.') ? table : `${databaseOf(search)}.${table}`,
    settings: insertSettingsOf(search),
    rows: typeof rows === 'string' ? Buffer.from(rows) : rows,
  }
}

async function statementOf(
  { request, search }: GatewayRequest,
  query: string | null,
): Promise<{ sql: string; params: Map<string, string> }> {
  const body = await bodyOf(request)
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return { sql: [query ?? '', body.toString()].join('\n').trim(), params: paramsOf(search) }
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  const fields = [...form].map(([name, value]): [string, string] => [name, String(value)])
  return { sql: (query ?? String(form.get('query') ?? '')).trim(), params: paramsOf(search, fields) }
}

// Nobody waits for the answer any more: what has not begun need not begin.
function present<Work>({ response }: GatewayRequest, work: Work): Work {
  if (response.closed) throw new Refused(210, 'NETWORK_ERROR', 'the caller has gone')
  return work
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > bounds.engineBodyBytes.max)
      throw new Refused(307, 'TOO_MANY_BYTES', `a body holds at most ${bounds.engineBodyBytes.max} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

function withProcesses(sql: string, ids: string[]): string {
  return sql.replaceAll(/\bsystem\.processes\b/g, () => `(SELECT arrayJoin([${ids.map(quoted).join(', ')}]::Array(String)) AS query_id)`)
}

function succeed(response: ServerResponse, id: string, { bytes, rowsRead, rowsWritten }: Result): void {
  response.writeHead(200, {
    'X-ClickHouse-Query-Id': headerValue(id),
    'X-ClickHouse-Summary': JSON.stringify({ read_rows: String(rowsRead), written_rows: String(rowsWritten) }),
  })
  response.end(bytes)
}

function fail(response: ServerResponse, id: string, error: unknown): void {
  const { code, text } = inClickHousesWords(error)
  if (response.closed) return
  // A body that was not read to its end leaves the connection unusable.
  response.shouldKeepAlive = false
  response.writeHead(error instanceof PoolFull ? 503 : 500, {
    'X-ClickHouse-Query-Id': headerValue(id),
    ...(code === null ? {} : { 'X-ClickHouse-Exception-Code': code }),
  })
  response.end(text)
}

function inClickHousesWords(error: unknown): { code: string | null; text: string } {
  if (error instanceof PoolFull) return { code: '202', text: `Code: 202. DB::Exception: ${error.message}. (TOO_MANY_SIMULTANEOUS_QUERIES)` }
  if (error instanceof Refused)
    return { code: String(error.code), text: `Code: ${error.code}. DB::Exception: ${error.message}. (${error.type})` }
  const text = error instanceof Error ? error.message : String(error)
  return { code: /^Code: (\d+)\./.exec(text)?.[1] ?? null, text }
}

function headerValue(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?')
}
