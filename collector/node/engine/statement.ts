/** Text of SQL for the in-process engine, from the parts of a request: what may be set, how a parameter is written. */

/** A request that the front does not take: told in ClickHouse's form. */
export class Refused extends Error {
  override name = 'Refused'
  readonly code: number
  readonly type: string
  constructor(code: number, type: string, message: string) {
    super(message)
    this.code = code
    this.type = type
  }
}

export interface InsertStatement {
  table: string
  columns?: string[]
  format: string
}

// Settings of a request that are carried out; any other is passed over, and none outlives its statement.
const askSettings = [
  'max_execution_time',
  'max_threads',
  'max_memory_usage',
  'max_result_rows',
  'max_result_bytes',
  'output_format_json_quote_64bit_integers',
]
const insertSettings = [
  'async_insert',
  'insert_deduplicate',
  'max_insert_block_size',
  'min_insert_block_size_rows',
  'min_insert_block_size_bytes',
  'input_format_parallel_parsing',
]
const plainNumber = /^\d{1,18}(\.\d{1,9})?$/
const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/

const asks = /^[\s(]*(SELECT|WITH|SHOW|DESC|DESCRIBE|EXISTS|EXPLAIN|CHECK)\b/i
const writes = /^\s*(CREATE|ALTER|INSERT|DROP|TRUNCATE|OPTIMIZE|DELETE|RENAME|EXCHANGE|SYSTEM|BACKUP|RESTORE)\b/i

/** Whether a statement only asks or may write. Statements that would change a connection (`SET`, `USE`) are refused. */
export function kindOf(sql: string): 'ask' | 'write' {
  if (asks.test(sql)) return 'ask'
  if (writes.test(sql)) return 'write'
  throw new Refused(48, 'NOT_IMPLEMENTED', 'this front does not take such a statement')
}

/** `INSERT INTO t (a, b) FORMAT f` with the rows in the request's body; null for any other statement. */
export function insertOf(sql: string | null): InsertStatement | null {
  const found = /^\s*INSERT\s+INTO\s+(?:TABLE\s+)?([\w.]+)\s*(?:\(([\w\s,]+)\))?\s+FORMAT\s+(\w+)\s*$/i.exec(sql ?? '')
  if (!found) return null
  const [, table = '', columns, format = ''] = found
  return { table, format, ...(columns && { columns: columns.split(',').map((name) => name.trim()) }) }
}

/** The same with the rows behind the statement, in one text: as the web client sends it. */
export function inlineInsertOf(text: string): (InsertStatement & { rows: string }) | null {
  const end = text.indexOf('\n')
  const insert = end < 0 ? null : insertOf(text.slice(0, end))
  return insert && { ...insert, rows: text.slice(end + 1) }
}

/** The settings of a request that go into an insert. `async_insert` is always said: left on, the engine reads its stdin. */
export function insertSettingsOf(search: URLSearchParams): Record<string, number> {
  return { async_insert: 0, ...Object.fromEntries(given(search, insertSettings)) }
}

/** The database of a request, `default` where none is named. */
export function databaseOf(search: URLSearchParams): string {
  const name = search.get('database') ?? 'default'
  if (!plainName.test(name)) throw new Refused(81, 'UNKNOWN_DATABASE', 'not a plain name of a database')
  return name
}

/**
 * One text for one connection: its database, its parameters, the statement, its settings, and a name by which it can be ended. The engine binds parameters
 * of its own accord one call at a time for the whole process; set by statement they belong to the connection.
 */
export function askedText(
  sql: string,
  { search, params, name }: { search: URLSearchParams; params: ReadonlyMap<string, string>; name: string },
): string {
  for (const [, param = ''] of sql.matchAll(/\{(\w+)\s*:/g)) {
    // A connection keeps the value that an earlier request gave.
    if (!params.has(param)) throw new Refused(456, 'UNKNOWN_QUERY_PARAMETER', `Substitution \`${param}\` is not set`)
  }
  const set = setText(params)
  const settings = given(search, askSettings).map(([setting, value]) => `${setting} = ${value}`)
  // Only what may take long has a limit, and only that is ever ended.
  const clause = settings.length > 0 ? `\nSETTINGS ${settings.join(', ')}, ${nameText(name)}` : ''
  return `${useText(search)}${set}${sql}${clause}`
}

/** Ends whatever runs under that name; answered at once, also where nothing does. */
export function endText(name: string): string {
  return `KILL QUERY WHERE endsWith(query, ${quoted(nameText(name))}) ASYNC`
}

// Of what its caller says of a statement, the engine shows only its text in its list.
function nameText(name: string): string {
  return `log_comment = ${quoted(name)}`
}

/** A statement that may write, in its database, with its parameters. */
export function writtenText(sql: string, search: URLSearchParams, params: ReadonlyMap<string, string>): string {
  return `${useText(search)}${setText(params)}${sql}`
}

/** A literal of SQL. Values of parameters come escaped once already, as the protocol has it; this is the second time. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** The parameters of a request: `param_x` → `x`. Also from the fields of a form, which clients send for long values. */
export function paramsOf(...sources: Iterable<[string, string]>[]): Map<string, string> {
  const params = new Map<string, string>()
  for (const [key, value] of sources.flatMap((source) => [...source])) {
    const name = key.startsWith('param_') ? key.slice('param_'.length) : ''
    if (name === '') continue
    if (!plainName.test(name)) throw new Refused(36, 'BAD_ARGUMENTS', 'not a plain name of a parameter')
    params.set(name, value)
  }
  return params
}

// One statement for all: each costs the engine half a millisecond.
function setText(params: ReadonlyMap<string, string>): string {
  const set = [...params].map(([name, value]) => `param_${name} = ${quoted(value)}`)
  return set.length > 0 ? `SET ${set.join(', ')};\n` : ''
}

function useText(search: URLSearchParams): string {
  return `USE ${databaseOf(search)};\n`
}

function given(search: URLSearchParams, names: readonly string[]): [string, number][] {
  return names.flatMap((name) => {
    const value = search.get(name)
    if (value === null) return []
    if (!plainNumber.test(value)) throw new Refused(36, 'BAD_ARGUMENTS', `the setting ${name} takes a number`)
    return [[name, Number(value)]]
  })
}
