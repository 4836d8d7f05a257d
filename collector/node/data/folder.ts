/** The data folder: made where absent, writable, and held by one live process at a time. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { bounds } from '../../../contract/bounds.ts'
import { lowestReader } from '../../migrate-sqlite.ts'
import { settingsSteps, settingsTooNew } from '../../sites/schema.ts'
import { ledgerSteps, ledgerTooNew } from '../../spool/ledger/schema.ts'
import { whyOf } from '../../why.ts'
import { spoolLayout } from '../spool/folder.ts'
import { FileUnusable, openSqlite } from './sqlite.ts'

export interface DataFolder {
  path: string
  settings: string
  spool: string
  engine: string
  release(): void
}

/** What keeps the folder from being used, as one line that says what to do. */
export class FolderUnusable extends Error {
  override name = 'FolderUnusable'
}

/**
 * Takes the folder. Rejects with `FolderUnusable` where it cannot be written, or another live process holds it;
 * a process that is ending (`isEnding`) is waited for. Rejects with `TooNew` where a newer Footfall has written any part of it.
 */
export async function takeFolder(path: string, isEnding: () => Promise<boolean>): Promise<DataFolder> {
  makeWritable(path)
  const deadline = Date.now() + bounds.predecessorMilliseconds.max
  for (;;) {
    const release = lock(path)
    if (release)
      return refuseNewer({
        path,
        settings: join(path, 'settings.sqlite'),
        spool: join(path, 'spool'),
        engine: join(path, 'engine'),
        release,
      })
    if (Date.now() > deadline || !(await isEnding())) throw new FolderUnusable(inUse(path))
    await delay(50)
  }
}

/** Before anything is read or changed: else one part would be upgraded while another is too new. */
function refuseNewer(folder: DataFolder): DataFolder {
  try {
    if (readerOf(folder.settings) > settingsSteps.length) throw settingsTooNew()
    if (readerOrNone(spoolLayout(folder.spool).ledger) > ledgerSteps.length) throw ledgerTooNew()
    return folder
  } catch (error) {
    folder.release()
    throw error instanceof FileUnusable ? settingsUnusable(error) : error
  }
}

/** Of a ledger that cannot be read: events are taken all the same and wait on disk, and the drain says what is wrong. */
function readerOrNone(file: string): number {
  try {
    return readerOf(file)
  } catch (error) {
    if (error instanceof FileUnusable) return 0
    throw error
  }
}

/** What keeps the settings from being read or written, and what to do. */
export function settingsUnusable({ message }: FileUnusable): FolderUnusable {
  return new FolderUnusable(
    `The settings cannot be used (${message}). Let this user read and write the file, or put back a copy of it: sites, keys and sign-ins are in it.`,
  )
}

/** The lowest program that can read the file; 0 where it is not there, or from before its steps were recorded. */
function readerOf(file: string): number {
  if (!existsSync(file)) return 0
  const database = openSqlite(file, { readOnly: true })
  try {
    const isRecorded = database.all("SELECT 1 FROM sqlite_master WHERE name = 'version'").length > 0
    return isRecorded ? Number(database.all<{ number: number | null }>(lowestReader)[0]?.number ?? 0) : 0
  } finally {
    database.close()
  }
}

function makeWritable(path: string): void {
  const probe = join(path, `.writable-${process.pid}`)
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    // Not empty: such a file is made on a full disk, too.
    try {
      writeFileSync(probe, String(process.pid))
    } finally {
      rmSync(probe, { force: true })
    }
  } catch (error) {
    const why = (error as Error).message.split(',')[0]
    throw new FolderUnusable(`The data folder ${path} cannot be written (${why}). Make it writable, or name another with FOOTFALL_DATA.`)
  }
}

// SQLite's exclusive lock is the system's own on the file: it ends with the process, however the process ends.
function lock(path: string): (() => void) | null {
  const file = join(path, 'lock')
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { timeout: 0 })
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    database?.close()
    if (/locked|busy/i.test((error as Error).message)) return null
    throw new FolderUnusable(
      `The lock of the data folder cannot be used (${file}: ${whyOf(error)}). Let this user write it, or, where no Footfall runs on the folder, remove it: nothing is in it.`,
    )
  }
  const opened = database
  writeFileSync(join(path, 'pid'), String(process.pid))
  return () => {
    rmSync(join(path, 'pid'), { force: true })
    opened.close()
  }
}

function inUse(path: string): string {
  return `The data folder ${path} is in use by another Footfall (process ${holder(path)}). Stop that one, or name another folder with FOOTFALL_DATA.`
}

function holder(path: string): string {
  try {
    return readFileSync(join(path, 'pid'), 'utf8').trim() || 'unknown'
  } catch {
    return 'unknown'
  }
}
