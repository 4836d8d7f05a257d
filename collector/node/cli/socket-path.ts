/** Where a local socket of a folder lies: in the folder, or, where that path is too long for the system, in a private one. */
import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bounds } from '../../../contract/bounds.ts'

/** The path of the socket `name` of `folder`: the same for whoever asks, in any process. Throws where the private folder is somebody else's. */
export function socketPath(folder: string, name: string): string {
  const inFolder = join(folder, name)
  if (Buffer.byteLength(inFolder) <= bounds.socketPathBytes.max) return inFolder
  const elsewhere = elsewhereFor(folder)
  makePrivate(elsewhere)
  return join(elsewhere, name)
}

/** Removes what `socketPath` may have made outside of `folder`; whoever asks again makes it again. */
export function leaveSockets(folder: string): void {
  rmSync(elsewhereFor(folder), { recursive: true, force: true })
}

function elsewhereFor(folder: string): string {
  const short = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  return join(tmpdir(), `footfall-${process.getuid?.() ?? 0}-${short}`)
}

// The folder for temporary files is everybody's: one that somebody else made there first is not used.
function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) throw new Error(`${folder} belongs to somebody else`)
  chmodSync(folder, 0o700)
}
