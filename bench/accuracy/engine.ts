/** A store on the in-process engine, in a folder that goes with it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEngine } from '../../collector/node/engine/supervisor.ts'
import type { Store } from '../../collector/ports.ts'

export async function withStore<Result>(act: (store: Store) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-bench-'))
  const engine = await openEngine({ folder, log: () => {} })
  const store = engine.store()
  try {
    return await act(store)
  } finally {
    await store.close()
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
