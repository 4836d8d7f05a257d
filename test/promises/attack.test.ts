/**
 * An attacker with copies of the whole data folder tries to say which visit was the same browser's next one. Small; the long run is
 * test/proof/attack.test.ts, the report docs/attack.md.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { opened } from './attack/active.ts'
import { compare, ratiosOf } from './attack/compare.ts'
import { type Verdict, verdictsOf } from './attack/verdict.ts'
import { worldOf } from './attack/world.ts'

let verdicts: Record<string, Verdict>
const of = (name: string) => verdicts[name] as Verdict

beforeAll(() => {
  verdicts = verdictsOf(worldOf({ seed: 1, browsers: 500, days: 42 }))
}, 120_000)

describe('the attack', () => {
  it('control: finds every pair where rows have an id', () => {
    const { pairs, guesses, right } = of('rows under an id')
    expect([guesses, right]).toEqual([pairs, pairs])
    expect(pairs).toBeGreaterThan(1_000)
  })

  it('control: what it calls certain is true', () => {
    for (const name of Object.keys(verdicts).filter((each) => each.startsWith('Footfall')))
      expect(of(name).certainRight).toBe(of(name).certain)
    expect(of('Footfall, every part').certain).toBeGreaterThan(100)
  })

  it('finds less the coarser the copies are', () => {
    const coarser = ['every part', 'copied every hour', 'copied at the end of every day', 'folded after three days', 'folded for good']
    const found = coarser.map((name) => of(`Footfall, ${name}`).right)
    expect(found).toEqual(found.toSorted((one, other) => other - one))
    expect(new Set(found).size).toBe(found.length)
  })

  it('finds a third at most in copies of every day of what one copy of rows under a hash of the day tells, and less once they are folded', () => {
    const days = of('Footfall, copied at the end of every day')
    expect(3 * days.right).toBeLessThan(of('rows under a hash of the day').right)
    expect(of('Footfall, folded after three days').certain).toBeLessThan(days.certain)
    expect(of('Footfall, one copy at the end').certain).toBeLessThan(days.certain)
  })

  it('has no certain link once rare values are folded too, and finds fewer', () => {
    const folded = of('Footfall, folded for good')
    expect(folded.certain).toBe(0)
    expect(folded.right).toBeLessThan(of('Footfall, folded after three days').right)
  })
})

it('what is stored now tells a tenth more at most than what was stored by 8d25f54', () => {
  const size = { browsers: 95, seeds: 6 }
  const compared = compare(size)
  expect(compared.size).toBe(3)
  for (const [copy, both] of compared) {
    // The same attack on the same days, but for what came since: it is given that, and finds something else.
    if (copy !== 'folded for good') expect(both.now).not.toEqual(both['8d25f54'])
    for (const [figure, ratio] of Object.entries(ratiosOf(both))) expect(ratio ?? 1, `${figure} of ${copy}`).toBeLessThanOrEqual(1.1)
  }
})

it('who sends out of one network, whatever they make up, opens less than half of what is not common by itself; out of five networks, all', () => {
  const { values, byBrowsers, byAttacker } = opened(worldOf({ seed: 1, browsers: 500, days: 62 }))
  const [byNobody = 0, byOne = 0] = byAttacker
  expect(byAttacker).toEqual(byAttacker.toSorted((one, other) => one - other))
  expect(byAttacker.at(-1)).toBe(values)
  // The rule costs an owner little.
  expect(byNobody).toBeGreaterThan(0.98 * byBrowsers)
  expect(byOne - byNobody).toBeLessThan((values - byNobody) / 2)
})
