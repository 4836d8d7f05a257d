/** The ports of the collector: what it needs of the place where it runs. Only where two implementations exist. */
import type { Day } from '../contract/day.ts'
import type { Site } from '../contract/site.ts'
import type { Batch } from './cells/cell.ts'
import type { Fact } from './fact.ts'

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
}

/** Where facts wait, durably, until they are cells. */
export interface Spool {
  /**
   * Resolves once the facts survive a crash of the machine; only then may the sender hear 202.
   * Rejects with `SpoolFull` where too much waits: nothing was taken, the sender may come again.
   * On any other rejection the facts may or may not be kept.
   */
  append(facts: readonly Fact[]): Promise<void>
  /** What waits: bytes on disk that are not yet in the store. */
  backlog(): { bytes: number }
}

export class SpoolFull extends Error {
  override name = 'SpoolFull'
  readonly retryAfterSeconds: number
  constructor(retryAfterSeconds: number) {
    super('the spool is full')
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The ClickHouse table of cells. */
export interface Store {
  /**
   * Inserts a batch as one part, whole or not at all. Resolves where its marker is there, now or already;
   * rejects where it is not, or that is not to be known now (`StoreAway`: try again later with a higher attempt;
   * `StoreError`: the same, once somebody has looked; the batch must be kept). Idempotent: it asks for the marker
   * before every attempt but a batch's first, and after any doubt, once the earlier attempt is surely dead.
   * After a restart the first call is attempt 2, since an earlier process may have made one.
   */
  insert(batch: Batch, attempt: number): Promise<void>
  /**
   * Rows of a SELECT with bound parameters; 64-bit sums come as numbers. Rejects with `StoreAway` or `StoreError`; past a limit that is
   * given, with `TooSlow` or `TooMuch`.
   */
  select<Row>(sql: string, params?: Record<string, unknown>, limits?: SelectLimits): Promise<Row[]>
  /**
   * Deletes every cell of a site, at every grain; resolves to the number of rows once none is there. Markers stay, so the
   * batches' numbering holds. Idempotent: a site without cells is no error, and after a rejection or a crash it may simply
   * be called again. Rejects with `StoreAway` where cells may still be there, with `StoreError` where the store refused.
   * Whoever calls it sees to it that no batch with cells of the site is inserted meanwhile or after.
   */
  dispose(site: string): Promise<number>
  /**
   * Brings the parts of a month (its first day) together: until then what was inserted and what takes it back lie in parts of
   * their own, where both can be read. Idempotent. Rejects with `StoreAway` where it may not be through.
   */
  merge(month: Day): Promise<void>
  /** Whether the engine answers. */
  ping(): Promise<boolean>
  close(): Promise<void>
}

/** What a SELECT may take. Whatever it had begun ends in the store too, soon after a limit or the signal. */
export interface SelectLimits {
  seconds?: number
  rows?: number
  /** Of the answer. */
  bytes?: number
  /** Of the store's memory. */
  memoryBytes?: number
  signal?: AbortSignal
}

/** The store does not answer now; the same call may succeed later. */
export class StoreAway extends Error {
  override name = 'StoreAway'
}

/** The store refused: the same call would be refused again. */
export class StoreError extends Error {
  override name = 'StoreError'
}

/** It took longer than it may; with less to do beside it, it might not. */
export class TooSlow extends StoreAway {
  override name = 'TooSlow'
}

/** Its answer, or the way there, is larger than it may be. */
export class TooMuch extends StoreError {
  override name = 'TooMuch'
  readonly what: 'rows' | 'memory'
  constructor(what: 'rows' | 'memory', message: string, options?: ErrorOptions) {
    super(message, options)
    this.what = what
  }
}

/** The sites that this collector knows. Reads are from memory. */
export interface Sites {
  get(domain: string): Site | undefined
  all(): Site[]
  put(site: Site): Promise<void>
  /** Forgets the site; what it counted is not touched. One that is not there is no error. */
  remove(domain: string): Promise<void>
}

/** Names the network that an address belongs to, by its registrable domain. */
export interface Networks {
  /** The domain, or null where it has none or is not to be had now. The address is not kept. */
  domainOf(address: string): Promise<string | null>
}

/** Where settings are kept: SQLite in a file, or D1, which answers later. Statements are never made of a user's text. */
export interface SettingsStore {
  run(statement: string, ...values: (string | number | null)[]): Promise<void>
  all<Row>(statement: string, ...values: (string | number | null)[]): Promise<Row[]>
}
