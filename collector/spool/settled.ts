/** What was taken before is in the store: waited for before anything is taken back. */
import { bounds } from '../../contract/bounds.ts'
import type { Drain } from './drain.ts'
import type { Segments } from './segments.ts'
import { delay } from './wait.ts'

interface SettledDeps {
  /** All that was taken before. */
  segments: Pick<Segments, 'all'>
  drain: Pick<Drain, 'drained'>
  signal: AbortSignal
}

/** Resolves once every fact that was taken before is in the store. Throws the signal's reason where it aborts. */
export async function settled({ segments, drain, signal }: SettledDeps): Promise<void> {
  let before = await segments.all()
  // A segment that is being written is closed within a second.
  for (;;) {
    await drain.drained()
    signal.throwIfAborted()
    const now = new Set(await segments.all())
    before = before.filter((name) => now.has(name))
    if (before.length === 0) return
    await delay(bounds.segmentMilliseconds.max, signal)
  }
}
