/** The drain's side of the segment folder: lists, reads and removes what intake has closed. */
import { readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log, Segments } from '../../spool/segments.ts'
import { closedSuffix, openSuffix, segmentNames, spoolLayout, syncFolder } from './folder.ts'
import { factsOf } from './lines.ts'

/** Closed segments of the spool in `folder`. */
export function segmentFiles(folder: string, log: Log): Segments {
  const { segments } = spoolLayout(folder)
  const pathOf = (name: string) => join(segments, `${name}${closedSuffix}`)
  let synced = false
  // A predecessor may have ended between removing a file and syncing the folder.
  const sync = async () => {
    if (!synced) await syncFolder(segments)
    synced = true
  }
  return {
    names: async () => {
      await sync()
      return segmentNames(folder, closedSuffix)
    },
    all: async () => {
      await sync()
      // In this order: one that is closed between the two is found twice, never missed.
      return [...(await segmentNames(folder, openSuffix)), ...(await segmentNames(folder, closedSuffix))]
    },
    read: async (name) => {
      const { facts, torn, damaged } = factsOf(await readFile(pathOf(name)))
      if (torn > 0) log(`segment ${name}: cut ${torn} bytes of an unfinished write; nobody had been answered for them`)
      return { facts, damaged }
    },
    remove: async (name) => {
      await unlink(pathOf(name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
      })
      await syncFolder(segments)
    },
  }
}
