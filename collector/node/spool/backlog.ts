/** How much waits on disk, and how long: the closed segments that are still there, and the batches that the drain tells of. */
import { segmentsIn } from './folder.ts'

export interface Backlog {
  add(name: string, bytes: number): void
  bytes(): number
  /** Milliseconds for which the oldest segment waits to be aggregated, as far as this process has seen; 0 where none does. */
  age(): number
  /** Looks which segments are still there; for use now and then, one look at a time. */
  look(): void
}

export function watchBacklog(spoolFolder: string, waiting: () => number): Backlog {
  // As many as there are files: bounded by the backlog's bytes, since no segment is empty. In the order in which they came.
  const segments = new Map<string, { bytes: number; since: number }>()
  let total = 0
  let looking = false
  const keepOnly = (present: ReadonlySet<string>, known: readonly string[]) => {
    for (const name of known) {
      if (present.has(name)) continue
      total -= segments.get(name)?.bytes ?? 0
      segments.delete(name)
    }
  }
  return {
    add: (name, bytes) => {
      segments.set(name, { bytes, since: performance.now() })
      total += bytes
    },
    bytes: () => total + waiting(),
    age: () => {
      const [oldest] = segments.values()
      return oldest ? performance.now() - oldest.since : 0
    },
    look: () => {
      if (looking || segments.size === 0) return
      looking = true
      // Only what was known before the look can be found missing by it.
      const known = [...segments.keys()]
      segmentsIn(spoolFolder)
        .then((files) => keepOnly(new Set(files.filter(({ kind }) => kind !== 'damaged').map(({ name }) => name)), known))
        // A folder that cannot be read is the drain's to tell of; what is known stays.
        .catch(() => undefined)
        .finally(() => {
          looking = false
        })
    },
  }
}
