/** Taking a site out: nothing of it waits, is accepted or decided any more, and no batch can bring a cell of it back. */
import { expect, it } from 'vitest'
import { aggregate } from '../../../collector/cells/aggregate.ts'
import { batchesOf } from '../../../collector/cells/batch.ts'
import { StoreAway } from '../../../collector/ports.ts'
import { pack, unpack } from '../../../collector/spool/pack.ts'
import { purgeSite } from '../../../collector/spool/purge-site.ts'
import { states, today, view } from '../../kit/facts.ts'
import { acceptedBy, ledgerIn, memoryStore } from '../../kit/spool.ts'
import { temporaryFolder } from '../../kit/temporary.ts'

async function place() {
  const ledger = ledgerIn(temporaryFolder())
  const { cells, accepted, admitted } = aggregate([view({ site: 'gone.org', path: '/' }), view({ path: '/kept' })], states())
  const [batch] = batchesOf(cells, { collector: ledger.collector, first: 1 })
  const earned = ['gone.org', 'example.org'].map((site) => ({ site, day: today, earned: { path: ['/'] } }))
  const days = ['gone.org', 'example.org'].map((site) => ({ site, day: today }))
  ledger.freeze({ source: 'segment/1', batches: [{ ...batch!, rows: await pack(batch!.rows) }], accepted, admitted, earned, days })
  const store = memoryStore()
  const drained: string[] = []
  const drain = { drained: async () => void drained.push('drained') }
  return { ledger, store, drained, deps: { ledger, store, drain, signal: new AbortController().signal } }
}

it('a batch that the store refused keeps its marker and the others’ cells', async () => {
  const { ledger, drained, deps } = await place()
  ledger.setAside(1)
  await purgeSite('gone.org', deps)
  expect(drained).toEqual(['drained'])
  const rows = new TextDecoder()
    .decode(await unpack(ledger.batch(1)!.rows))
    .trimEnd()
    .split('\n')
  expect(new Set(rows.slice(1).map((row) => JSON.parse(row)[0]))).toEqual(new Set(['example.org', '']))
  expect(rows.at(-1)).toContain(`${ledger.collector}/1`)
})

it('the ledger knows nothing of the site before the store is asked, and all of the others', async () => {
  const { ledger, store, deps } = await place()
  store.dispose = async () => {
    expect(acceptedBy(ledger).map(({ site }) => site)).toEqual(['example.org'])
    throw new StoreAway('away')
  }
  await expect(purgeSite('gone.org', deps)).rejects.toThrow(StoreAway)
  expect(ledger.dayOf('gone.org', today)).toEqual({ earned: null, admitted: [] })
  expect(ledger.sitesToFold('2030-01-01')).toEqual(['example.org'])
  expect(ledger.dayOf('example.org', today).earned).toEqual({ path: ['/'] })
  store.dispose = async () => 7
  expect(await purgeSite('gone.org', deps)).toBe(7)
})
