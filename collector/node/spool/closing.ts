/** Gives segments their closed names, and tries it again where the system refuses: acknowledged facts must not wait for a restart. */
import { stat } from 'node:fs/promises'
import { createTrouble } from '../../trouble.ts'
import { causeOf, whyOf } from '../../why.ts'
import type { Backlog } from './backlog.ts'
import { segmentsOf } from './folder.ts'
import { leftSegment, type Unclosed } from './segment.ts'

export interface Closing {
  add(segment: Unclosed): void
  /** Tries each; whoever writes segments calls it, so that none is opened meanwhile. */
  close(): Promise<void>
  /** How many are still to be closed. */
  left(): number
}

/** `closed` is told of each that has its closed name. */
export function createClosing(closed: (name: string) => void, log: (line: string) => void): Closing {
  // Each is a file with acknowledged facts: bounded by the backlog's bytes.
  const unclosed = new Set<Unclosed>()
  const trouble = createTrouble(log, 'segments are closed again: what they hold is counted now')
  const closeOne = async (segment: Unclosed) => {
    try {
      await segment.close()
    } catch (error) {
      trouble.is(causeOf(error), `segment ${segment.name} cannot be closed, and is tried again every second: ${whyOf(error)}`)
      // Whoever took the file away took it from the drain too.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return
    }
    unclosed.delete(segment)
    closed(segment.name)
  }
  return {
    add: (segment) => void unclosed.add(segment),
    close: async () => {
      for (const segment of [...unclosed]) await closeOne(segment)
      if (unclosed.size === 0) trouble.over()
    },
    left: () => unclosed.size,
  }
}

/** What an earlier process has left: what was open is closed. The highest number of a segment. */
export async function takeOver(folder: string, { backlog, closing }: { backlog: Backlog; closing: Closing }): Promise<number> {
  const [left, closed] = [await segmentsOf(folder, 'open'), await segmentsOf(folder, 'closed')]
  for (const { name, path } of closed) backlog.add(name, (await stat(path).catch(() => null))?.size ?? 0)
  for (const { name } of left) {
    const segment = await leftSegment(folder, name)
    backlog.add(name, segment.bytes)
    closing.add(segment)
  }
  await closing.close()
  return Math.max(0, ...[...left, ...closed].map(({ name }) => Number.parseInt(name, 10) || 0))
}
