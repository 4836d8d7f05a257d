/** No value of one event costs another: words that every plain object knows are words like others, and a mistake costs the event that meets it. */
import { expect, it } from 'vitest'
import type { Site } from '../../../contract/site.ts'
import { consentedView, intake, siteOf, today, view } from '../../kit/ingest.ts'

const names = Object.getOwnPropertyNames(Object.prototype)
const told = { v: 1, site: 'example.org', host: 'example.org', consent: true, day: today }
/** An event of each type with every field of it that is a text, or may be taken for one. */
const events: [string, Record<string, unknown>, string[]][] = [
  ['view', consentedView(), ['referrer', 'path', 'source', 'medium', 'campaign', 'zone', 'lang', 'screen', 'first', 'recency']],
  ['view', consentedView({ visit: 2, first: true, recency: undefined, since: undefined, from: '/' }), ['from', 'overnight']],
  ['accept', { ...consentedView(), type: 'accept' }, ['referrer', 'path', 'source', 'medium', 'campaign', 'zone', 'lang']],
  ['leave', { ...told, type: 'leave', path: '/', seconds: 3 }, ['path', 'source', 'medium', 'campaign', 'zone', 'lang', 'screen']],
  ['vitals', { ...told, type: 'vitals', metric: 'lcp', value: 900, path: '/' }, ['path', 'zone', 'lang', 'metric']],
  ['consent', { ...told, type: 'consent', policy: '1', action: 'shown' }, ['policy', 'action', 'method', 'lang']],
  ['stray', { ...told, type: 'stray' }, []],
]
/** What is judged by a closed list: such a word is refused. Any other is taken. */
const closed = ['site', 'host', 'type', 'day', 'overnight', 'metric', 'policy', 'action', 'method', 'recency', 'first']

const cases = events.flatMap(([type, event, fields]) =>
  ['site', 'host', 'type', 'day', ...fields].flatMap((field) => names.map((name) => ({ type, event, field, name }))),
)

const settings: Partial<Site>[] = [
  {},
  {
    campaigns: names,
    paths: names.map((name) => `/${name}`),
    slices: [{ name: 'a', conditions: [['source', names]], ended: false }] as never,
  },
]

it.each(settings)('%#: a word of every plain object costs at most the event whose field it is in', { timeout: 60_000 }, async (given) => {
  const { post, facts } = intake([siteOf(given)])
  for (const { type, event, field, name } of cases) {
    const value = ['path', 'from'].includes(field) ? `/${name}` : name
    facts.length = 0
    const sent = await post([view(), { ...event, [field]: value }, view()])
    const said = `${field} ${name} of a ${type}: ${JSON.stringify(sent.body)}`
    expect(sent.status, said).toBe(202)
    expect(
      sent.body.refused.map(({ reason }) => reason),
      said,
    ).not.toContain('fault')
    const isTaken = sent.body.refused.length === 0
    expect(facts.length, said).toBe(isTaken ? 3 : 2)
    if (type !== 'stray' && !closed.includes(field)) expect(isTaken, said).toBe(true)
  }
})

it('a mistake in the program costs the event that meets it alone, and is told once, without what was sent', async () => {
  const log: string[] = []
  // Stands for any mistake: hosts that visitors return from, which cannot be looked through.
  const some = () => {
    throw new Error('secret-of-a-visitor')
  }
  const { post, facts, refusals } = intake([siteOf({ returnHosts: Object.assign([], { some }) })], { log: (line) => log.push(line) })
  for (let round = 0; round < 3; round++) {
    const sent = await post([view(), view({ referrer: 'a-word.org' }), view()])
    expect(sent.status).toBe(202)
    expect(sent.body.refused).toEqual([{ index: 1, reason: 'fault', message: 'the collector could not check this event' }])
  }
  expect(facts).toHaveLength(6)
  expect(refusals.flush()).toContainEqual(expect.objectContaining({ site: 'example.org', value: 'fault', count: 3 }))
  expect(log).toHaveLength(1)
  expect(log.join()).toMatch(/could not be judged and was refused: Error\n +at /)
  expect(log.join()).not.toMatch(/secret|a-word/)
})
