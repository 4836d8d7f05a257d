import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../collector/fact.ts'
import { countFacts, factsOf, groupOf, lineOf } from '../../../collector/node/spool/lines.ts'
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

const empty = Buffer.alloc(0)
const groups = [facts.slice(0, 3), facts.slice(3, 5), facts.slice(5)]
const written = Buffer.concat(groups.map((group) => groupOf(group.map(lineOf))))
const lastGroup = groupOf(groups[2]!.map(lineOf)).length
const changed = (at: number, bytes: Buffer) => {
  const copy = Buffer.from(bytes)
  copy[at]! ^= 0x01
  return copy
}

describe('the lines of a segment', () => {
  it('give back every fact as it was', () => {
    expect(factsOf(written)).toEqual({ facts, torn: 0, damaged: 0, unread: empty })
    expect(factsOf(written, written.length)).toEqual({ facts, torn: 0, damaged: 0, unread: empty })
    expect(countFacts(written)).toBe(facts.length)
  })

  it.each(facts.map((fact) => [fact.type, fact] as const))('let only the known fields of a %s reach disk', (_, fact) => {
    const more = { ...fact, address: '198.51.100.7', userAgent: 'Mozilla/5.0', was: { path: '/a', address: '198.51.100.7' } }
    expect(lineOf(more as Fact)).not.toMatch(/198\.51|Mozilla|address/)
  })

  it('cut anywhere keep every whole line before the cut, and nothing of the torn one', () => {
    for (let length = 0; length <= written.length; length++) {
      const cut = written.subarray(0, length)
      const read = factsOf(cut)
      expect(read.facts, `cut at ${length}`).toEqual(facts.slice(0, countFacts(cut)))
      expect(read.damaged, `cut at ${length}`).toBe(0)
      expect(read.torn, `cut at ${length}`).toBe(length - (cut.lastIndexOf(0x0a) + 1))
    }
  })

  it('left as zeros by a power cut, at the end or amid the last group, are torn', () => {
    expect(factsOf(Buffer.concat([written, Buffer.alloc(4_096)]))).toEqual({ facts, torn: 4_096, damaged: 0, unread: empty })
    const hole = Buffer.from(written).fill(0, written.length - lastGroup + 20, written.length - 40)
    expect(factsOf(hole)).toMatchObject({ facts: facts.slice(0, 5), damaged: 0 })
    expect(factsOf(hole).torn).toBeGreaterThan(0)
  })

  it('left as zeros where a group was written after them are damaged: its writer had been answered', () => {
    const hole = Buffer.from(written).fill(0, 30, 60)
    expect(factsOf(hole)).toMatchObject({ torn: 0, damaged: expect.toSatisfy((bytes) => bytes > 30) })
  })

  it.each(['left by a crash', 'closed'])(
    'of a segment %s, with a byte changed, are damaged and no torn end, whichever byte it is',
    (how) => {
      for (let at = 0; at < written.length; at++) {
        const { facts: read, torn, damaged, unread } = factsOf(changed(at, written), how === 'closed' ? written.length : null)
        expect(damaged, `byte ${at}`).toBeGreaterThan(0)
        expect(torn, `byte ${at}`).toBe(0)
        expect(unread).toHaveLength(damaged)
        for (const fact of read) expect(facts).toContainEqual(fact)
        expect(read.length, `byte ${at}`).toBeGreaterThanOrEqual(facts.length - 2)
      }
    },
  )

  it('that are missing at the end of a closed segment are damaged; those beyond what was acknowledged are torn', () => {
    const kept = written.length - lastGroup
    expect(factsOf(written.subarray(0, kept), written.length)).toEqual({
      facts: facts.slice(0, 5),
      torn: 0,
      damaged: lastGroup,
      unread: empty,
    })
    const half = Buffer.from(written).fill(0, kept >> 1)
    expect(factsOf(half, written.length).damaged).toBeGreaterThan(written.length / 2)
    expect(factsOf(written.subarray(0, kept + 40), kept)).toMatchObject({ facts: facts.slice(0, 5), damaged: 0 })
  })
})

describe('the lines of an earlier program, in no groups', () => {
  const lines = Buffer.from(facts.map(lineOf).join(''))

  it('are read as they were, and cut where they are torn', () => {
    expect(factsOf(lines)).toEqual({ facts, torn: 0, damaged: 0, unread: empty })
    expect(factsOf(lines.subarray(0, -4))).toMatchObject({ facts: facts.slice(0, -1), damaged: 0 })
  })

  it('with a byte changed, but for the last line’s end, are damaged', () => {
    for (let at = 0; at < lines.length - 1; at++) expect(factsOf(changed(at, lines)).damaged, `byte ${at}`).toBeGreaterThan(0)
  })
})
