/** The worked example of docs/counting.md: its events through the real intake, engine and query, compared with its cells and answers. */

import { expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import { createQuery } from '../../collector/query/query.ts'
import type { Answer, Question } from '../../contract/query.ts'
import { docBlock, expectDocBlock } from '../kit/doc.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { lines, states } from '../kit/facts.ts'
import { intake, siteOf } from '../kit/ingest.ts'

const day = '2026-11-24'
const ask = { site: 'example.org', from: day, to: day }
const questions: Partial<Question>[] = [
  { ...ask, measures: ['views', 'visits', 'visitors', 'newVisitors', 'coverage'] },
  { ...ask, measures: ['entries', 'bounces', 'bounceRate'], by: ['entry'] },
  { ...ask, measures: ['views', 'visits'], by: ['referrer'] },
  { ...ask, measures: ['views', 'visits', 'exits'], by: ['path'] },
  { ...ask, measures: ['views'], by: ['browser'], filters: [['is', 'source', ['news.org']]] },
]

const clock = { now: () => Date.parse(day) }
const store = engineStoreOfFile()

async function exampleFacts() {
  const { facts, post } = intake()
  for (const event of docBlock('counting.md', 'events').trim().split('\n')) {
    const response = await post(event)
    expect(response.status, JSON.stringify(response.body)).toBe(202)
  }
  return facts
}

it('becomes every cell that the page names, and no other', async () => {
  expectDocBlock('counting.md', 'cells', lines(aggregate(await exampleFacts(), states()).cells).join('\n'))
})

it('gives the five answers that the page gives', async () => {
  const { cells } = aggregate(await exampleFacts(), states())
  for (const batch of batchesOf(cells, { collector: 'example', first: 1 })) await store().insert(batch, 1)
  const query = createQuery({ store: store(), sites: { get: () => siteOf() }, clock })
  const told: string[] = []
  for (const question of questions) {
    const { status, body } = await query(question, () => true)
    expect(status).toBe(200)
    told.push(answerText(question, body as Answer))
  }
  expectDocBlock('counting.md', 'answers', told.join('\n'))
})

function answerText(question: Partial<Question>, { rows, totals, notes }: Answer): string {
  const asked = JSON.stringify(question)
  const answered = [...rows.map((row) => `   ${JSON.stringify(row)}`), `   totals ${JSON.stringify(totals)}`]
  return [asked, ...answered, ...(notes.length > 0 ? [`   notes ${JSON.stringify(notes)}`] : [])].join('\n')
}
