import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type RecencyRow, recencyBySite, visitorsIn, visitorsOf } from '../../../collector/query/recency.ts'
import { addDays } from '../../../contract/day.ts'

const start = '2026-01-20'

/** Browsers, each by the days (after `start`) on which it was seen. */
const browsers = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 130 }), { minLength: 1, maxLength: 12 }), { maxLength: 12 })

function rowsOf(seen: number[][], site = 'example.org'): RecencyRow[] {
  return seen.flatMap((days) =>
    days
      .toSorted((one, other) => one - other)
      .map((day, index, sorted) => {
        const before = sorted[index - 1]
        const recency = before === undefined ? 'new' : String(Math.min(31, day - before))
        return { site, date: addDays(start, day), recency, seen: 1 }
      }),
  )
}

const truth = (seen: number[][], from: number, to: number) => seen.filter((days) => days.some((day) => day >= from && day <= to)).length
const windowOf = (from: number, to: number) => ({ from: addDays(start, from), to: addDays(start, to) })

it('counts each browser once in every window up to 31 days, over ends of months and of February', () => {
  fc.assert(
    fc.property(browsers, fc.integer({ min: 0, max: 120 }), fc.integer({ min: 1, max: 31 }), (seen, from, days) => {
      const [recency] = recencyBySite(rowsOf(seen))
      const to = from + days - 1
      const visitors = truth(seen, from, to)
      expect(visitorsIn(recency ?? new Map(), windowOf(from, to))).toEqual({ lower: visitors, upper: visitors })
    }),
    { seed: 1, numRuns: 400 },
  )
})

it('holds the truth between its bounds in longer windows, and is exact where nobody came back after a month', () => {
  fc.assert(
    fc.property(browsers, fc.integer({ min: 0, max: 80 }), fc.integer({ min: 32, max: 120 }), (seen, from, days) => {
      const [recency] = recencyBySite(rowsOf(seen))
      const to = from + days - 1
      const { lower, upper } = visitorsIn(recency ?? new Map(), windowOf(from, to))
      const visitors = truth(seen, from, to)
      expect(lower).toBeLessThanOrEqual(visitors)
      expect(upper).toBeGreaterThanOrEqual(visitors)
      const shortAway = seen.every((each) =>
        each.toSorted((a, b) => a - b).every((day, index, all) => index === 0 || day - all[index - 1]! < 31),
      )
      if (shortAway) expect(upper).toBe(visitors)
    }),
    { seed: 2, numRuns: 400 },
  )
})

it('takes days ahead as empty', () => {
  const [recency] = recencyBySite(rowsOf([[0, 1], [1]]))
  expect(visitorsIn(recency!, { from: start, to: '2036-01-01' })).toEqual({ lower: 2, upper: 2 })
})

it('adds sites as bounds: one browser may have been at all of them', () => {
  const sites = recencyBySite([...rowsOf([[0], [1]], 'one.org'), ...rowsOf([[0], [0], [0]], 'two.org')])
  expect(visitorsOf(sites, windowOf(0, 5))).toEqual({ lower: 3, upper: 5 })
  expect(visitorsOf([], windowOf(0, 5))).toEqual({ lower: 0, upper: 0 })
})
