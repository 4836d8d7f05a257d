import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../../contract/day.ts'
import { type DateRange, daysOf, presets } from '../../../dashboard/state/range.ts'
import { choiceSearch, parseChoice } from '../../../dashboard/state/url.ts'

describe('the address', () => {
  it.each([
    ['', { range: '30d' }],
    ['?site=Example.ORG', { site: 'example.org', range: '30d' }],
    ['?range=7d', { range: '7d' }],
    ['?range=today', { range: 'today' }],
    ['?site=example.org&from=2026-11-01&to=2026-11-30', { site: 'example.org', range: { from: '2026-11-01', to: '2026-11-30' } }],
    // The last day first is the same range.
    ['?from=2026-11-30&to=2026-11-01', { range: { from: '2026-11-01', to: '2026-11-30' } }],
    // What is wrong counts as not said.
    ['?range=everything', { range: '30d' }],
    ['?range=__proto__', { range: '30d' }],
    ['?from=2026-02-30&to=2026-03-01', { range: '30d' }],
    ['?from=2026-11-01', { range: '30d' }],
    ['?from=2000-01-01&to=2026-11-01', { range: '30d' }],
    ['?from=2026-02-30&to=2026-03-01&range=7d', { range: '7d' }],
  ] as const)('%j chooses %j', (search, choice) => expect(parseChoice(search)).toEqual(choice))

  it('of a choice is read back as the same choice', () => {
    const day = fc.integer({ min: 0, max: 3_000 }).map((count) => addDays('2024-02-28', count))
    const custom = fc.tuple(day, day).map((pair) => ({ from: pair.sort()[0]!, to: pair.sort()[1]! }))
    const range: fc.Arbitrary<DateRange> = fc.oneof(fc.constantFrom(...presets.map((each) => each.name)), custom)
    const choice = fc.oneof(fc.record({ range }), fc.record({ range, site: fc.domain().map((name) => name.toLowerCase()) }))
    fc.assert(
      fc.property(choice, (it) => {
        expect(parseChoice(choiceSearch(it))).toEqual(it)
      }),
    )
  })

  it('says nothing of what is as by default', () => expect(choiceSearch({ range: '30d' })).toBe(''))
})

describe('on 2026-03-01', () => {
  it.each([
    ['today', '2026-03-01', '2026-03-01'],
    ['yesterday', '2026-02-28', '2026-02-28'],
    ['7d', '2026-02-23', '2026-03-01'],
    ['30d', '2026-01-31', '2026-03-01'],
    ['12m', '2025-03-02', '2026-03-01'],
  ] as const)('%s is %s to %s', (range, from, to) => expect(daysOf(range, '2026-03-01')).toEqual({ from, to }))
})
