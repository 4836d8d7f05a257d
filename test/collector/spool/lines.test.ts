import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../collector/fact.ts'
import { factsOf, lineOf } from '../../../collector/node/spool/lines.ts'
import { accept, leave, today, view } from '../../kit/facts.ts'

const told = { site: 'example.org', day: today, hour: 3 }
const facts: Fact[] = [
  view({ path: '/ü/\n"\\', from: '/', visit: 2, first: 'day', recency: '3', since: 0, overnight: 'view', screen: 'large' }),
  view({ consent: false, external: false }),
  accept({ path: '/a', was: { path: '/a', device: 'mobile' } }),
  leave({ seconds: 12, scroll: 7, had: 3, source: 'google.com' }),
  { type: 'vitals', ...told, host: 'example.org', metric: 'lcp', bucket: '2500', path: '/', country: 'US' },
  { type: 'consent', ...told, choice: '1 accepted 1 banner en' },
  { type: 'count', site: 'example.org', day: today, dimension: 'stray', value: 'evil.example', count: 3 },
]
const written = Buffer.from(facts.map(lineOf).join(''))

describe('the lines of a segment', () => {
  it('give back every fact as it was', () => {
    expect(factsOf(written)).toEqual({ facts, torn: 0, damaged: 0 })
  })

  it.each(facts.map((fact) => [fact.type, fact] as const))('let only the known fields of a %s reach disk', (_, fact) => {
    const more = { ...fact, address: '198.51.100.7', userAgent: 'Mozilla/5.0', was: { path: '/a', address: '198.51.100.7' } }
    expect(lineOf(more as Fact)).not.toMatch(/198\.51|Mozilla|address/)
  })

  it('cut anywhere keep every whole line before the cut, and nothing of the torn one', () => {
    const ends = [...written.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at + 1)
    for (let length = 0; length <= written.length; length++) {
      const whole = ends.filter((end) => end <= length)
      const read = factsOf(written.subarray(0, length))
      expect(read.facts.length, `cut at ${length}`).toBe(whole.length)
      expect(read.torn, `cut at ${length}`).toBe(length - (whole.at(-1) ?? 0))
    }
  })

  it('left as zeros at the end by a power cut are cut', () => {
    expect(factsOf(Buffer.concat([written, Buffer.alloc(4_096)]))).toEqual({ facts, torn: 4_096, damaged: 0 })
  })

  it('that are damaged amid good ones are skipped and counted, whichever byte it is', () => {
    const first = written.indexOf(0x0a)
    for (let at = 0; at < first; at++) {
      const damaged = Buffer.from(written)
      damaged[at] = (damaged[at] as number) ^ 0x01
      expect(factsOf(damaged), `byte ${at}`).toEqual({ facts: facts.slice(1), torn: 0, damaged: expect.any(Number) })
      expect(factsOf(damaged).damaged).toBeGreaterThanOrEqual(1)
    }
  })
})
