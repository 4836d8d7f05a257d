/**
 * The overview's questions over cells of ten million views: answers checked first, then timed beside the barest SQL that reads the
 * same cells. Usage: npm run bench:query -- [--views 10000000] [--times 15]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openEngine } from '../../collector/node/engine/supervisor.ts'
import { createQuery } from '../../collector/query/query.ts'
import { addDays } from '../../contract/day.ts'
import type { Answer, Question } from '../../contract/query.ts'
import { siteOf } from '../../test/kit/ingest.ts'
import { dayBatches, days, lastDay, site, type Truth } from './world.ts'

const { values } = parseArgs({ options: { views: { type: 'string' }, times: { type: 'string' } } })
const views = Number(values.views ?? 10_000_000)
const times = Number(values.times ?? 15)
const folder = mkdtempSync(join(tmpdir(), 'footfall-bench-'))
const say = (line: string) => process.stdout.write(`${line}\n`)

const engine = await openEngine({ folder, log: say })
const store = engine.store()
const query = createQuery({ store, sites: { get: () => siteOf({ domain: site }) }, clock: { now: () => Date.parse(lastDay) } })
const truths = new Map<string, Truth>()
let rows = 0
const began = performance.now()
for (const { batches, day, truth } of dayBatches(views, 'bench')) {
  truths.set(day, truth)
  for (const batch of batches) {
    rows += new TextDecoder().decode(batch.rows).split('\n').length - 1
    await store.insert(batch, 1)
  }
}
say(`${(views / 1e6).toFixed(1)} million views, ${rows} rows inserted in ${((performance.now() - began) / 1000).toFixed(1)} s`)

const window = (length: number) => ({ from: addDays(lastDay, 1 - length), to: lastDay })
const ask = async (question: Partial<Question>) => {
  const { status, body } = await query({ site, ...question }, () => true)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body as Answer
}
const within = (length: number) => [...truths].filter(([day]) => day > addDays(lastDay, -length)).map(([, truth]) => truth)
const sumOf = (length: number, of: (truth: Truth) => number) => within(length).reduce((sum, truth) => sum + of(truth), 0)
const topOf = (length: number, of: (truth: Truth) => Map<string, number>) => {
  const sums = new Map<string, number>()
  for (const truth of within(length)) for (const [name, count] of of(truth)) sums.set(name, (sums.get(name) ?? 0) + count)
  return [...sums].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1)).slice(0, 10)
}

const bareSum = `SELECT day, sum(views) FROM cells WHERE site = {site:String} AND grain = 'day' AND dimensionA = '' AND dimensionB = '' AND day BETWEEN {from:Date} AND {to:Date} GROUP BY day`
const bareTop = `SELECT valueB, sum(views) AS n FROM cells WHERE site = {site:String} AND grain = 'day' AND dimensionA = '' AND dimensionB = 'path' AND day BETWEEN {from:Date} AND {to:Date} GROUP BY valueB ORDER BY n DESC LIMIT 10`
const bareCross = `SELECT valueA, sum(views) AS n FROM cells WHERE site = {site:String} AND grain = 'day' AND dimensionA = 'path' AND dimensionB = 'source' AND valueB = 'source-0.org' AND day BETWEEN {from:Date} AND {to:Date} GROUP BY valueA ORDER BY n DESC LIMIT 10`

interface Case {
  name: string
  length: number
  question: Partial<Question>
  bare: string
  right(answer: Answer): boolean
}

const pairs = (answer: Answer, dimension: string) =>
  JSON.stringify(
    answer.rows
      .filter((row) => !String(row[dimension]).startsWith('(') && row[dimension] !== null)
      .map((row) => [row[dimension], row.views ?? row.viewsLower]),
  )
const cases: Case[] = [30, days].flatMap((length) => [
  {
    name: 'totals and a line by day',
    length,
    question: { measures: ['views', 'visits', 'visitors', 'bounceRate', 'coverage'], interval: 'day' },
    bare: bareSum,
    right: ({ totals, rows }) =>
      totals.views === sumOf(length, (truth) => truth.views) &&
      totals.visits === sumOf(length, (truth) => truth.visits) &&
      rows.length === length,
  },
  {
    name: 'top ten pages',
    length,
    question: { measures: ['views'], by: ['path'], limit: 10 },
    bare: bareTop,
    right: (answer) => pairs(answer, 'path') === JSON.stringify(topOf(length, (truth) => truth.paths)),
  },
  {
    name: 'top ten pages of one source',
    length,
    question: { measures: ['views'], by: ['path'], filters: [['is', 'source', ['source-0.org']]], limit: 10 },
    bare: bareCross,
    right: (answer) => pairs(answer, 'path') === JSON.stringify(topOf(length, (truth) => truth.pathsOfSource)),
  },
]) as Case[]

async function median(run: () => Promise<unknown>): Promise<number> {
  const taken: number[] = []
  for (let time = 0; time < times; time++) {
    const start = performance.now()
    await run()
    taken.push(performance.now() - start)
  }
  return taken.sort((one, other) => one - other)[Math.floor(times / 2)] as number
}

let sound = true
for (const { name, length, question, bare, right } of cases) {
  const asked = { ...question, ...window(length) }
  const ok = right(await ask(asked))
  sound &&= ok
  const ours = await median(() => ask(asked))
  const base = await median(() => store.select(bare, { site, ...window(length) }))
  say(
    `${ok ? 'right' : 'WRONG'}  ${name}, ${length} days: ${ours.toFixed(1)} ms, ${(ours / base).toFixed(1)} × the barest SQL (${base.toFixed(1)} ms)`,
  )
}
const panels = ['path', 'entry', 'source', 'browser', 'system', 'device', 'country', 'language', 'hour'] as const
const overview = panels.map((by) => ({ site, ...window(30), measures: ['views', 'visits'], by: [by], limit: 10 }))
const together = await median(() => query(overview, () => true))
say(`nine panels in one request, 30 days: ${together.toFixed(0)} ms`)
for (const filter of [
  ['is', 'source', ['source-0.org']],
  ['is', 'path', ['/section-0/page-0']],
] as const) {
  const filtered = overview.map((each) => ({ ...each, filters: [filter] }))
  say(`the same under one ${filter[1]}: ${(await median(() => query(filtered, () => true))).toFixed(0)} ms`)
}
await store.close()
await engine.close()
rmSync(folder, { recursive: true, force: true })
process.exit(sound ? 0 : 1)
