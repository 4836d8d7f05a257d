/** Data folders of other programs, and what is in one. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from './temporary.ts'

/** What an earlier program left, and what it counted of it (its README). */
export const earlierFixture = fileURLToPath(new URL('../fixtures/8d25f54/', import.meta.url))

/** A copy of its data folder, gone after the running test. */
export function earlierFolder(): string {
  const folder = temporaryFolder()
  execFileSync('tar', ['-xzf', join(earlierFixture, 'data.tar.gz'), '-C', folder])
  return join(folder, 'data')
}

/** Of each file of the folder its bytes; what a lock leaves behind is no part of it. */
export function filesIn(data: string): Record<string, string> {
  const files = readdirSync(data, { recursive: true }).map(String)
  const kept = files.filter((file) => !/^(lock|pid)$|-(shm|wal)$/.test(file) && statSync(join(data, file)).isFile())
  return Object.fromEntries(
    kept.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(data, file)))
        .digest('hex'),
    ]),
  )
}
