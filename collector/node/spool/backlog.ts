/** How much waits on disk: the closed segments that are still there, and the batches that the drain tells of. */
import { readdir } from 'node:fs/promises'
import { closedSuffix, openSuffix, spoolLayout } from './folder.ts'

export interface Backlog {
  add(name: string, bytes: number): void
  bytes(): number
  /** Looks which segments are still there; for use now and then, one look at a time. */
  look(): void
}

export function watchBacklog(spoolFolder: string, waiting: () => number): Backlog {
  // As many as there are files: bounded by the backlog's bytes, since no segment is empty.
  const segments = new Map<string, number>()
  let total = 0
  let looking = false
  const keepOnly = (present: ReadonlySet<string>, known: readonly string[]) => {
    for (const name of known) {
      if (present.has(`${name}${closedSuffix}`) || present.has(`${name}${openSuffix}`)) continue
      total -= segments.get(name) ?? 0
      segments.delete(name)
    }
  }
  return {
    add: (name, bytes) => {
      segments.set(name, bytes)
      total += bytes
    },
    bytes: () => total + waiting(),
    look: () => {
      if (looking) return
      looking = true
      // Only what was known before the look can be found missing by it.
      const known = [...segments.keys()]
      readdir(spoolLayout(spoolFolder).segments)
        .then((files) => keepOnly(new Set(files), known))
        .catch(() => undefined)
        .finally(() => {
          looking = false
        })
    },
  }
}
