/** Appends of a shard are gathered into rows: a row is what is paid for. */
import { bounds } from '../../contract/bounds.ts'
import { delay } from '../spool/wait.ts'

interface Group {
  lines: string[]
  characters: number
  written: Promise<void>
  /** Writes it now. */
  now: AbortController
}

/** Gathers the encoded facts that come within a moment and writes them at once; all hear of it together. */
export function createGroups(write: (lines: readonly string[]) => Promise<void>) {
  let group: Group | null = null
  const begin = (): Group => {
    const now = new AbortController()
    const begun: Group = { lines: [], characters: 0, now, written: Promise.resolve() }
    begun.written = delay(bounds.shardGroupMilliseconds.max, now.signal).then(() => {
      if (group === begun) group = null
      return write(begun.lines)
    })
    return begun
  }
  return {
    append(lines: readonly string[]): Promise<void> {
      const characters = lines.reduce((sum, line) => sum + line.length + 1, 0)
      if (group && group.characters + characters > bounds.shardGroupCharacters.max) {
        group.now.abort()
        group = null
      }
      group ??= begin()
      group.lines.push(...lines)
      group.characters += characters
      return group.written
    },
  }
}
