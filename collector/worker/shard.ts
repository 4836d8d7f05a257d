/** A shard of the spool as a Durable Object: its storage, its alarm, and what others may call. */
import { DurableObject } from 'cloudflare:workers'
import type { Fact, FlushedFact } from '../fact.ts'
import type { AskedOfLedger } from '../spool/audit/snapshot.ts'
import type { SiteDay } from '../spool/states.ts'
import { edgeStore } from './clickhouse.ts'
import { type Env, readEnv } from './env.ts'
import type { Provided, Shard } from './shard-api.ts'
import { shardSql } from './shard-sql.ts'
import { openShard } from './shard-work.ts'

/** The answer of each call leaves the object only once its storage has what the call wrote (the platform's output gate). */
export class SpoolShard extends DurableObject<Env> {
  readonly #shard: Shard

  constructor(context: DurableObjectState, env: Env) {
    super(context, env)
    const { storage } = context
    this.#shard = openShard({
      sql: shardSql(storage),
      store: edgeStore(readEnv(env)),
      clock: { now: () => Date.now() },
      log: (line, error) => console.error(error === undefined ? line : `${line}: ${(error as Error).message ?? error}`),
      setAlarm: (at) => storage.setAlarm(at),
      getAlarm: () => storage.getAlarm(),
      register: async (name) => {
        await env.SETTINGS.prepare('INSERT OR IGNORE INTO shard (name) VALUES (?)').bind(name).run()
      },
    })
  }

  append(name: string, facts: readonly Fact[]) {
    return this.#shard.append(name, facts)
  }

  counted(name: string, facts: readonly FlushedFact[], views: readonly Provided[]) {
    return this.#shard.counted(name, facts, views)
  }

  override alarm() {
    return this.#shard.alarm()
  }

  drained() {
    return this.#shard.drained()
  }

  state() {
    return this.#shard.state()
  }

  toHandOver() {
    return this.#shard.toHandOver()
  }

  handedOver(upTo: number) {
    return this.#shard.handedOver(upTo)
  }

  take(days: readonly SiteDay[]) {
    return this.#shard.take(days)
  }

  fold() {
    return this.#shard.fold()
  }

  snapshot(asked: AskedOfLedger) {
    return this.#shard.snapshot(asked)
  }
}
