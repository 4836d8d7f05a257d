/** Pages that were folded to one label: a visit may have seen several of them, so what is said of the label is true or bounded. */
import { beforeAll, expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import { pathRules } from '../../collector/ingest/redact/path-rules.ts'
import { createQuery } from '../../collector/query/query.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import { earnedOf } from '../../collector/store/queries/earned.ts'
import { addDays } from '../../contract/day.ts'
import type { Measure } from '../../contract/measures.ts'
import type { Answer, Question } from '../../contract/query.ts'
import { earningBrowsers } from '../../contract/rules.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { states, view } from '../kit/facts.ts'
import { judged, truthOf } from '../kit/truth.ts'
import { worldOf } from './query.world.ts'

const site = 'one.org'
const from = '2026-08-20'
const world = worldOf({ site, seed: 47, from, days: 75, browsers: 160 })
const fold = pathRules(['/', '/*'])
const facts = world.facts.map((fact) => ({ ...fact, path: fact.path && fold(fact.path), from: fact.from && fold(fact.from) }))
const truths = world.truths.map((each) => {
  const { path, entry, ...values } = each.values
  return { ...each, values: { ...values, path: fold(path!), ...(entry !== undefined && { entry: fold(entry) }) } as Record<string, string> }
})
/** Nothing is folded yet: months are read whole, less their days past a window. */
const clock = { now: () => Date.parse(from) }
const store = engineStoreOfFile()
const measures: Measure[] = ['views', 'visits', 'visitors', 'newVisitors', 'entries', 'exits', 'viewsPerVisit', 'coverage']

beforeAll(async () => {
  const earned = { path: ['/', '/*'], entry: ['/', '/*'], source: ['google.com', 'news.org'], device: ['mobile', 'desktop'] }
  for (const batch of batchesOf(aggregate(facts, states(earned)).cells, { collector: 'folded', first: 1 })) await store().insert(batch, 1)
})

async function ask(question: Partial<Question>): Promise<Answer> {
  const query = createQuery({ store: store(), sites: { get: (domain) => defaultSite(domain) }, clock })
  return (await query({ site, measures, ...question }, () => true)).body as Answer
}

it.each([
  ['2026-09-10', '2026-09-10'],
  ['2026-09-26', '2026-10-04'],
  ['2026-08-22', '2026-10-31'],
])('from %s to %s every number by and under a folded page is true, or bounds the truth', async (first, to) => {
  const days = { from: first, to }
  const views = truths.filter((each) => each.day >= first && each.day <= to)
  const asked: Partial<Question>[] = [
    { by: ['path'] },
    { by: ['path'], filters: [['is', 'source', ['google.com']]] },
    { by: ['path'], filters: [['is', 'device', ['mobile']]] },
  ]
  for (const question of asked) {
    const [, dimension, [value]] = question.filters?.[0] ?? [null, null, []]
    const { rows } = await ask({ ...days, ...question })
    const kept = rows.filter((row) => row.path === '/' || row.path === '/*')
    expect(kept.length).toBe(2)
    for (const row of kept) {
      const passing = views.filter((each) => each.values.path === row.path && (!dimension || each.values[dimension] === value))
      for (const measure of measures) judged({ row, measure, truth: truthOf(measure, passing, true) })
    }
  }
  for (const filter of [
    ['is', 'path', ['/*']],
    ['contains', 'path', ['/']],
  ] as Question['filters']) {
    const passing = views.filter((each) => filter[0] === 'contains' || each.values.path === '/*')
    const { totals } = await ask({ ...days, filters: [filter] })
    for (const measure of measures) judged({ row: totals, measure, truth: truthOf(measure, passing, true) })
  }
})

it('one browser that sees ten folded pages is no ten browsers: the label earns nothing by it', async () => {
  const seen = (browser: number, pages: number, day: string) =>
    Array.from({ length: pages }, (_, page) =>
      view({
        site: `earn${browser}.org`,
        day,
        path: '/case/*',
        first: 'new',
        ...(page === 0 ? { visit: 1, recency: 'new' } : { from: '/case/*' }),
      }),
    )
  const alone = seen(1, earningBrowsers, from)
  const ten = Array.from({ length: earningBrowsers }, () => seen(10, 2, from)).flat()
  for (const batch of batchesOf(aggregate([...alone, ...ten], states()).cells, { collector: 'earning', first: 1 }))
    await store().insert(batch, 1)
  const day = addDays(from, 2)
  expect((await earnedOf(store(), 'earn1.org', day)).path).toBeUndefined()
  expect((await earnedOf(store(), 'earn10.org', day)).path).toEqual(['/case/*'])
})
