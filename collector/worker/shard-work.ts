/** What a shard does, over its own SQLite and its alarm: keeps what was taken, makes it batches, and has them inserted. */
import { bounds } from '../../contract/bounds.ts'
import type { Fact, FlushedFact } from '../fact.ts'
import { createNetworkTallies, oldestDay, type ViewOfNetwork } from '../ingest/networks/counts.ts'
import { createLimiter } from '../limiter.ts'
import type { Clock, Store } from '../ports.ts'
import { type Snapshot, snapshotsOf } from '../spool/audit/snapshot.ts'
import { createDrain } from '../spool/drain.ts'
import { encodeFact } from '../spool/encode.ts'
import { fold } from '../spool/fold.ts'
import { createFreezing } from '../spool/freeze-loop.ts'
import { openLedger } from '../spool/ledger/ledger.ts'
import type { LedgerSql } from '../spool/ledger/sql.ts'
import type { Log } from '../spool/segments.ts'
import type { SiteDay } from '../spool/states.ts'
import { delay } from '../spool/wait.ts'
import { createArming } from './shard-alarm.ts'
import { createGroups } from './shard-groups.ts'
import { createBacklog, createLoad } from './shard-load.ts'
import { shardSegments } from './shard-segments.ts'

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

const retryAfterSeconds = 5

export function openShard(place: ShardPlace): Shard {
  const { sql, store, clock, log } = place
  const ledger = openLedger(sql, { batchBytes: bounds.shardBatchBytes.max })
  const segments = shardSegments(sql)
  const freezing = createFreezing({ ledger, store, clock, log })
  const providers = createNetworkTallies('provider')
  const isBusy = createLoad(clock)
  const arming = createArming(place)
  // Whatever works on the ledger's batches.
  const inTurn = createLimiter({ atOnce: 1 })
  let retriedStuck = false
  let oldest = clock.now()
  let pause: number = bounds.shardDrainMilliseconds.max

  const waits = () => segments.waiting() > 0 || ledger.waitsFrom() !== null
  const arm = () => arming.arm(clock.now() + pause)
  const state = (): ShardState => {
    const { bytes, batches, stuck } = ledger.backlog()
    const seconds = segments.waiting() > 0 ? Math.max(0, (clock.now() - oldest) / 1_000) : 0
    return { bytes: bytes + segments.waiting(), seconds, batches, stuck }
  }
  const keep = (lines: readonly string[]) => {
    if (segments.waiting() === 0) oldest = clock.now()
    segments.append(lines)
  }

  const groups = createGroups(async (lines) => {
    keep(lines)
    await arm()
  })
  const backlog = createBacklog(clock, () => ledger.backlog().bytes, segments.waiting)

  // Stuck batches are tried again by the first drain of an object's life, as by a start on Node.
  const ledgerOfDrain = () => {
    const retryStuck = retriedStuck ? () => {} : ledger.retryStuck
    retriedStuck = true
    return { ...ledger, retryStuck }
  }

  async function drainOnce(): Promise<void> {
    providers.forgetBefore(oldestDay(clock))
    const counts = providers.take()
    if (counts.length > 0) keep(counts.map(encodeFact))
    segments.close()
    const away = Promise.withResolvers<void>()
    let isAway = false
    const onAway = (error: unknown) => {
      isAway = error !== null
      if (isAway) away.resolve()
    }
    const drain = createDrain({ segments, ledger: ledgerOfDrain(), store, clock, log, freezing, onAway })
    const running = drain.run()
    const late = new AbortController()
    // A store that is away is left alone until the next alarm: an object that waits for it is paid for.
    await Promise.race([drain.drained(), away.promise, delay(bounds.shardAlarmMilliseconds.max, late.signal), running])
    late.abort()
    drain.stop()
    await running
    pause = isAway ? Math.min(2 * pause, bounds.shardPauseMilliseconds.max) : bounds.shardDrainMilliseconds.max
  }

  const drain = () => inTurn(drainOnce)

  async function foldOnce(): Promise<number> {
    segments.close()
    const running = createDrain({ segments, ledger: ledgerOfDrain(), store, clock, log, freezing })
    const ended = running.run()
    const signal = AbortSignal.timeout(bounds.shardAlarmMilliseconds.max)
    signal.addEventListener('abort', running.stop)
    try {
      // What comes meanwhile is in a segment that nobody waits for: where it belongs to these days they are folded again.
      const taken = { all: segments.names }
      return await fold({ ledger, store, segments: taken, drain: running, clock, log, signal, alone: async () => true })
    } finally {
      running.stop()
      await ended
    }
  }

  return {
    async append(name, facts) {
      if (backlog() > bounds.shardBacklogBytes.max) return { full: retryAfterSeconds, busy: true }
      const busy = isBusy()
      await groups.append(facts.map(encodeFact))
      void arming.register(name)
      return { busy }
    },
    async counted(name, facts, views) {
      for (const { provider, ...view } of views) providers.add(view, provider)
      if (facts.length > 0) keep(facts.map(encodeFact))
      await arm()
      void arming.register(name)
    },
    async alarm() {
      arming.rang()
      await drain()
      if (waits()) await arm()
    },
    async drained() {
      await drain()
      if (waits()) await arm()
      return state()
    },
    async state() {
      if (waits()) await arm()
      return state()
    },
    async toHandOver() {
      await drain()
      const upTo = ledger.last()
      return ledger.waitsFrom() === null && ledger.stuckMonths().length === 0 ? { days: ledger.daysToFold(), upTo } : null
    },
    async handedOver(upTo) {
      ledger.handedOver(upTo)
    },
    async take(days) {
      ledger.takeToFold(days)
    },
    fold: () => inTurn(foldOnce),
    snapshot: snapshotsOf(ledger, segments),
  }
}
