/** The spool's folder: where its files are, that only their owner reads them, and that their names survive a power cut. */
import { mkdir, open, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** `path` is the spool's own folder: `segments/` for intake's files, `ledger.sqlite` beside it. */
export function spoolLayout(path: string) {
  return { path, segments: join(path, 'segments'), ledger: join(path, 'ledger.sqlite') }
}

const suffixes = ['open', 'closed', 'damaged'] as const
/** `open`: intake writes it, or left it; `closed`: to be aggregated; `damaged`: what could not be read of one. */
export type SegmentKind = (typeof suffixes)[number]

/** A file of the segments' folder. */
export interface SegmentFile {
  name: string
  kind: SegmentKind
  path: string
  /** Of a closed one the bytes that senders were answered for, of a damaged one those that are lost; null where nobody has written it down. */
  bytes: number | null
}

/**
 * `000000000007-4a1f09c2de.open`; `….1234.closed`, of which 1,234 bytes are acknowledged; `….closed`, which a crash had left open or an
 * earlier program wrote; `….150.damaged`, of which 150 bytes are lost.
 */
export function segmentPath(spool: string, { name, kind, bytes = null }: Pick<SegmentFile, 'name' | 'kind'> & Partial<SegmentFile>) {
  return join(spoolLayout(spool).segments, [name, ...(bytes === null ? [] : [bytes]), kind].join('.'))
}

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

/** The segments' files in the order of their names, so the oldest first. */
export async function segmentsIn(spool: string): Promise<SegmentFile[]> {
  const { segments } = spoolLayout(spool)
  const files = (await readdir(segments)).sort()
  return files.flatMap((file) => {
    const [name = '', ...rest] = file.split('.')
    const kind = suffixes.find((each) => each === rest.at(-1))
    return kind ? [{ name, kind, path: join(segments, file), bytes: rest.length > 1 ? Number(rest[0]) : null }] : []
  })
}

/** Of one kind. */
export async function segmentsOf(spool: string, kind: SegmentKind): Promise<SegmentFile[]> {
  return (await segmentsIn(spool)).filter((file) => file.kind === kind)
}
