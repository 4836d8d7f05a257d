/** Crossing is earned (docs/counting.md): a value stands in crosses by the rule, and not one browser sooner. On the real engine. */
import { expect, it } from 'vitest'
import { type Aggregating, aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import type { Fact, SeveralFact, ViewFact } from '../../collector/fact.ts'
import { earnedOf } from '../../collector/store/queries/earned.ts'
import { addDays } from '../../contract/day.ts'
import { dimensionRow } from '../../contract/dimensions.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { states, view } from '../kit/facts.ts'

const store = engineStoreOfFile()
const day = '2026-11-24'
let number = 0

async function keep(facts: Fact[], how: Aggregating = {}): Promise<void> {
  const batches = batchesOf(aggregate(facts, states(), how).cells, { collector: 'earned', first: number + 1 })
  number += batches.length
  for (const batch of batches) await store().insert(batch, 1)
}

/** `count` browsers whose day-opening visit saw /page, so many days before the day that is earned for. */
function browsers(site: string, ago: number, count: number, first: 'day' | 'new' = 'day'): ViewFact[] {
  const recency = first === 'new' ? 'new' : '1'
  return Array.from({ length: count }, () =>
    view({ site, day: addDays(day, -ago), path: '/page', visit: 1, first, recency, source: 'news.org' }),
  )
}

const days = (count: number) => Array.from({ length: count }, (_, index) => index + 2)

const unconsented = (site: string, ago: number, count: number) =>
  Array.from({ length: count }, () => view({ site, day: addDays(day, -ago), consent: false, referrer: 'news.org' }))

it.each([
  ['ten browsers on one day', (site: string) => browsers(site, 5, 10), true],
  ['nine browsers on one day', (site: string) => browsers(site, 5, 9), false],
  [
    'nine that come back on each of twenty days',
    (site: string) => Array.from({ length: 20 }, (_, ago) => browsers(site, ago + 2, 9)).flat(),
    false,
  ],
  ['nine, and a new one on a later day', (site: string) => [...browsers(site, 9, 9), ...browsers(site, 3, 1, 'new')], true],
  ['nine, and a new one on an earlier day', (site: string) => [...browsers(site, 3, 9), ...browsers(site, 9, 1, 'new')], false],
  ['ten, two days before', (site: string) => browsers(site, 2, 10), true],
  ['ten, the day before', (site: string) => browsers(site, 1, 10), false],
  ['ten, thirty-one days before', (site: string) => browsers(site, 31, 10), true],
  ['ten, thirty-two days before', (site: string) => browsers(site, 32, 10), false],
])('%s', async (name, factsOf, earns) => {
  const site = `${name.replaceAll(/[^a-z]+/g, '-')}.org`
  await keep(factsOf(site).sort((one, other) => (one.day < other.day ? -1 : 1)))
  const earned = await earnedOf(store(), site, day)
  expect(earned.path ?? []).toEqual(earns ? ['/page'] : [])
})

it.each([
  ['ten views on each of three days', [10, 10, 10], 0, true],
  ['ten views on two days and nine on a third', [10, 10, 9], 0, false],
  ['ten views on each of three days, but one browser consented', [10, 10, 10], 1, false],
] as const)('where nobody consents: %s', async (name, days, consented, earns) => {
  const site = `${name.replaceAll(/[^a-z]+/g, '-')}.net`
  await keep([...days.flatMap((count, index) => unconsented(site, index + 3, count)), ...browsers(site, 4, consented)])
  expect((await earnedOf(store(), site, day)).referrer ?? []).toEqual(earns ? ['news.org'] : [])
})

it('a dimension earns for the most seen values that it may have, and no more', async () => {
  const most = dimensionRow('browser').earns
  const facts = Array.from({ length: most + 5 }, (_, index) =>
    Array.from({ length: 10 + (index % 7) }, () =>
      view({ site: 'many.org', day: addDays(day, -4), browser: `B${index}`, visit: 1, recency: '1' }),
    ),
  ).flat()
  await keep(facts)
  expect((await earnedOf(store(), 'many.org', day)).browser).toHaveLength(most)
})

/** That a value came out of several networks, so many days before. */
const several = (site: string, ago: number, value = '/page'): SeveralFact => ({
  type: 'several',
  site,
  day: addDays(day, -ago),
  dimension: 'path',
  value,
})
const intake = { isIntake: true }

it.each<[string, (site: string) => Promise<void>, boolean]>([
  ['a thousand browsers of one network', (site) => keep(browsers(site, 5, 1_000), intake), false],
  [
    'ten on each of twenty days of one network',
    (site) =>
      keep(
        days(20).flatMap((ago) => browsers(site, ago, 10)),
        intake,
      ),
    false,
  ],
  [
    'ten, and the value was out of several networks on that day',
    (site) => keep([...browsers(site, 5, 10), several(site, 5)], intake),
    true,
  ],
  [
    'ten, and out of several networks on another day of the month',
    async (site) => {
      await keep(browsers(site, 5, 10), intake)
      await keep([...browsers(site, 9, 1), several(site, 9)], intake)
    },
    true,
  ],
  [
    'ten, and another value was out of several networks',
    (site) => keep([...browsers(site, 5, 10), several(site, 5, '/other')], intake),
    false,
  ],
  [
    'ten, and out of several networks the day before alone',
    (site) => keep([...browsers(site, 5, 10), ...browsers(site, 1, 1), several(site, 1)], intake),
    false,
  ],
  ['nine, out of several networks', (site) => keep([...browsers(site, 5, 9), several(site, 5)], intake), false],
  ['ten of history', (site) => keep(browsers(site, 5, 10)), true],
  [
    'nine of history, and a new one that came in since',
    async (site) => {
      await keep(browsers(site, 9, 9))
      await keep(browsers(site, 3, 1, 'new'), intake)
    },
    true,
  ],
])('by networks: %s', async (name, kept, earns) => {
  const site = `${name.replaceAll(/[^a-z]+/g, '-')}.info`
  await kept(site)
  expect((await earnedOf(store(), site, day)).path ?? []).toEqual(earns ? ['/page'] : [])
})

it.each([
  ['on three', [3, 4, 5], true],
  ['on two of them', [3, 4], false],
] as const)('where nobody consents: ten views on each of three days, out of several networks %s', async (name, told, earns) => {
  const site = `unconsented-${name.replaceAll(/[^a-z]+/g, '-')}.info`
  const facts = [3, 4, 5].flatMap((ago) => unconsented(site, ago, 10))
  const verdicts = told.map((ago): SeveralFact => ({ ...several(site, ago, 'news.org'), dimension: 'referrer' }))
  await keep([...facts, ...verdicts], intake)
  expect((await earnedOf(store(), site, day)).referrer ?? []).toEqual(earns ? ['news.org'] : [])
})
