import { describe, expect, it } from 'vitest'
import { bounds } from '../../../contract/bounds.ts'
import { reasonNames } from '../../../contract/reasons.ts'
import { consentedView, intake, view } from '../../kit/ingest.ts'
import { randomOf } from '../../kit/random.ts'

const random = randomOf(20261124)
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
const upTo = (max: number) => 1 + Math.floor(random() * max)
const text = () => JSON.stringify(random() < 0.5 ? view({ referrer: 'news.org' }) : consentedView())
const wrongValues = [null, [], {}, [1], { a: 1 }, '', -1, 0.5, 1e300, '\u0000', '\ud800', 'x'.repeat(300), '\u202e<script>', '/?#']

const makers: Record<string, () => string | Uint8Array> = {
  'cut short': () => {
    const whole = text()
    return whole.slice(0, upTo(whole.length) - 1)
  },
  'with a byte that is no UTF-8': () => {
    const bytes = new TextEncoder().encode(text())
    bytes[Math.floor(random() * bytes.length)] = 0xff
    return bytes
  },
  'with junk around': () => pick(['', ';', 'x', '\0']) + text() + pick([',', '}', 'x', '\0', text()]),
  'too large': () => `"${'x'.repeat(bounds.bodyBytes.max + upTo(100_000))}"`,
  'too many': () =>
    `[${Array(bounds.bodyEvents.max + upTo(50))
      .fill('0')
      .join()}]`,
  'deep in brackets': () => '['.repeat(upTo(32_000)) + pick(['', ']'.repeat(100)]),
  'deep in objects': () => {
    const depth = upTo(8_000)
    return text().replace('"v":1', `"v":1,"x":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)
  },
  'with a field twice': () => text().replace('"v"', () => pick(['"v":1,"v"', '"v":2,"v"', '"host":"example.org","v"', '"\\u0076":1,"v"'])),
  'with an unknown field': () =>
    text().replace('"v"', () => `${pick(['"id"', '"__proto__"', '"constructor"', '"V"', '""'])}:${pick(['1', '{}', '"x"'])},"v"`),
  'of a wrong type': () => JSON.stringify({ ...view(), [pick(['site', 'host', 'consent', 'type', 'v'])]: pick(wrongValues) }),
  'with a field missing': () => {
    const event: Record<string, unknown> = view()
    delete event[pick(['v', 'site', 'host', 'consent', 'type'])]
    return JSON.stringify(event)
  },
  'of a wrong host': () => JSON.stringify(view({ host: pick(['evil.example', 'example.org.evil.example', 'xexample.org', '127.0.0.1']) })),
  'of a wrong site': () => JSON.stringify(view({ site: pick(['evil.example', 'app.example.org', '__proto__', 'constructor']) })),
  'no event at all': () => JSON.stringify(pick<unknown>([null, 1, 'x', true, [], [[]], [null], {}, [{}]])),
}

describe('1,400 hostile bodies', () => {
  it('each get a clear refusal while good events among them are taken', async () => {
    const { post, facts, refusals } = intake()
    const kinds = Object.entries(makers)
    let good = 0
    let refused = 0
    for (let round = 0; round < 1_400; round++) {
      const [kind, make] = kinds[round % kinds.length] as (typeof kinds)[number]
      const sent = await post(make())
      expect([400, 413], kind).toContain(sent.status)
      expect(sent.body.taken, kind).toBe(0)
      expect(sent.body.refused.length, kind).toBeGreaterThan(0)
      for (const { reason, message } of sent.body.refused) {
        expect(reasonNames, kind).toContain(reason)
        expect(message.length, kind).toBeGreaterThan(5)
        expect(message.length, kind).toBeLessThanOrEqual(200)
      }
      expect(sent.refusedHeader, kind).toBe([...new Set(sent.body.refused.map(({ reason }) => reason))].join(', '))
      refused += sent.body.refused.length
      if (round % 7 === 0) good += (await post([view(), { ...view(), x: 1 }])).body.taken ?? 0
    }
    expect(good).toBe(200)
    expect(facts).toHaveLength(200)
    const counted = refusals
      .flush()
      .filter(({ dimension }) => dimension === 'refused')
      .reduce((sum, { count }) => sum + count, 0)
    expect(counted + refusals.unattributed()).toBe(refused + 200)
  })
})
