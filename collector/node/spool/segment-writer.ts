/** Writes groups of facts to one segment file after another, and has each closed; one call at a time. */
import { bounds } from '../../../contract/bounds.ts'
import type { Backlog } from './backlog.ts'
import type { Closing } from './closing.ts'
import { openSegment, type Segment, segmentName } from './segment.ts'

export interface SegmentWriter {
  /** Resolves once the group is durable. What it rejects with is an `AppendFailed` once the file was open. */
  append(group: Buffer, facts: number): Promise<void>
  /** Whether the segment that is being written is large or old enough. */
  isDue(): boolean
  /** Of the segment that is being written. */
  bytes(): number
  /** Closes the segment that is being written. */
  close(): Promise<void>
}

interface Options {
  /** The spool's folder. */
  folder: string
  backlog: Backlog
  closing: Closing
  /** The number of the last segment that was ever seen there. */
  number: number
  /** How long facts are gathered in one segment. */
  milliseconds: number
  /** Told when the segment that is being written has become old enough. */
  onDue(): void
}

export function createSegmentWriter({ folder, backlog, closing, number, milliseconds, onDue }: Options): SegmentWriter {
  let last = number
  let segment: Segment | null = null
  let isOld = false
  const open = async () => {
    const opened = await openSegment(folder, segmentName(last + 1))
    last++
    const due = () => {
      if (segment !== opened) return
      isOld = true
      onDue()
    }
    setTimeout(due, milliseconds).unref()
    return opened
  }
  const isFull = () => segment !== null && (segment.facts >= bounds.segmentFacts.max || segment.bytes >= bounds.segmentBytes.max)
  return {
    append: async (group, facts) => {
      segment ??= await open()
      await segment.append(group, facts)
    },
    isDue: () => isOld || isFull(),
    bytes: () => segment?.bytes ?? 0,
    close: async () => {
      const written = segment
      segment = null
      isOld = false
      if (written) {
        backlog.add(written.name, written.bytes)
        closing.add(written)
      }
      await closing.close()
      backlog.look()
    },
  }
}
