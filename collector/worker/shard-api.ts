/** What a shard is given, and what it does for others: types alone, so that whoever calls one knows nothing of how it works. */
import type { Fact, FlushedFact } from '../fact.ts'
import type { ViewOfNetwork } from '../ingest/networks/counts.ts'
import type { Clock, Store } from '../ports.ts'
import type { Snapshot } from '../spool/audit/snapshot.ts'
import type { LedgerSql } from '../spool/ledger/sql.ts'
import type { Log } from '../spool/segments.ts'
import type { SiteDay } from '../spool/states.ts'

export interface ShardPlace {
  sql: LedgerSql
  store: Store
  clock: Clock
  log: Log
  /** Runs `alarm` once at that time, also where the object is gone meanwhile; kept with what the same event writes. */
  setAlarm(at: number): Promise<void>
  /** The time of the alarm that is set; null where none is. */
  getAlarm(): Promise<number | null>
  /** Writes the shard's name where audits and folding find it. */
  register(name: string): Promise<void>
}

/** What became of facts that were handed over. */
export interface Appended {
  /** Seconds after which to come again: nothing was taken. */
  full?: number
  /** It has more to do than one object should: others had better share the site. */
  busy: boolean
}

/** A view's network by the edge's own name for it. */
export type Provided = ViewOfNetwork & { provider: string }

export interface ShardState {
  bytes: number
  /** For which the oldest fact waits to be counted, as far as this life of the object has seen. */
  seconds: number
  batches: number
  stuck: number
}

export interface Shard {
  /** Nothing is awaited between the decision and the write: whoever hears of it may say 202 once the storage has it. */
  append(name: string, facts: readonly Fact[]): Promise<Appended>
  /** Counts that were made in memory, and views by their networks: best effort, outside the ledger. */
  counted(name: string, facts: readonly FlushedFact[], views: readonly Provided[]): Promise<void>
  /** Whoever calls it, and however often: the ledger knows what is done. Leaves an alarm behind while anything waits. */
  alarm(): Promise<void>
  /** Resolves once everything that was taken is stored, or the store is away. */
  drained(): Promise<ShardState>
  /** What waits; sets an alarm where one is missing. */
  state(): Promise<ShardState>
  /**
   * The days that it has cells of, which the site's first shard folds for all, once these are stored; null where they are not yet.
   * Told as handed over (up to that number) once the other has them.
   */
  toHandOver(): Promise<{ days: SiteDay[]; upTo: number } | null>
  handedOver(upTo: number): Promise<void>
  /** Takes over the folding of these days. */
  take(days: readonly SiteDay[]): Promise<void>
  /** Folds what is over; resolves to the cells that this took. Rejects where the store is away: again later. */
  fold(): Promise<number>
  /** What an audit of all shards reads of this one. */
  snapshot: Snapshot
}
