/** Where the command line finds the running server: a socket in the data folder, or, where that path is too long, a private one. */
import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// The system's limit for a socket's path is 104 bytes on some systems, with its ending zero.
const longestPath = 100

/** The socket's path for a data folder; the same for the server and the command line. */
export function controlPath(data: string): string {
  const inFolder = join(data, 'control.sock')
  if (Buffer.byteLength(inFolder) <= longestPath) return inFolder
  const name = createHash('sha256').update(data).digest('hex').slice(0, 16)
  const folder = join(tmpdir(), `footfall-${process.getuid?.() ?? 0}-${name}`)
  makePrivate(folder)
  return join(folder, 'control.sock')
}

// The folder for temporary files is everybody's: one that somebody else made there first is not used.
function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) throw new Error(`${folder} belongs to somebody else`)
  chmodSync(folder, 0o700)
}
