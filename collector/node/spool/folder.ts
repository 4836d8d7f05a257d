/** The spool's folder: where its files are, that only their owner reads them, and that their names survive a power cut. */
import { mkdir, open, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** `path` is the spool's own folder: `segments/` for intake's files, `ledger.sqlite` beside it. */
export function spoolLayout(path: string) {
  return { path, segments: join(path, 'segments'), ledger: join(path, 'ledger.sqlite') }
}

export const openSuffix = '.open'
export const closedSuffix = '.closed'
/** Files of the owner alone. */
export const fileMode = 0o600
const folderMode = 0o700

/** Makes the spool's folders where they are absent. */
export async function makeSpoolFolder(path: string): Promise<void> {
  const { segments } = spoolLayout(path)
  await mkdir(segments, { recursive: true, mode: folderMode })
  await syncFolder(path)
  await syncFolder(dirname(path))
}

/** Resolves once the folder's entries are durable: a synced file whose name is lost is lost. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Names (without suffix) of the segments of one kind, oldest first. */
export async function segmentNames(path: string, suffix: string): Promise<string[]> {
  const files = await readdir(spoolLayout(path).segments)
  return files
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort()
}
