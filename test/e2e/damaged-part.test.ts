/** A byte of the engine's own files that is not what was written is a finding of the audit, in the engine's words, whichever column it is of. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import { reportOf } from '../../collector/commands/audit-report.ts'
import { answering } from '../../collector/node/pipeline.ts'
import { openStore } from '../../collector/node/store/open-store.ts'
import { audit } from '../../collector/spool/audit/audit.ts'
import { states, view } from '../kit/facts.ts'
import { ledgerIn } from '../kit/spool.ts'
import { temporaryFolder } from '../kit/temporary.ts'

it('an audit names the part, and says NOT ok', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder()
  const { store, close } = openStore({ url: null, engine: 'plain', folder, log: () => {} })
  onTestFinished(close)
  await answering(store)
  const ledger = ledgerIn(temporaryFolder())
  const { cells } = aggregate(
    Array.from({ length: 300 }, (_, index) => view({ path: `/${index}` })),
    states(),
  )
  for (const batch of batchesOf(cells, { collector: 'another', first: 1 })) await store.insert(batch, 1)
  expect(await audit(store, ledger)).toMatchObject({ ok: true, storeFaults: [] })
  const files = readdirSync(folder, { recursive: true }).map(String)
  const data = files.find((file) => /store\/.*\/\d{6}_[\d_]+\/data\.bin$/.test(file))!
  const bytes = readFileSync(join(folder, data))
  // The last column of the part.
  bytes[bytes.length - 20]! ^= 1
  writeFileSync(join(folder, data), bytes)
  const found = await audit(store, ledger)
  expect(found.ok).toBe(false)
  expect(found.storeFaults.join('\n')).toMatch(/part \d{6}_\S+ is damaged: .*data\.bin/)
  const { lines } = reportOf(found)
  expect(lines.filter((line) => line.startsWith('not comparable: ')).length).toBeGreaterThan(0)
  expect(lines.at(-1)).toBe('NOT ok')
})
