/** What a shard does, over its own SQLite and its alarm: keeps what was taken, makes it batches, and has them inserted. */
import { bounds } from '../../contract/bounds.ts'
import { createNetworkTallies, oldestDay } from '../ingest/networks/counts.ts'
import { createLimiter } from '../limiter.ts'
import { snapshotsOf } from '../spool/audit/snapshot.ts'
import { createDrain } from '../spool/drain.ts'
import { encodeFact } from '../spool/encode.ts'
import { fold } from '../spool/fold.ts'
import { createFreezer } from '../spool/freeze-loop.ts'
import { openLedger } from '../spool/ledger/ledger.ts'
import { delay } from '../spool/wait.ts'
import { createArming } from './shard-alarm.ts'
import type { Shard, ShardPlace, ShardState } from './shard-api.ts'
import { createGroups } from './shard-groups.ts'
import { createBacklog, createLoad } from './shard-load.ts'
import { shardSegments } from './shard-segments.ts'

const retryAfterSeconds = 5

export function openShard(place: ShardPlace): Shard {
  const { sql, store, clock, log } = place
  const ledger = openLedger(sql, { batchBytes: bounds.shardBatchBytes.max })
  const segments = shardSegments(sql)
  const freezer = createFreezer({ ledger, store, clock, log })
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
    const drain = createDrain({ segments, ledger: ledgerOfDrain(), store, clock, log, freezer, onAway })
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
    const running = createDrain({ segments, ledger: ledgerOfDrain(), store, clock, log, freezer })
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
