/** What is stored: the table has no other columns, no row names more than two things, and no counter stands where it may not. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import { columns, markerDimension } from '../../collector/cells/cell.ts'
import type { Fact } from '../../collector/fact.ts'
import { openEngine } from '../../collector/node/engine/supervisor.ts'
import { type Counter, counters, crossCounters } from '../../contract/counters.ts'
import { crossCountersOf, crossOf, type Dimension, dimensionNames, dimensionRow, totalCounters } from '../../contract/dimensions.ts'
import { userAgents, viewEvent } from '../kit/events.ts'
import { states } from '../kit/facts.ts'
import { intake, siteOf } from '../kit/ingest.ts'
import { randomOf } from '../kit/random.ts'

type Row = Record<Counter, number> & { site: string; grain: string; dimensionA: string; valueA: string; dimensionB: string; valueB: string }

const folder = mkdtempSync(join(tmpdir(), 'footfall-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Views, accepts, leaves, timings, choices and strays of a busy day. */
async function busyFacts(): Promise<Fact[]> {
  const { facts, refusals, post } = intake([siteOf({ baseline: 'page' })])
  const next = randomOf(5)
  const plain = { v: 1, site: 'example.org', host: 'example.org' }
  for (let index = 0; index < 400; index++) {
    const seen = { ...viewEvent(next, 'example.org', 40), zone: 'Europe/Paris', lang: 'fr-FR', screen: 1280 }
    const path = seen.path
    const events = [
      seen,
      { ...plain, type: 'view', consent: false, path },
      { ...seen, type: 'accept', visit: 1, from: undefined },
      { ...plain, type: 'leave', consent: true, path, source: 'news.org', seconds: 9, scroll: 4 },
      { ...plain, type: 'vitals', consent: true, path, metric: 'lcp', value: next() * 5_000 },
      { ...plain, type: 'consent', consent: false, policy: '1', action: 'shown', layer: 1, method: 'banner', lang: 'fr' },
      { ...plain, host: 'evil.net', type: 'stray' },
    ]
    await post(events, { headers: { 'user-agent': userAgents[index % userAgents.length] as string } })
  }
  return [...facts, ...refusals.flush()]
}

/** Everything that was seen has earned, so that every cross that can stand does. */
function earnedOf(facts: Fact[]) {
  const seen = aggregate(facts, states()).cells.filter((cell) => cell.dimensionB !== '')
  return Object.fromEntries(
    dimensionNames.map((name) => [name, seen.filter((cell) => cell.dimensionB === name).map((cell) => cell.valueB)]),
  )
}

function allowed({ dimensionA, dimensionB }: Row): readonly Counter[] {
  if (dimensionB === markerDimension) return ['count']
  if (!dimensionB) return totalCounters
  return dimensionA ? crossCountersOf(dimensionA as Dimension, dimensionB as Dimension) : dimensionRow(dimensionB as Dimension).counters
}

it('every row of a busy day names at most two things and carries only the counters of its place', async () => {
  const facts = await busyFacts()
  const engine = await openEngine({ folder, log: () => {} })
  const store = engine.store()
  try {
    for (const batch of batchesOf(aggregate(facts, states(earnedOf(facts))).cells, { collector: 'busy', first: 1 }))
      await store.insert(batch, 1)
    const described = await store.select<{ name: string; type: string }>(
      `SELECT name, type FROM system.columns WHERE database = 'footfall' AND table = 'cells'`,
    )
    expect(described.map(({ name }) => name).sort()).toEqual([...columns].sort())
    const tables = await store.select<{ name: string }>(`SELECT name FROM system.tables WHERE database = 'footfall' ORDER BY name`)
    expect(tables.map(({ name }) => name)).toEqual(['cells', 'migrations'])

    const rows = await store.select<Row>('SELECT * FROM cells')
    expect(rows.length).toBeGreaterThan(2_000)
    const kinds = new Set<string>()
    for (const row of rows) {
      kinds.add(row.dimensionA ? 'cross' : row.dimensionB ? 'marginal' : 'total')
      expect(['day', 'week', 'month']).toContain(row.grain)
      if (!row.dimensionA) expect(row.valueA).toBe('')
      if (!row.dimensionB) expect(row.valueB).toBe('')
      if (row.dimensionA)
        expect(crossOf(row.dimensionA as Dimension, row.dimensionB as Dimension)).toEqual([row.dimensionA, row.dimensionB])
      const may = allowed(row)
      const standing = counters.filter((counter) => row[counter] !== 0)
      expect(
        standing.filter((counter) => !may.includes(counter)),
        JSON.stringify(row),
      ).toEqual([])
      if (row.dimensionA) expect(standing.filter((counter) => !(crossCounters as readonly Counter[]).includes(counter))).toEqual([])
      if (row.grain === 'month') expect(['cohort', 'event']).not.toContain(row.dimensionB)
      if (row.grain === 'week') expect(row.dimensionB).toBe('recency')
      // Of a week or month: how many were first in it, and no more of when they were here.
      if (row.grain !== 'day' && row.dimensionB === 'recency') expect(['first', 'again']).toContain(row.valueB)
    }
    expect([...kinds].sort()).toEqual(['cross', 'marginal', 'total'])
    const crossed = rows.map((row) => `${row.dimensionA} ${row.dimensionB}`).join('\n')
    expect(new Set(crossed.match(/.* hour$/gm))).toEqual(new Set([' hour', 'device hour', 'refused hour']))
    expect(new Set(crossed.match(/.*(refused|unusual).*/gm))).toEqual(new Set([' refused', 'refused hour']))
    for (const never of ['recency', 'cohort', 'network', 'screen', 'choice', 'stray'])
      expect(crossed).not.toMatch(new RegExp(`\\w ${never}|^${never}`, 'm'))
  } finally {
    await store.close()
    await engine.close()
  }
})
