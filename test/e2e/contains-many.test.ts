/** As many values as a person may look for, in a site with tens of thousands of cells: the question fits the memory that it may take. On the real engine. */
import { expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import { createQuery } from '../../collector/query/query.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import { bounds } from '../../contract/bounds.ts'
import { addDays } from '../../contract/day.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { states, view } from '../kit/facts.ts'

const store = engineStoreOfFile()
const site = 'example.org'
const from = '2026-11-02'
const [days, pathsOfDay] = [7, 9_000]

it('each of eight questions for a hundred parts of paths is answered', { timeout: 120_000 }, async () => {
  let number = 1
  for (let day = 0; day < days; day++) {
    const facts = Array.from({ length: pathsOfDay }, (_, index) =>
      view({ site, day: addDays(from, day), path: `/a-section-of-the-site/page-${index}` }),
    )
    for (const batch of batchesOf(aggregate(facts, states()).cells, { collector: 'test', first: number })) {
      await store().insert(batch, 1)
      number++
    }
  }
  const query = createQuery({ store: store(), sites: { get: (domain) => defaultSite(domain) }, clock: { now: () => Date.parse(from) } })
  const values = Array.from({ length: bounds.filterValues.max }, (_, index) => (index === 0 ? 'page-7' : `needle-${index}`))
  const question = { site, from, to: addDays(from, days - 1), measures: ['views'], filters: [['contains', 'path', values]] }
  const found = Array.from({ length: pathsOfDay }, (_, index) => `page-${index}`).filter((name) => name.includes('page-7')).length
  for (let time = 0; time < 8; time++)
    expect(await query(question, () => true)).toMatchObject({ status: 200, body: { totals: { views: days * found } } })
})
