/** A stranger's text in every field that is sent and in every question is compared as it stands, and is no part of a statement. RUNS: random questions; SEED. */
import { expect, it, onTestFinished } from 'vitest'
import { addDays, localTime } from '../../contract/day.ts'
import { type Dimension, dimensionNames } from '../../contract/dimensions.ts'
import { measureNames } from '../../contract/measures.ts'
import { intervals, operators } from '../../contract/query.ts'
import { commandOf, type Home, openHome, send } from '../kit/homes.ts'
import { controlTexts, markupTexts, prototypeNames, sqlTexts } from '../kit/hostile-values.ts'
import { randomOf } from '../kit/random.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

const runs = Number(process.env.RUNS ?? 1_000)
const seed = Number(process.env.SEED ?? Date.now() % 100_000)
/** All are compared in lower case, as labels are stored. */
const texts = [...sqlTexts, ...controlTexts, ...markupTexts, ...prototypeNames]
const site = 'example.org'
const { day } = localTime('UTC', Date.now())
const window = { site, from: addDays(day, -1), to: addDays(day, 1) }

/** A site that knows each text as a campaign, and has had it in every field of an event that holds text. */
async function flooded(): Promise<Home> {
  const home = await openHome('Node, the engine inside', { folder: temporaryFolder() })
  onTestFinished(home.close)
  const campaigns = texts.filter((text) => text.trim())
  const added = await commandOf(home, { command: 'site add', site: { domain: site, hosts: [site, 'www.example.org'], campaigns } })
  expect(added).toMatchObject({ code: 0 })
  const view = { v: 1, site, host: site, type: 'view', consent: true }
  const fields = [
    'path',
    'from',
    'source',
    'medium',
    'campaign',
    'referrer',
    'host',
    'site',
    'zone',
    'lang',
    'day',
    'policy',
    'metric',
    'type',
  ]
  for (const field of fields)
    for (const type of ['view', 'consent', 'vitals', 'stray']) {
      const events = texts.map((text) => ({ ...view, type, [field]: field === 'path' || field === 'from' ? `/${text}` : text }))
      for (let at = 0; at < events.length; at += 100) expect([202, 400]).toContain((await send(home, events.slice(at, at + 100))).status)
    }
  // Each text more often than the one before it, so that none is taken for another.
  for (const [index, text] of texts.entries())
    for (const field of ['source', 'medium', 'campaign'])
      await send(
        home,
        Array.from({ length: 1 + (index % 7) }, () => ({ ...view, path: `/${encodeURIComponent(text)}`, [field]: text })),
      )
  await eventually('all is stored', async () => (await commandOf(home, { command: 'audit' })).code === 0)
  return home
}

type Totals = { views: number | null }
type Answered = { rows: Record<string, string | number | null>[]; totals: Totals; error?: object }

/** The answer to a body of a read key's holder. */
async function askerOf(home: Home) {
  const { out } = await commandOf(home, { command: 'key create', sites: [site] })
  return async (body: unknown): Promise<{ status: number; answer: Answered }> => {
    const headers = { authorization: `Bearer ${out[0]}` }
    const answer = await fetch(`${home.url()}/api/query`, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, answer: (await answer.json()) as Answered }
  }
}

it(`${texts.length} hostile texts are values, whatever is asked of them`, { timeout: 900_000 }, async () => {
  const home = await flooded()
  const ask = await askerOf(home)
  const of = async (more: object) => (await ask({ ...window, measures: ['views'], limit: 10_000, ...more })).answer
  const all = (await of({})).totals.views!
  for (const dimension of ['source', 'medium', 'campaign'] as const) {
    const { rows } = await of({ by: [dimension] })
    const sum = (holds: (value: string) => boolean) =>
      rows.reduce((views, { [dimension]: value, views: more }) => views + (value !== null && holds(String(value)) ? Number(more) : 0), 0)
    expect(rows.length).toBeGreaterThan(dimension === 'campaign' ? 60 : 1)
    for (const text of texts) {
      const value = text.trim().toLowerCase()
      const told = await Promise.all(
        ['is', 'isNot', 'contains'].map(async (operator) => (await of({ filters: [[operator, dimension, [value]]] })).totals.views),
      )
      const is = sum((each) => each === value)
      expect(told, `${dimension} ${JSON.stringify(value)}`).toEqual([is, all - is, sum((each) => each.includes(value))])
    }
  }
  // Of every dimension, several at once: answered, whether or not one has such a value.
  for (const dimension of dimensionNames)
    for (let at = 0; at < texts.length; at += 24) {
      const values = texts.slice(at, at + 24)
      const questions = operators.map((operator) => ({
        ...window,
        measures: ['views', 'count'],
        by: [dimension],
        filters: [[operator, dimension, values]],
      }))
      const { status, answer } = await ask(questions)
      expect(status, `${dimension}: ${JSON.stringify(answer)}`).toBe(200)
    }
  expect((await of({})).totals.views).toBe(all)
  expect((await commandOf(home, { command: 'audit' })).code).toBe(0)
})

const random = randomOf(seed)
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
const some = <Item>(most: number, make: () => Item): Item[] => Array.from({ length: Math.floor(random() * (most + 1)) }, make)
const odd: readonly unknown[] = [null, true, -1, 0.5, 1e300, '', [], {}, [[]], 'x'.repeat(400), '2026-02-30', '9999-12-31', ...texts]
const sometimes = <Value>(value: Value): unknown => (random() < 0.03 ? pick(odd) : value)
const anyDay = () => addDays(day, Math.floor((random() - 0.9) * 800))

/** A question of any shape; one in two has something in it that none has. */
function anyQuestion(): Record<string, unknown> {
  const [from, to] = [anyDay(), anyDay()].sort()
  const dimension = () => sometimes(pick<Dimension>(dimensionNames))
  const question: Record<string, unknown> = {
    site: sometimes(pick([site, [site], 'www.example.org', 'another.org'])),
    from: sometimes(from),
    to: sometimes(to),
    measures: sometimes([pick(measureNames), ...some(3, () => sometimes(pick(measureNames)))]),
    by: sometimes(some(2, dimension)),
    filters: sometimes(
      some(2, () => sometimes([sometimes(pick(operators)), dimension(), sometimes([pick(texts), ...some(3, () => pick(texts))])])),
    ),
    order: sometimes(some(1, () => [sometimes(pick([...measureNames, ...dimensionNames])), sometimes(pick(['asc', 'desc']))])),
    limit: sometimes(1 + Math.floor(random() * 100)),
    offset: sometimes(Math.floor(random() * 100)),
  }
  if (random() < 0.5) question.interval = sometimes(pick(intervals))
  if (random() < 0.03) question[pick(texts)] = pick(odd)
  return question
}

it(`${runs} random questions are answered by 200, 400 or 403 alone (SEED=${seed})`, { timeout: 1_800_000 }, async () => {
  const home = await flooded()
  const ask = await askerOf(home)
  const statuses = new Map<number, number>()
  for (let run = 0; run < runs; run++) {
    const question = anyQuestion()
    const { status, answer } = await ask(question)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    expect([200, 400, 403], `${status} ${JSON.stringify(answer)} to ${JSON.stringify(question)}`).toContain(status)
  }
  process.stdout.write(`${JSON.stringify([...statuses])}\n`)
  expect(statuses.get(200)).toBeGreaterThan(runs / 20)
})
