/** The audit finds what it is for: a batch that is missing, stored twice or unknown, and events that were lost on the way. */
import { rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import type { Batch } from '../../collector/cells/cell.ts'
import { reportOf } from '../../collector/commands/audit-report.ts'
import { openFileSpool } from '../../collector/node/spool/file-spool.ts'
import { makeSpoolFolder, segmentsIn } from '../../collector/node/spool/folder.ts'
import { segmentFiles } from '../../collector/node/spool/segment-files.ts'
import type { Store } from '../../collector/ports.ts'
import { audit } from '../../collector/spool/audit/audit.ts'
import { createFreeze } from '../../collector/spool/freeze.ts'
import { unpack } from '../../collector/spool/pack.ts'
import { segmentSource } from '../../collector/spool/segments.ts'
import { createDayStates } from '../../collector/spool/states.ts'
import { bounds } from '../../contract/bounds.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { states, view } from '../kit/facts.ts'
import { acceptedBy, ledgerIn } from '../kit/spool.ts'
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

it('counts what waits in segments, and is not content with one that has waited for longer than it should', async () => {
  const { ledger, keep } = await threeBatches('late.org')
  for (const number of [1, 2, 3]) await keep(number)
  const folder = join(temporaryFolder(), 'spool')
  const spool = await openFileSpool({ folder, onClosed: () => {} })
  await spool.append([view(), view()])
  const uncounted = () =>
    audit(
      store(),
      ledger,
      segmentFiles(folder, () => {}),
    )
  expect(await uncounted()).toMatchObject({ ok: true, late: [], uncounted: { facts: 2, segments: 1 } })
  await spool.close()
  const [file] = await segmentsIn(folder)
  utimesSync(file!.path, new Date(), new Date(Date.now() - 60_000))
  const found = await uncounted()
  expect(found).toMatchObject({ ok: false, late: [file!.name], uncounted: { facts: 2, segments: 1 } })
  expect(reportOf(found).lines).toEqual([
    '3 batches, 0 waiting for the store',
    expect.stringMatching(/^2 facts in 1 segments wait to be counted, the oldest for \d+ s$/),
    `waiting for too long: ${file!.name}`,
    'NOT ok',
  ])
  // Frozen, and not yet removed: it is counted.
  ledger.freeze({ source: segmentSource(file!.name), batches: [], accepted: [], admitted: [], earned: [], days: [] })
  expect(await uncounted()).toMatchObject({ ok: true, late: [], uncounted: { facts: 0, segments: 0 } })
})

it('names a damaged segment, for as long as what is left of it lies there', async () => {
  const { ledger, keep } = await threeBatches('torn.org')
  for (const number of [1, 2, 3]) await keep(number)
  const folder = join(temporaryFolder(), 'spool')
  await makeSpoolFolder(folder)
  const segments = segmentFiles(folder, () => {})
  await segments.keepDamage('a', { bytes: 150, unread: new Uint8Array(100) })
  const found = await audit(store(), ledger, segments)
  expect(found).toMatchObject({ ok: false, damaged: ['a (150 bytes)'] })
  expect(reportOf(found).lines).toContain('damaged segments: a (150 bytes)')
  rmSync((await segmentsIn(folder))[0]!.path)
  expect(await audit(store(), ledger, segments)).toMatchObject({ ok: true, damaged: [] })
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

it('names a batch that waits and cannot be read any more, and goes on', async () => {
  const { ledger, keep } = await threeBatches('flipped.org')
  await keep(1)
  const rows = ledger.batch(2)!.rows
  rows[rows.length >> 1]! ^= 1
  ledger.rewrite(2, rows)
  const found = await audit(store(), ledger)
  expect(found).toMatchObject({ ok: false, unreadable: [2] })
  expect(reportOf(found).lines).toEqual(expect.arrayContaining(['damaged batches: 2', 'NOT ok']))
  expect(found.differences).toEqual([expect.objectContaining({ site: 'flipped.org', accepted: 6, stored: 2, pending: 2 })])
})

it('finds a loss among many sites, also in days of which only a sum is kept, and a batch of them that is stored twice', async () => {
  const ledger = ledgerIn(join(temporaryFolder(), 'spool'))
  const freeze = createFreeze({ ledger, states: { drop: () => {}, ready: async () => ({ of: states(), earned: [], known: [] }) } })
  const sites = Array.from({ length: 2 * bounds.auditSites.max + 3 }, (_, index) => `many${String(index).padStart(3, '0')}.org`)
  let oldest: Batch | undefined
  const days = ['2025-03-05', '2026-10-07', '2026-11-24']
  for (const [index, day] of days.entries()) {
    await freeze({ name: `day${index}`, facts: sites.map((site) => view({ site, day })) })
    const batch = ledger.batch(index + 1)!
    const rows = await unpack(batch.rows)
    // Of one site the oldest day is lost on the way.
    const text = new TextDecoder().decode(rows).split('\n')
    const kept = index > 0 ? text : text.filter((line) => !line.startsWith(`["${sites[1]}"`))
    const sent = { ...batch, rows: new TextEncoder().encode(kept.join('\n')) }
    oldest ??= sent
    await store().insert(sent, 1)
    ledger.inserted(index + 1)
  }
  const lost = async () => (await audit(store(), ledger)).differences.map(({ pending: _, event: __, ...each }) => each)
  expect(await lost()).toEqual([{ site: sites[1], day: '2025-03-05', accepted: 1, stored: 0 }])
  ledger.prune('2026-11-25', 5)
  expect(acceptedBy(ledger)).toHaveLength(2 * sites.length)
  expect(await lost()).toEqual([{ site: sites[1], day: 'before 2026-08-01', accepted: 1, stored: 0 }])
  const doubled = async () => (await audit(store(), ledger)).doubled
  expect(await doubled()).not.toContain(`${ledger.collector}/1`)
  // It notices by itself, too late.
  await expect(store().insert(oldest!, 1)).rejects.toThrow('stored 2 times')
  expect(await doubled()).toContain(`${ledger.collector}/1`)
})

it('begins anew where days are closed while it compares', async () => {
  const { ledger, keep } = await threeBatches('closing.org')
  for (const number of [1, 2, 3]) await keep(number)
  let asked = 0
  const closing: Pick<Store, 'select'> = {
    select: (sql, params = {}) => {
      if ('sites' in params && ++asked === 1) ledger.prune('2027-06-01', 5)
      return store().select(sql, params)
    },
  }
  expect((await audit(closing, ledger)).differences).toEqual([])
  expect(asked).toBe(2)
})

it('notices a ledger that is older than the store', async () => {
  const { ledger, keep, name } = await threeBatches('restored.org')
  for (const number of [1, 2, 3]) await keep(number)
  const { cells } = aggregate([view({ site: 'restored.org' })], states())
  for (const batch of batchesOf(cells, { collector: ledger.collector, first: 4 })) await store().insert(batch, 1)
  expect(await audit(store(), ledger)).toMatchObject({ ok: false, unknown: [name(4)] })
})
