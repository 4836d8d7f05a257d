/** A real engine for the tests of a file: opened before the first, gone with its folder after the last. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type Engine, openEngine } from '../../collector/node/engine/supervisor.ts'
import type { Store } from '../../collector/ports.ts'

/** The store, from the first test on. */
export function engineStoreOfFile(base = tmpdir()): () => Store {
  let engine: Engine | undefined
  let store: Store | undefined
  let folder = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(base, 'footfall-test-'))
    engine = await openEngine({ folder, log: () => {} })
    store = engine.store()
  })
  afterAll(async () => {
    await store?.close()
    await engine?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return () => store as Store
}
