/** One segment file while intake writes it: open, append and sync a group, close. */
import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { closedSuffix, fileMode, openSuffix, syncFolder } from './folder.ts'

export interface Segment {
  name: string
  facts: number
  bytes: number
  /**
   * Resolves once the bytes are durable. Where it rejects they were taken out of the file again, or, with
   * `kept` true on the error, they may still be counted.
   */
  append(bytes: Buffer, facts: number): Promise<void>
  /** Closes the file and gives it its closed name. */
  close(): Promise<void>
}

export class AppendFailed extends Error {
  override name = 'AppendFailed'
  readonly kept: boolean
  readonly full: boolean
  constructor(cause: unknown, kept: boolean) {
    super('a group of facts could not be written', { cause })
    this.kept = kept
    const code = (cause as NodeJS.ErrnoException).code
    this.full = code === 'ENOSPC' || code === 'EDQUOT'
  }
}

/** A name that was never used: numbers begin anew once the folder is empty, the random part does not. */
export function segmentName(number: number): string {
  return `${String(number).padStart(12, '0')}-${randomBytes(5).toString('hex')}`
}

/** Makes the file; its name becomes durable with its first group. */
export async function openSegment(folder: string, name: string): Promise<Segment> {
  const path = join(folder, `${name}${openSuffix}`)
  const file = await open(path, 'wx', fileMode)
  let named: Promise<void> | null = syncFolder(folder)
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
        throw new AppendFailed(error, !(await cutBack(file, segment.bytes)))
      }
      named = null
      segment.bytes += bytes.length
      segment.facts += facts
    },
    close: async () => {
      await file.close()
      // Not synced: after a power cut it is found under its old name and closed again.
      await rename(path, join(folder, `${name}${closedSuffix}`))
    },
  }
  return segment
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
