/** Paths that were stored before one spelling held for all: a site with both answers as one that has had the readable one from the start. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import type { Fact } from '../../collector/fact.ts'
import { type Engine, openEngine } from '../../collector/node/engine/supervisor.ts'
import type { Store } from '../../collector/ports.ts'
import { createPreviewPaths } from '../../collector/query/path-preview.ts'
import { pathSql, shownPath, spellingsOf } from '../../collector/query/paths.ts'
import { createQuery } from '../../collector/query/query.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import { addDays, type Day } from '../../contract/day.ts'
import { readablePath } from '../../contract/path.ts'
import type { Answer, Question } from '../../contract/query.ts'
import { leave, states, view } from '../kit/facts.ts'
import { randomOf } from '../kit/random.ts'

const from = '2026-10-01'
const clock = { now: () => Date.parse(`${addDays(from, 59)}T12:00:00Z`) }
const sources = ['google.com', 'news.org']
const readable = ['/', '/café', '/日本/%2F', '/a%C2%A0b', '/plain']
/** As browsers sent them, by a link in capitals and by one that was not. */
const older = ['/', '/caf%C3%A9', '/%E6%97%A5%E6%9C%AC/%2F', '/a%C2%A0b', '/plain']
const oldest = ['/', '/caf%c3%a9', '/%e6%97%a5%e6%9c%ac/%2f', '/a%c2%a0b', '/plain']

let folder: string
let engine: Engine
let store: Store

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'footfall-spelled-'))
  engine = await openEngine({ folder, log: () => {} })
  store = engine.store()
  const paths = [...readable, ...older, ...oldest]
  const state = states({ path: paths, entry: paths, source: sources })
  const facts = [...visits('two.org', [readable, older, oldest]), ...visits('one.org', [readable])]
  for (const batch of batchesOf(aggregate(facts, state).cells, { collector: 'test', first: 1 })) await store.insert(batch, 1)
})
afterAll(async () => {
  await store?.close()
  await engine?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The same visits for each site; each is spelled in one of the ways, which are taken in turn. */
function visits(site: string, ways: readonly (readonly string[])[]): Fact[] {
  const random = randomOf(7)
  return Array.from({ length: 400 }, (_, index) => {
    const day = addDays(from, Math.floor(random() * 60))
    return visit(site, { day, spelled: ways[index % ways.length]!, random })
  }).flat()
}

function visit(site: string, { day, spelled, random }: { day: Day; spelled: readonly string[]; random: () => number }): Fact[] {
  const [one, other] = [Math.floor(random() * readable.length), Math.floor(random() * readable.length)]
  const source = sources[Math.floor(random() * 2)]!
  const at = { site, host: site, day, source }
  const begins = view({ ...at, path: spelled[one], visit: 1, first: 'new', recency: 'new' })
  if (one === other) return [begins, leave({ ...at, path: spelled[one], seconds: 7 })]
  return [begins, view({ ...at, path: spelled[other], from: spelled[one], visit: 2, first: 'new' })]
}

const answers = async (site: string, question: Partial<Question>) => {
  const query = createQuery({ store, sites: { get: (domain) => defaultSite(domain) }, clock })
  const { body } = await query({ site, from, to: addDays(from, 59), limit: 1_000, ...question }, () => true)
  expect(body).not.toHaveProperty('error')
  return body as Answer
}

const measures = ['views', 'visits', 'visitors', 'newVisitors', 'entries', 'exits', 'seconds', 'viewsPerVisit'] as const
const questions: Partial<Question>[] = [
  ...(['path', 'entry', 'exit', 'from'] as const).flatMap((by): Partial<Question>[] => [
    { by: [by], measures: [...measures] },
    { by: [by], measures: [...measures], interval: 'week' },
    { by: [by], measures: [...measures], filters: [['contains', by, ['É', '本/']]] },
    { by: [by], measures: [...measures], filters: [['contains', by, ['%C3%A9']]] },
  ]),
  { by: ['from', 'path'], measures: ['views'] },
  { by: ['path', 'source'], measures: ['views', 'visits'] },
  { by: ['path'], measures: [...measures], filters: [['is', 'source', ['google.com']]] },
  { by: ['source'], measures: [...measures], filters: [['contains', 'path', ['caf']]] },
  ...[readable, older, oldest].flatMap((spelled): Partial<Question>[] => [
    { measures: [...measures], filters: [['is', 'path', [spelled[1]!]]] },
    { measures: [...measures], filters: [['anyOf', 'entry', [spelled[1]!, spelled[2]!]]] },
    { measures: [...measures], filters: [['isNot', 'path', [spelled[3]!]]], by: ['path'] },
    { measures: ['views'], filters: [['is', 'from', [spelled[2]!]]], by: ['path'] },
    { measures: [...measures], filters: [['is', 'exit', [spelled[1]!]]], by: ['source'] },
    { measures: [...measures], filters: [['is', 'path', [spelled[2]!]]], by: ['source'], interval: 'month' },
  ]),
]

describe('a site whose paths are stored in two spellings', () => {
  it.each(questions)('answers as one that has had the readable one from the start: %j', async (question) => {
    const answer = await answers('one.org', question)
    expect(await answers('two.org', question)).toEqual(answer)
    if (question.by) expect(answer.rows.length).toBeGreaterThan(0)
  })

  it('has no row of another spelling', async () => {
    const { rows } = await answers('two.org', { by: ['path'], measures: ['views'] })
    expect(rows.map(({ path }) => String(path)).sort()).toEqual([...readable].sort())
  })

  it('tries path rules on the readable one', async () => {
    const preview = createPreviewPaths({
      store,
      sites: { get: (domain) => defaultSite(domain) },
      clock,
    })
    const found = await preview('two.org', ['/日本/*'])
    expect(found).toEqual(await preview('one.org', ['/日本/*']))
    expect(found.rows.map(({ path }) => path)).toEqual(['/日本/%2F'])
  })
})

describe('the one spelling', () => {
  const odd = [
    '/%',
    '/%zz',
    '/%C3',
    '/%FF/%C3%A9',
    '/%C3%28',
    '/%ED%A0%80',
    '/%C0%AF',
    '/%F4%90%80%80',
    '/%C3%A9%FF',
    '/100%25',
    '/%7e%c3%a9',
  ]
  const unseen = ['/%E2%80%8Bx', '/%e2%80%aex', '/%F0%9F%98%80']
  it.each([...readable, ...older, ...oldest, ...odd, ...unseen, '(other)'])(
    'of %s is told by the store as by the collector',
    async (path) => {
      const [row] = await store.select<{ made: string }>(`SELECT ${pathSql('{path:String}')} AS made`, { path })
      expect(shownPath(row!.made)).toBe(readablePath(path))
    },
  )
  it.each(readable.map((_, index) => index))('is one of those in which a page is looked up, whichever is given (%i)', (index) => {
    const all = [readable[index]!, older[index]!, oldest[index]!]
    for (const path of all) expect(spellingsOf(path)).toEqual(expect.arrayContaining(all))
  })
})
