/** The data folder: made where absent, writable, and held by one live process at a time. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { settingsTooNew, settingsVersion } from '../sites/schema.ts'
import { ledgerTooNew, ledgerVersion } from '../spool/ledger.ts'
import { highestVersion } from '../too-new.ts'
import { spoolLayout } from './spool/folder.ts'

/** A dying predecessor writes out what it holds; it is waited for this long. */
const waitMilliseconds = 15_000

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
  const deadline = Date.now() + waitMilliseconds
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
    if (versionIn(folder.settings) > settingsVersion) throw settingsTooNew()
    if (versionIn(spoolLayout(folder.spool).ledger) > ledgerVersion) throw ledgerTooNew()
    return folder
  } catch (error) {
    folder.release()
    throw error
  }
}

/** 0 where the file is not there, or is older than its numbers. */
function versionIn(file: string): number {
  if (!existsSync(file)) return 0
  const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 })
  try {
    const isNumbered = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'version'").get() !== undefined
    return isNumbered ? Number(database.prepare(highestVersion).get()?.number ?? 0) : 0
  } finally {
    database.close()
  }
}

function makeWritable(path: string): void {
  const probe = join(path, `.writable-${process.pid}`)
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    const why = (error as Error).message.split(',')[0]
    throw new FolderUnusable(`The data folder ${path} cannot be written (${why}). Make it writable, or name another with FOOTFALL_DATA.`)
  }
}

// SQLite's exclusive lock is the system's own on the file: it ends with the process, however the process ends.
function lock(path: string): (() => void) | null {
  const database = new DatabaseSync(join(path, 'lock'), { timeout: 0 })
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (/locked|busy/i.test((error as Error).message)) return null
    throw error
  }
  writeFileSync(join(path, 'pid'), String(process.pid))
  return () => {
    rmSync(join(path, 'pid'), { force: true })
    database.close()
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
