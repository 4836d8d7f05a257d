/** What a flood did: refused events and values without a row, by the hour. On the real engine, before and after folding, and of days before hours were kept. */
import { expect, it } from 'vitest'
import type { CountFact, Fact } from '../../collector/fact.ts'
import { createQuery } from '../../collector/query/query.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import { decodeFact, encodeFact } from '../../collector/spool/encode.ts'
import type { Day } from '../../contract/day.ts'
import { dimensionRow } from '../../contract/dimensions.ts'
import type { Answer, Question } from '../../contract/query.ts'
import { freeToNewcomers } from '../../contract/rules.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { view } from '../kit/facts.ts'
import { foldingOfFile } from '../kit/folding.ts'

const store = engineStoreOfFile()
const folding = foldingOfFile(store)
const day = '2026-09-10'

/** So many events of a reason; without an hour as an earlier Footfall counted. */
const refused = (site: string, value: string, count: number, hour?: number): CountFact => ({
  ...{ type: 'count', site, day, dimension: 'refused' },
  ...{ value, count, hour },
})

/** As facts wait on disk. */
async function keep(facts: readonly Fact[]): Promise<void> {
  await folding().keep(facts.map((fact) => decodeFact(encodeFact(fact))!))
  await folding().stored()
}

async function ask(site: string, by: Question['by'], given: Partial<Question> & { now?: Day } = {}): Promise<Answer> {
  const { now = day, ...question } = given
  const query = createQuery({ store: store(), sites: { get: (domain) => defaultSite(domain) }, clock: { now: () => Date.parse(now) } })
  const { status, body } = await query({ site, from: day, to: day, measures: ['count'], by, ...question }, () => true)
  expect(status).toBe(200)
  return body as Answer
}

it('a flood is told by hour and reason, by hour and dimension, and adds up to its day', async () => {
  const site = 'flood.org'
  // Nothing came out of several networks.
  const room = dimensionRow('source').budget * freeToNewcomers
  const visit = { site, day, visit: 1, first: 'visit' } as const
  const known = view({ ...visit, source: 'news.org', hour: 1 })
  const made = (count: number, from: number, hour: number) =>
    Array.from({ length: count }, (_, index) => view({ ...visit, source: `s${from + index}.evil`, hour }))
  await keep([known, ...made(room - 1, 0, 2), ...made(70, room, 2), ...made(5, 2 * room, 3), { ...known, hour: 3 }])
  await keep([refused(site, 'host', 900, 2), refused(site, 'bot', 30, 2), refused(site, 'bot', 6, 3)])
  expect(await ask(site, ['refused', 'hour'])).toEqual({
    rows: [
      { refused: 'host', hour: '2', count: 900 },
      { refused: 'bot', hour: '2', count: 30 },
      { refused: 'bot', hour: '3', count: 6 },
    ],
    totals: { count: 936 },
    notes: [],
    withheld: { rows: 0 },
  })
  expect((await ask(site, ['hour', 'unusual'])).rows).toEqual([
    { hour: '2', unusual: 'source', count: 70 },
    { hour: '3', unusual: 'source', count: 5 },
  ])
  expect((await ask(site, ['unusual'])).totals).toEqual({ count: 75 })
  // They were counted: under the source that stands for all without a row.
  const sources = await ask(site, ['source'], { measures: ['views'], limit: 10_000 })
  expect(sources.rows.filter(({ source }) => source === '(other)' || source === 'news.org')).toEqual([
    { source: '(other)', views: 75 },
    { source: 'news.org', views: 2 },
  ])
})

it('of a day that is folded the hours of a flood stay, those of a few events go to the day, which is as it was', async () => {
  const site = 'folded.org'
  await keep([refused(site, 'host', 900, 2), refused(site, 'host', 4, 3), refused(site, 'clock', 1, 3), refused(site, 'clock', 1, 4)])
  const before = await ask(site, ['refused'])
  await folding().foldOn('2026-09-13')
  const now = '2026-09-13'
  expect(await ask(site, ['refused'], { now })).toEqual(before)
  expect((await ask(site, ['refused', 'hour'], { now })).rows).toEqual([
    { refused: 'host', hour: '2', count: null, countLower: 900, countUpper: 904 },
    { refused: '(not kept)', hour: '(not kept)', count: 6 },
  ])
})

it('a day before hours were kept has its numbers and no hour; of the day between, hours are as many at least', async () => {
  await keep([refused('before.org', 'bot', 63), refused('before.org', 'clock', 2)])
  expect(await ask('before.org', ['refused', 'hour'])).toMatchObject({
    rows: [{ refused: '(not kept)', hour: '(not kept)', count: 65 }],
    totals: { count: 65 },
  })
  expect((await ask('before.org', ['refused'])).rows).toEqual([
    { refused: 'bot', count: 63 },
    { refused: 'clock', count: 2 },
  ])
  await keep([refused('between.org', 'bot', 63), refused('between.org', 'bot', 20, 14), refused('between.org', 'clock', 9, 15)])
  expect((await ask('between.org', ['refused', 'hour'])).rows).toEqual([
    { refused: 'bot', hour: '14', count: null, countLower: 20, countUpper: 83 },
    // Of this reason all hours are kept.
    { refused: 'clock', hour: '15', count: 9 },
    { refused: '(not kept)', hour: '(not kept)', count: 63 },
  ])
})
