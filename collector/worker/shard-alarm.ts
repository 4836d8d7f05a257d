/** A shard's alarm, and its name in the list of shards: each is set once. */
import type { ShardPlace } from './shard-api.ts'

/** Sets the alarm where none is set, and writes the shard's name down once. */
export function createArming({ sql, setAlarm, getAlarm, register, log }: ShardPlace) {
  let armed: boolean | undefined
  sql.run('CREATE TABLE IF NOT EXISTS registered (name TEXT PRIMARY KEY) WITHOUT ROWID')
  let registered = sql.all('SELECT 1 FROM registered').length > 0
  return {
    arm: async (at: number) => {
      armed ??= (await getAlarm()) !== null
      if (armed) return
      armed = true
      await setAlarm(at)
    },
    /** The alarm that was set has run, or runs. */
    rang: () => {
      armed = false
    },
    register: async (name: string) => {
      if (registered) return
      registered = true
      try {
        await register(name)
        sql.run('INSERT OR IGNORE INTO registered (name) VALUES (?)', name)
      } catch (error) {
        // The next event tries it again: no sender waits for it in vain.
        registered = false
        log(`the shard ${name} is not registered yet`, error)
      }
    },
  }
}
