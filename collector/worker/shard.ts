/** A shard of the spool: a Durable Object that keeps what was taken, makes it batches under numbers of its own, and inserts them by alarm. */
import { DurableObject } from 'cloudflare:workers'
import { bounds } from '../../contract/bounds.ts'
import type { Store } from '../deps.ts'
import type { CountFact, Fact } from '../fact.ts'
import { type Carried, createNetworkTallies, oldestDay } from '../ingest/network-counts.ts'
import { type Audit, audit } from '../spool/audit.ts'
import { createDrain, type Drain } from '../spool/drain.ts'
import { type Ledger, openLedger } from '../spool/ledger.ts'
import { delay } from '../spool/wait.ts'
import { serverStore } from '../store/server-store.ts'
import { webClient } from './clickhouse.ts'
import { type Env, readEnv } from './env.ts'
import { type ShardSegments, shardSegments } from './shard-segments.ts'
import { shardSql } from './shard-sql.ts'

/** What became of facts that were handed over. */
export interface Appended {
  /** Seconds after which to come again: nothing was taken. */
  full?: number
  /** It has more to do than one object should: others had better share the site. */
  busy: boolean
}

/** A view's network by the edge's own name for it. */
export type Provided = Carried & { provider: string }

export interface ShardState {
  bytes: number
  batches: number
  stuck: number
}

const clock = { now: () => Date.now() }
const retryAfterSeconds = 5
/** An alarm may run for a quarter of an hour; what is left waits for the next. */
const alarmMilliseconds = 60_000

export class SpoolShard extends DurableObject<Env> {
  readonly #ledger: Ledger
  readonly #segments: ShardSegments
  readonly #store: Store
  readonly #providers = createNetworkTallies('provider')
  #armed: boolean | undefined
  #draining: Promise<void> | null = null
  #retriedStuck = false
  #pause = bounds.segmentMilliseconds.max
  #second = { at: 0, appends: 0 }

  constructor(context: DurableObjectState, env: Env) {
    super(context, env)
    const sql = shardSql(context.storage)
    this.#ledger = openLedger(sql)
    this.#segments = shardSegments(sql)
    const { url, engine } = readEnv(env).clickhouse
    this.#store = serverStore(webClient, url, { engine })
  }

  /** Resolves once the facts survive whatever comes: the answer waits for the object's storage. */
  async append(name: string, facts: readonly Fact[]): Promise<Appended> {
    if (this.#segments.waiting() + this.#ledger.backlog().bytes > bounds.shardBacklogBytes.max)
      return { full: retryAfterSeconds, busy: true }
    this.#segments.append(facts)
    await this.#arm(name)
    return { busy: this.#isBusy() }
  }

  /** Counts that were made in memory, and views by their networks: best effort, outside the ledger. */
  async counted(name: string, facts: readonly CountFact[], views: readonly Provided[]): Promise<void> {
    for (const { provider, ...view } of views) this.#providers.add(view, provider)
    if (facts.length > 0) this.#segments.append(facts)
    await this.#arm(name)
  }

  /** Whatever runs it, and however often: the ledger knows what is done. */
  override async alarm(): Promise<void> {
    this.#armed = false
    this.#countProviders()
    await this.#drain(alarmMilliseconds)
    if (this.#waits()) await this.#arm(null)
  }

  /** Everything that was taken is stored, or the time is over. */
  async drained(milliseconds: number): Promise<ShardState> {
    this.#countProviders()
    await this.#drain(milliseconds)
    return this.state()
  }

  async state(): Promise<ShardState> {
    const { bytes, batches, stuck } = this.#ledger.backlog()
    return { bytes: bytes + this.#segments.waiting(), batches, stuck }
  }

  async audit(): Promise<Audit> {
    return await audit(this.#store, this.#ledger)
  }

  #countProviders(): void {
    this.#providers.forgetBefore(oldestDay(clock))
    const facts = this.#providers.take()
    if (facts.length > 0) this.#segments.append(facts)
  }

  #waits(): boolean {
    return this.#segments.waiting() > 0 || this.#ledger.waitsFrom() !== null
  }

  /** One drain at a time; whoever comes meanwhile waits for it and then has his own. */
  async #drain(milliseconds: number): Promise<void> {
    while (this.#draining) await this.#draining
    this.#draining = this.#drainOnce(milliseconds).finally(() => {
      this.#draining = null
    })
    await this.#draining
  }

  async #drainOnce(milliseconds: number): Promise<void> {
    this.#segments.close()
    const drain = this.#openDrain()
    const running = drain.run()
    const stop = new AbortController()
    await Promise.race([drain.drained(), delay(milliseconds, stop.signal), running])
    stop.abort()
    drain.stop()
    await running
    // A store that is away is asked less and less often, up to the bound.
    this.#pause = drain.backlog().lastError ? Math.min(2 * this.#pause, bounds.shardPauseMilliseconds.max) : bounds.segmentMilliseconds.max
  }

  #openDrain(): Drain {
    const retryStuck = this.#retriedStuck ? () => {} : this.#ledger.retryStuck
    this.#retriedStuck = true
    return createDrain({
      segments: this.#segments,
      ledger: { ...this.#ledger, retryStuck },
      store: this.#store,
      clock,
      log: (line, error) => console.error(error === undefined ? line : `${line}: ${(error as Error).message ?? error}`),
      batchBytes: bounds.shardBatchBytes.max,
    })
  }

  async #arm(name: string | null): Promise<void> {
    this.#armed ??= (await this.ctx.storage.getAlarm()) !== null
    if (this.#armed) return
    this.#armed = true
    await this.ctx.storage.setAlarm(Date.now() + this.#pause)
    if (name !== null) await this.#register(name)
  }

  /** Its name goes where audits and folding find it. */
  async #register(name: string): Promise<void> {
    if (this.ctx.storage.kv.get('registered')) return
    const write = 'INSERT OR IGNORE INTO shard (name) VALUES (?)'
    await this.env.SETTINGS.prepare(write)
      .bind(name)
      .run()
      .then(
        () => this.ctx.storage.kv.put('registered', true),
        // The next alarm's first event tries it again.
        (error) => console.error(`the shard ${name} is not registered yet: ${(error as Error).message}`),
      )
  }

  #isBusy(): boolean {
    const second = Math.floor(Date.now() / 1_000)
    if (second !== this.#second.at) this.#second = { at: second, appends: 0 }
    this.#second.appends++
    return this.#second.appends > bounds.shardAppends.max
  }
}
