/** The lock that an engine holds on its folder, and waiting for it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { bounds } from '../../../contract/bounds.ts'

/**
 * Opens once nobody else holds the lock: a predecessor that was killed holds it until the system has taken its memory back. Resolves to who still
 * holds it where that takes too long; rejects where something else is wrong.
 */
export async function openOnceFree<Opened>(open: () => Opened, tables: string): Promise<{ opened: Opened } | { holder: string }> {
  const deadline = Date.now() + bounds.engineLockMilliseconds.max
  for (;;) {
    try {
      return { opened: open() }
    } catch (error) {
      const holder = holderOf(tables)
      if (holder === null) throw error
      if (Date.now() > deadline) return { holder }
      await delay(50)
    }
  }
}

/** The live process that the engine's lock file names; null where there is none, so that something else is wrong. */
function holderOf(tables: string): string | null {
  try {
    const holder = /^PID: (\d+)/m.exec(readFileSync(join(tables, 'status'), 'utf8'))?.[1]
    if (!holder || holder === String(process.pid)) return null
    process.kill(Number(holder), 0)
    return holder
  } catch (error) {
    // It lives but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'of another user' : null
  }
}
