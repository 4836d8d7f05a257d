/** A real collector of a test file's own, to be spoken to in bytes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { ensureBuilt } from './build.ts'
import { type Home, openHome } from './homes.ts'
import { site } from './raw.ts'

/** Opens it before the file's first test, and ends it after the last. */
export function rawHomeOfFile(): () => { home: Home; port: number } {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-raw-'))
  let home: Home
  beforeAll(async () => {
    await ensureBuilt()
    home = await openHome('Node, the engine inside', { folder, settings: { FOOTFALL_SITES: site } })
  }, 60_000)
  afterAll(async () => {
    await home?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return () => ({ home, port: Number(new URL(home.url()).port) })
}
