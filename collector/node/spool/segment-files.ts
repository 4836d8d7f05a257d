/** The drain's side of the segment folder: lists, reads and removes what intake has closed. */
import { open, readFile, rename, stat, unlink } from 'node:fs/promises'
import type { Log, Segments, Uncounted } from '../../spool/segments.ts'
import { fileMode, type SegmentFile, segmentPath, segmentsIn, segmentsOf, spoolLayout, syncFolder } from './folder.ts'
import { countFacts, factsOf } from './lines.ts'

const damageAdvice = 'The disk is not to be trusted; audits are not ok until somebody has looked at this file and removed it'

/** Closed segments of the spool in `folder`. */
export function segmentFiles(folder: string, log: Log): Segments {
  const { segments } = spoolLayout(folder)
  let synced = false
  // A predecessor may have ended between removing a file and syncing the folder.
  const sync = async () => {
    if (!synced) await syncFolder(segments)
    synced = true
  }
  // As many as there are files. Listing them for each one would take hours where a day of them waits.
  let known = new Map<string, SegmentFile>()
  const closed = async () => {
    const files = await segmentsOf(folder, 'closed')
    known = new Map(files.map((file) => [file.name, file]))
    return files.map(({ name }) => name)
  }
  const fileOf = async (name: string) => {
    if (!known.has(name)) await closed()
    return known.get(name)
  }
  return {
    names: async () => {
      await sync()
      return closed()
    },
    all: async () => {
      await sync()
      // In this order: one that is closed between the two is found twice, never missed.
      return [...(await segmentsOf(folder, 'open')), ...(await segmentsOf(folder, 'closed'))].map(({ name }) => name)
    },
    read: async (name) => {
      const { path, bytes } = (await fileOf(name)) ?? { path: segmentPath(folder, { name, kind: 'closed' }), bytes: null }
      const { facts, torn, damaged, unread } = factsOf(await readFile(path), bytes)
      if (torn > 0) log(`${path}: cut ${torn} bytes of an unfinished write; nobody had been answered for them`)
      return { facts, damage: damaged > 0 ? { bytes: damaged, unread } : null }
    },
    keepDamage: async (name, { bytes, unread }) => {
      const path = segmentPath(folder, { name, kind: 'damaged', bytes })
      await writeSynced(`${path}.new`, unread)
      await rename(`${path}.new`, path)
      await syncFolder(segments)
      log(`${path}: so many bytes of the segment are not what was written, and the events that they held are not counted. ${damageAdvice}`)
    },
    remove: async (name) => {
      const file = await fileOf(name)
      if (file)
        await unlink(file.path).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT') throw error
        })
      known.delete(name)
      await syncFolder(segments)
    },
    uncounted: async () => {
      const found: Uncounted[] = []
      for (const file of await segmentsIn(folder)) found.push(...(await uncountedIn(file)))
      return found
    },
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', fileMode)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** One at a time is in memory; none where it is gone meanwhile. */
async function uncountedIn({ name, kind, path, bytes }: SegmentFile): Promise<Uncounted[]> {
  try {
    const { mtimeMs } = await stat(path)
    const seconds = Math.max(0, Date.now() - mtimeMs) / 1_000
    if (kind === 'damaged') return [{ name, facts: 0, damaged: bytes ?? 1, seconds }]
    return [{ name, facts: countFacts(await readFile(path)), damaged: 0, seconds }]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
