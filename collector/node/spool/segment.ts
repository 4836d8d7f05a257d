/** One segment file while intake writes it: open, append and sync a group, close. */
import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, stat } from 'node:fs/promises'
import { fileMode, segmentPath, spoolLayout, syncFolder } from './folder.ts'

/** What is to be given its closed name. */
export interface Unclosed {
  name: string
  /** That senders were answered for; of a segment that a crash has left, all of it. */
  bytes: number
  /** Closes the file and gives it its closed name. After a rejection it may be called again. */
  close(): Promise<void>
}

export interface Segment extends Unclosed {
  facts: number
  /**
   * Resolves once the bytes are durable. Where it rejects they were taken out of the file again, or, with
   * `kept` true on the error, they may still be counted.
   */
  append(bytes: Buffer, facts: number): Promise<void>
}

export class AppendFailed extends Error {
  override name = 'AppendFailed'
  readonly kept: boolean
  constructor(path: string, cause: unknown, kept: boolean) {
    super(path, { cause })
    this.kept = kept
  }
}

/** A name that was never used: numbers begin anew once the folder is empty, the random part does not. */
export function segmentName(number: number): string {
  return `${String(number).padStart(12, '0')}-${randomBytes(5).toString('hex')}`
}

/** Makes the file in the spool's folder; its name becomes durable with its first group. */
export async function openSegment(spool: string, name: string): Promise<Segment> {
  const path = segmentPath(spool, { name, kind: 'open' })
  const file = await open(path, 'wx', fileMode)
  let named: Promise<void> | null = syncFolder(spoolLayout(spool).segments)
  // Awaited with the first group, which it may precede.
  named.catch(() => undefined)
  const segment: Segment = {
    name,
    facts: 0,
    bytes: 0,
    append: async (bytes, facts) => {
      try {
        await writeAll(file, bytes, segment.bytes)
        await Promise.all([file.datasync(), named])
      } catch (error) {
        throw new AppendFailed(path, error, !(await cutBack(file, segment.bytes)))
      }
      named = null
      segment.bytes += bytes.length
      segment.facts += facts
    },
    close: async () => {
      // What senders were answered for is synced already, whatever the system says of the rest.
      await file.close().catch(() => undefined)
      // Not synced: after a power cut it is found under its old name and closed again.
      await rename(path, segmentPath(spool, { name, kind: 'closed', bytes: segment.bytes }))
    },
  }
  return segment
}

/** A segment that a crash has left open: nobody knows which of its bytes senders were answered for. */
export async function leftSegment(spool: string, name: string): Promise<Unclosed> {
  const path = segmentPath(spool, { name, kind: 'open' })
  const bytes = (await stat(path).catch(() => null))?.size ?? 0
  return { name, bytes, close: () => rename(path, segmentPath(spool, { name, kind: 'closed' })) }
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += (await file.write(bytes, written, bytes.length - written, position + written)).bytesWritten
  }
}

/** Takes an unacknowledged group out of the file, so that a sender who comes again is not counted twice. True where that is durable. */
async function cutBack(file: FileHandle, length: number): Promise<boolean> {
  try {
    await file.truncate(length)
    await file.datasync()
    return true
  } catch {
    return false
  }
}
