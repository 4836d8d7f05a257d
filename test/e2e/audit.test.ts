/** The audit finds what it is for: a batch that is missing, stored twice or unknown, and events that were lost on the way. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import { audit } from '../../collector/spool/audit.ts'
import { createFreeze } from '../../collector/spool/freeze.ts'
import { unpack } from '../../collector/spool/pack.ts'
import { createDayStates } from '../../collector/spool/states.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { states, view } from '../kit/facts.ts'
import { ledgerIn } from '../kit/spool.ts'
import { temporaryFolder } from '../kit/temporary.ts'

const store = engineStoreOfFile()

/** A collector of its own with three batches frozen, of two views each, and how to store them. */
async function threeBatches(site: string) {
  const ledger = ledgerIn(join(temporaryFolder(), 'spool'))
  const freeze = createFreeze({ ledger, states: createDayStates({ ledger, store: store(), log: () => {} }) })
  for (const name of ['a', 'b', 'c']) await freeze({ name, facts: [view({ site, path: `/${name}` }), view({ site, consent: false })] })
  const keep = async (number: number, { settle = true, attempt = 1 } = {}) => {
    const batch = ledger.batch(number)
    if (!batch) throw new Error(`no batch ${number}`)
    await store()
      .insert({ ...batch, rows: await unpack(batch.rows) }, attempt)
      .catch(() => undefined)
    if (settle) ledger.inserted(number)
  }
  return { ledger, keep, name: (number: number) => `${ledger.collector}/${number}` }
}

it('is content where every batch is stored, and says what is pending', async () => {
  const { ledger, keep } = await threeBatches('content.org')
  await keep(1)
  expect(await audit(store(), ledger)).toMatchObject({ ok: true, batches: 3, pending: 2 })
  await keep(2)
  await keep(3)
  expect(await audit(store(), ledger)).toMatchObject({ ok: true, batches: 3, pending: 0, missing: [], doubled: [], differences: [] })
})

it('names a batch that is said to be stored and is not, with the events that it held', async () => {
  const { ledger, keep, name } = await threeBatches('missing.org')
  await keep(1)
  await keep(3)
  ledger.inserted(2)
  const found = await audit(store(), ledger)
  expect(found).toMatchObject({ ok: false, missing: [name(2)] })
  expect(found.differences).toEqual([{ site: 'missing.org', day: '2026-11-24', event: 'view', accepted: 6, stored: 4, pending: 0 }])
})

it('names a batch that is stored twice', async () => {
  const { ledger, keep, name } = await threeBatches('doubled.org')
  // A first attempt does not ask for the marker: only a fault of the program could send it again.
  await keep(1, { settle: false })
  await keep(1)
  await keep(2)
  await keep(3)
  expect(await audit(store(), ledger)).toMatchObject({ ok: false, doubled: [name(1)] })
})

it('names a batch that the store refused', async () => {
  const { ledger, keep, name } = await threeBatches('stuck.org')
  await keep(1)
  ledger.setAside(2)
  await keep(3)
  const found = await audit(store(), ledger)
  expect(found).toMatchObject({ ok: false, stuck: [2] })
  // Kept in the ledger, so not missing. (The batch that another test's collector lost is.)
  expect(found.missing).not.toContain(name(2))
})

it('notices a ledger that is older than the store', async () => {
  const { ledger, keep, name } = await threeBatches('restored.org')
  for (const number of [1, 2, 3]) await keep(number)
  const { cells } = aggregate([view({ site: 'restored.org' })], states())
  for (const batch of batchesOf(cells, { collector: ledger.collector, first: 4 })) await store().insert(batch, 1)
  expect(await audit(store(), ledger)).toMatchObject({ ok: false, unknown: [name(4)] })
})
