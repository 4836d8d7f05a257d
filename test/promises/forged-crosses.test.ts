/** One sender opens no cross: whatever they make up, a lone visitor's values stand beside nothing (docs/counting.md, Crosses are earned). */
import { describe, expect, it } from 'vitest'
import { addDays } from '../../contract/day.ts'
import type { Answer, Row } from '../../contract/query.ts'
import type { Site } from '../../contract/site.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { siteOf } from '../kit/ingest.ts'
import { temporaryFolder } from '../kit/temporary.ts'
import { openCollector } from '../oracle/collector.ts'

const store = engineStoreOfFile()
const day = '2026-11-20'
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
const lone = { type: 'view', path: '/staff/jane-doe', zone: 'Pacific/Auckland', lang: 'mi', source: 'duckduckgo.com' }
const newcomer = { visit: 1, first: 'new', recency: 'new', since: 0 }
let sites = 0

/** What is asked of the lone visitor's page on `ago` days after the forgery, which each of these addresses sent on the day. */
async function besideThePage({ from, ago = 2, settings = {}, claimed = day }: Forgery): Promise<Record<string, Row[]>> {
  const domain = `forged${++sites}.org`
  const site = siteOf({ domain, hosts: [domain], ...settings })
  const clock = { time: Date.parse(`${day}T12:00:00Z`), now: () => clock.time }
  const collector = await openCollector({ folder: temporaryFolder(), store: store(), site, clock })
  const sent = (event: object) => ({ v: 1, site: site.domain, host: site.domain, consent: true, ...event })
  const post = async (address: string, body: unknown) => {
    const response = await collector.post(body, { userAgent, address })
    expect([response.status, response.headers.get('footfall-refused')]).toEqual([202, null])
  }
  for (const [address, same] of Map.groupBy(from, (each) => each)) {
    const forged = same.map(() => sent({ ...lone, ...newcomer, day: claimed }))
    for (let first = 0; first < forged.length; first += 100) await post(address, forged.slice(first, first + 100))
  }
  await collector.drained()
  clock.time += ago * 86_400_000
  await post('11.7.7.7', sent({ ...lone, visit: 2, from: '/' }))
  await collector.drained()
  const rows: Record<string, Row[]> = {}
  for (const dimension of ['country', 'language', 'browser', 'system', 'source']) {
    const asked = addDays(day, ago)
    const filters = [['is', 'path', [lone.path]]]
    const question = { site: site.domain, from: asked, to: asked, measures: ['views'], by: [dimension], filters }
    const { status, body } = await collector.query(question, () => true)
    expect([status, body]).toEqual([200, expect.anything()])
    rows[dimension] = (body as Answer).rows
  }
  await collector.close()
  return rows
}

interface Forgery {
  from: string[]
  ago?: number
  settings?: Partial<Site>
  claimed?: string
}

const nothing = Object.fromEntries(
  ['country', 'language', 'browser', 'system', 'source'].map((dimension) => [dimension, [{ [dimension]: '(not kept)', views: 1 }]]),
)
const times = (count: number, address: (index: number) => string) => Array.from({ length: count }, (_, index) => address(index))

describe('a lone visitor’s country, language, browser, system and source are not told of the page that they saw', () => {
  it.each<[string, Forgery]>([
    ['after a thousand forged browsers of one address', { from: times(1_000, () => '20.0.0.7') }],
    ['after a thousand of one network', { from: times(1_000, (index) => `20.0.0.${index % 250}`) }],
    ['after a thousand of four networks', { from: times(1_000, (index) => `20.0.${index % 4}.7`) }],
    ['after a thousand that claim the day before', { from: times(1_000, () => '20.0.0.7'), claimed: addDays(day, -1), ago: 1 }],
    ['after a thousand that claim tomorrow', { from: times(1_000, () => '20.0.0.7'), claimed: addDays(day, 1), ago: 3 }],
    ['after a thousand out of a proxy that is not listed', { from: times(1_000, () => '10.0.0.7') }],
    ['after nine of nine networks', { from: times(9, (index) => `20.0.${index}.7`) }],
  ])('%s', async (_what, forgery) => {
    expect(await besideThePage(forgery)).toEqual(nothing)
  })
})

it('ten browsers of five networks open them, so the rule keeps nothing from a page that people read', async () => {
  const { country } = await besideThePage({ from: times(10, (index) => `20.0.${index % 5}.7`) })
  expect(country).toEqual([{ country: 'NZ', views: 1 }])
})

it('ten of one network open them where the site says that its visitors share one', async () => {
  const { country } = await besideThePage({ from: times(10, () => '10.0.0.7'), settings: { oneNetwork: true } })
  expect(country).toEqual([{ country: 'NZ', views: 1 }])
})
