/** P2: the visitor's address never reaches disk, log or table: a log of known addresses is replayed into the real collector. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { pageRequests } from '../../bench/replay/combined-log.ts'
import { expected } from '../../bench/replay/independent.ts'
import { replay } from '../../bench/replay/replay.ts'
import { engineSocket, engineStore } from '../../collector/node/engine/supervisor.ts'
import { userAgents } from '../kit/events.ts'
import { command, startFootfall } from '../kit/footfall.ts'
import { needlesOf, search, searchFolder } from '../kit/needles.ts'
import { randomOf } from '../kit/random.ts'
import { temporaryFolder } from '../kit/temporary.ts'

const site = 'example.org'

/** 400 requests of 200 addresses, a few of them IPv6, some for pages that a label rule folds. */
function syntheticLog(): { log: string; addresses: Set<string> } {
  const next = randomOf(9)
  const octet = () => 1 + Math.floor(next() * 250)
  const list = Array.from({ length: 200 }, (_, index) =>
    index % 20 === 0 ? `2001:db8:${octet()}:${octet()}::${octet()}` : `${octet()}.${octet()}.${octet()}.${octet()}`,
  )
  const paths = [
    '/',
    '/parks',
    '/parks/winter?ref=a',
    '/reset/7f3e9a2b1c4d',
    '/user/anna@example.org/edit',
    '/2026/11/24/news',
    '/order-48213',
    '/logo.png',
  ]
  const referrers = ['-', 'https://www.google.com/search?q=x', 'https://news.example.net/a', `https://${site}/`]
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(next() * items.length)] as Item
  const line = () =>
    `${pick(list)} - - [24/Nov/2026:10:05:03 +0000] "GET ${pick(paths)} HTTP/1.1" 200 512 "${pick(referrers)}" "${pick(userAgents)}"`
  const log = Array.from({ length: 400 }, line).join('\n')
  return { log, addresses: new Set([...pageRequests(log)].map(({ address }) => address)) }
}

it('P2: a replayed log is counted as its rules say, and none of its addresses is kept in any byte', { timeout: 120_000 }, async () => {
  const { log, addresses } = syntheticLog()
  const folder = temporaryFolder()
  const env = { FOOTFALL_DATA: folder, FOOTFALL_SITES: site, FOOTFALL_PROXIES: '127.0.0.1' }
  const footfall = await startFootfall({ env })
  try {
    const wanted = expected(log, site)
    const replayed = await replay(log, { port: Number(new URL(footfall.url).port), site })
    expect(replayed).toEqual({ sent: wanted.views, taken: wanted.views, refused: {} })
    expect(await command(env, 'audit')).toMatchObject({ code: 0 })
    const store = engineStore(engineSocket(join(folder, 'engine')))
    const rows = await store.select<{ dimensionB: string; valueB: string; views: number }>(`SELECT * FROM cells WHERE grain = 'day'`)
    await store.close()
    // A value has a row in each part that is not merged yet.
    const stored = (dimension: string) => {
      const sums = new Map<string, number>()
      for (const row of rows) if (row.dimensionB === dimension) sums.set(row.valueB, (sums.get(row.valueB) ?? 0) + row.views)
      return sums
    }
    expect(stored('path')).toEqual(wanted.paths)
    expect(stored('referrer')).toEqual(wanted.referrers)
    expect([...wanted.paths.keys()]).toEqual(expect.arrayContaining(['/reset/*', '/user/*/edit', '/2026/11/24/news', '/*']))
    await footfall.stop()

    const needles = needlesOf(addresses)
    expect(addresses.size).toBeGreaterThan(100)
    const found = [
      ...searchFolder(folder, needles),
      search('table', Buffer.from(JSON.stringify(rows)), needles),
      search('output', Buffer.from(footfall.output()), needles),
    ]
    expect(found.flatMap(({ where, certain }) => certain.map((text) => `${where}: ${text}`))).toEqual([])
    // Four bytes meet one of so few packed addresses by chance less than once in ten megabytes.
    expect(found.reduce((sum, { packed }) => sum + packed, 0)).toBeLessThanOrEqual(1)
  } finally {
    await footfall.stop()
  }
})

it('P2: the search would have found them', () => {
  const needles = needlesOf(['203.0.113.77'])
  const hit = (bytes: Uint8Array) => search('here', bytes, needles)
  expect(hit(Buffer.from('from 203.0.113.77 at')).certain).toEqual(['203.0.113.77'])
  expect(hit(Buffer.from([0, 203, 0, 113, 77, 9])).packed).toBe(1)
  for (const [, hash] of needles.hashes) {
    expect(hit(Buffer.from(`x${hash}y`)).certain.length).toBeGreaterThan(0)
    expect(hit(Buffer.concat([Buffer.from('z'), Buffer.from(hash, 'hex'), Buffer.from('z')])).certain.length).toBeGreaterThan(0)
    expect(hit(Buffer.from(Buffer.from(hash, 'hex').toString('base64'))).certain.length).toBeGreaterThan(0)
  }
})
