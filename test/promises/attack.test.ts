/**
 * An attacker with copies of the whole data folder tries to say which visit was the same browser's next one. Small; the long run is
 * test/proof/attack.test.ts, the report docs/attack.md.
 */
import { beforeAll, describe, expect, it } from 'vitest'
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

  it('finds less in copies of every hour than in rows under a hash of the day, which need one copy', () => {
    expect(of('Footfall, copied every hour').right).toBeLessThan(of('rows under a hash of the day').right)
  })

  it('finds a fifth of that at most in copies of every day, and less once they are folded', () => {
    const days = of('Footfall, copied at the end of every day')
    expect(5 * days.right).toBeLessThan(of('rows under a hash of the day').right)
    expect(of('Footfall, folded after three days').right).toBeLessThan(days.right)
    expect(of('Footfall, folded after three days').certain).toBeLessThan(days.certain)
  })

  it('has no certain link once rare values are folded too, and finds fewer', () => {
    const folded = of('Footfall, folded for good')
    expect(folded.certain).toBe(0)
    expect(folded.right).toBeLessThan(of('Footfall, folded after three days').right)
  })
})
