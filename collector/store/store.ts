/** The Store port over ClickHouse: a batch is inserted as one part that holds its marker, and counted exactly once. */
import { bounds } from '../../contract/bounds.ts'
import { type Day, isDay } from '../../contract/day.ts'
import { type Batch, markerDimension, markerOf, splitNames } from '../cells/cell.ts'
import { type SelectLimits, type Store, StoreAway, StoreError } from '../ports.ts'
import { plainIdentifier, rowsOf, type SendRows, type StoreClient } from './client.ts'
import { toQuestionError, toStoreError } from './errors.ts'

export interface StoreOptions {
  /** Bound to the database that holds the cells. */
  client: StoreClient
  /** Bound to the same database. */
  sendRows: SendRows
  /**
   * Resolves once no insert whose query id begins with `prefix` runs or can still begin.
   * Rejects where that cannot be known now.
   */
  settle: (prefix: string) => Promise<void>
  /** Awaited before the first use until it has succeeded once: migrations. */
  prepare?: () => Promise<unknown>
}

/** Counts the marker's rows: 1 where the batch is stored, 0 where it is not. */
export const markerSql = `SELECT sum(\`count\`) AS found FROM cells
  WHERE site = '' AND grain = 'day' AND dimensionA = '' AND dimensionB = {dimension:String}
    AND valueA = '' AND day = {month:Date} AND valueB = {marker:String}`

// One block, so one part: the engine splits at rows, never at bytes, and reads the rows in order in one thread, which
// also takes the least memory. Its own deduplication and its own queue of inserts stay out of the way.
const insertSettings = {
  async_insert: 0,
  insert_deduplicate: 0,
  max_insert_block_size: 1_048_449,
  min_insert_block_size_rows: 1_048_449,
  min_insert_block_size_bytes: 0,
  input_format_parallel_parsing: 0,
}

// Rewrites the parts that hold the site and no other; answered once all replicas have done so.
const disposeSql = 'ALTER TABLE cells DELETE WHERE site = {site:String} SETTINGS mutations_sync = 2'
const rowsSql = 'SELECT count() AS found FROM cells WHERE site = {site:String}'

// `readonly` 2: nothing is written by a statement that only asks, whatever its text. `wait_end_of_query`: an error that
// comes late is still an error's status, not half an answer.
const selectSettings = {
  readonly: 2,
  output_format_json_quote_64bit_integers: 0,
  wait_end_of_query: 1,
  // Where nobody waits any more the connection is closed.
  cancel_http_readonly_queries_on_client_close: 1,
}

/** Absent limits are left out: as a setting, 0 would be none. */
function limitSettings({ seconds = bounds.selectSeconds.max, rows, bytes, memoryBytes }: SelectLimits): Record<string, number> {
  return {
    max_execution_time: seconds,
    ...(rows !== undefined && { max_result_rows: rows }),
    ...(bytes !== undefined && { max_result_bytes: bytes }),
    ...(memoryBytes !== undefined && { max_memory_usage: memoryBytes }),
  }
}

/** A Store over any ClickHouse client; the Store port (collector/ports.ts) says what its functions promise. */
export function createStore({ client, sendRows, settle, prepare = async () => {} }: StoreOptions): Store {
  const prepared = once(prepare)

  async function select<Row>(sql: string, params: Record<string, unknown> = {}, limits: SelectLimits = {}): Promise<Row[]> {
    try {
      await prepared()
      const settings = { ...selectSettings, ...limitSettings(limits) }
      // The web client keeps one listener on a signal, and several statements are given the same one.
      const signal = limits.signal && AbortSignal.any([limits.signal])
      const asked = { query: sql, query_params: params, clickhouse_settings: settings, abort_signal: signal }
      return await rowsOf<Row>(await client.query({ ...asked, format: 'JSON' }))
    } catch (error) {
      throw toQuestionError(error)
    }
  }

  function send(batch: Batch, attempt: number): Promise<void> {
    const { names, rows } = splitNames(batch.rows)
    return sendRows(rows, {
      query: `INSERT INTO cells (${names.map(plainIdentifier).join(', ')}) FORMAT JSONCompactEachRow`,
      query_id: `${queryPrefix(batch)}${attempt}`,
      clickhouse_settings: insertSettings,
    })
  }

  async function insert(batch: Batch, attempt: number): Promise<void> {
    try {
      await prepared()
      if (attempt > 1) {
        await settle(queryPrefix(batch))
        if (await hasMarker(select, batch)) return
      }
      const failure = await send(batch, attempt).then(() => null, toStoreError)
      // An acknowledged insert is over; after any failure it may still be under way, or through all the same.
      if (failure) await settle(queryPrefix(batch))
      if (!(await hasMarker(select, batch)))
        throw failure ?? new StoreAway(`acknowledged, but the marker of ${markerOf(batch)} is not there`)
    } catch (error) {
      throw toStoreError(error)
    }
  }

  async function dispose(site: string): Promise<number> {
    // Markers have no site: without it they would go, and every batch be counted again.
    if (site === '') throw new StoreError('no site is named')
    const rows = async () => (await select<{ found: number }>(rowsSql, { site }))[0]?.found ?? 0
    try {
      const before = await rows()
      if (before > 0) await client.command({ query: disposeSql, query_params: { site } })
      if (before > 0 && (await rows()) > 0) throw new StoreAway(`cells of ${site} are still being deleted`)
      return before
    } catch (error) {
      throw toStoreError(error)
    }
  }

  async function merge(month: Day): Promise<void> {
    // Statements of this kind take no parameters.
    if (!isDay(month)) throw new StoreError(`no month: ${month}`)
    try {
      await prepared()
      await client.command({
        query: `OPTIMIZE TABLE cells PARTITION ID '${month.slice(0, 7).replace('-', '')}' FINAL SETTINGS alter_sync = 2`,
      })
    } catch (error) {
      throw toStoreError(error)
    }
  }

  const ping = async () => (await client.ping({ select: true })).success
  return { insert, select, dispose, merge, ping, close: () => client.close() }
}

/** Whether a batch is stored. Rejects with `StoreError` where it is stored more than once: somebody else wrote it. */
export async function hasMarker(select: Store['select'], batch: Pick<Batch, 'collector' | 'number' | 'month'>): Promise<boolean> {
  const [row] = await select<{ found: number }>(markerSql, { dimension: markerDimension, month: batch.month, marker: markerOf(batch) })
  const found = row?.found ?? 0
  if (found > 1) throw new StoreError(`the batch ${markerOf(batch)} is stored ${found} times`)
  return found === 1
}

/** With what the query ids of a batch's attempts begin. */
export function queryPrefix(batch: Pick<Batch, 'collector' | 'number'>): string {
  return `footfall/${markerOf(batch)}/`
}

/** Runs until it has succeeded once; callers in between share one run. */
function once(run: () => Promise<unknown>): () => Promise<unknown> {
  let running: Promise<unknown> | null = null
  return () => {
    running ??= run().catch((error) => {
      running = null
      throw error
    })
    return running
  }
}
