/** A shard of the edge's spool over a real SQLite file, with an alarm that a test rings. */
import { join } from 'node:path'
import { openSqlite } from '../../collector/node/data/sqlite.ts'
import type { Store } from '../../collector/ports.ts'
import type { Shard, ShardPlace } from '../../collector/worker/shard-api.ts'
import { openShard } from '../../collector/worker/shard-work.ts'

export interface TestShard {
  shard: Shard
  /** The time of the alarm that is set. */
  alarm(): number | null
  /** The alarm rings, if one is set; the platform forgets it once its work is done. */
  ring(): Promise<void>
  registered: string[]
  /** The object is gone from memory, and comes back with what its storage has; its alarm too where that is `lost`. */
  evict(lost?: 'alarm'): TestShard
  close(): void
}

type Given = Partial<Pick<ShardPlace, 'clock' | 'register' | 'sql'>> & {
  folder: string
  store: Store
  alarm?: number | null
  registered?: string[]
}

export function openTestShard(given: Given): TestShard {
  const { folder, store, clock = { now: () => Date.now() }, registered = [] } = given
  const sqlite = openSqlite(join(folder, 'shard.sqlite'))
  let alarm = given.alarm ?? null
  const shard = openShard({
    sql: given.sql ?? sqlite,
    store,
    clock,
    log: () => {},
    setAlarm: async (at) => {
      alarm = at
    },
    getAlarm: async () => alarm,
    register: given.register ?? (async (name) => void registered.push(name)),
  })
  return {
    shard,
    alarm: () => alarm,
    ring: async () => {
      if (alarm === null) return
      alarm = null
      await shard.alarm()
    },
    registered,
    evict: (lost) => {
      sqlite.close()
      return openTestShard({ ...given, alarm: lost ? null : alarm, registered })
    },
    close: () => sqlite.close(),
  }
}
