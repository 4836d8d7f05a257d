/** Visitors of small sites after folding: the windows that people ask for stay exact, all others have the closest bounds that are known. */
import { describe, expect, it } from 'vitest'
import { visitorsIn } from '../../../collector/query/recency.ts'
import { spanAround, visitorsAmong } from '../../../collector/query/visitors.ts'
import { addDays, type Day, daysBetween, monthEnd, monthOf, weekOf } from '../../../contract/day.ts'
import { fewVisitors } from '../../../contract/rules.ts'
import { expectDocBlock } from '../../kit/doc.ts'
import { randomOf } from '../../kit/random.ts'
import { type Browsers, keptFor, type SmallSite, smallSite, storedOf } from '../../kit/small-site.ts'

const from = '2026-05-13'
const lived = 200
const today = addDays(from, lived - 1)
const sites: [string, Pick<SmallSite, 'daily' | 'once'>][] = [
  ['7 a day, most come once', { daily: 7, once: 0.75 }],
  ['20 a day, most come once', { daily: 20, once: 0.75 }],
  ['60 a day, most come once', { daily: 60, once: 0.75 }],
  ['7 a day, regulars', { daily: 7, once: 0 }],
  ['20 a day, regulars', { daily: 20, once: 0 }],
  ['60 a day, regulars', { daily: 60, once: 0 }],
]

interface Window {
  from: Day
  to: Day
}

const truth = (browsers: Browsers, window: Window) =>
  browsers.filter((days) => days.some((day) => day >= window.from && day <= window.to)).length

function siteOf(given: Pick<SmallSite, 'daily' | 'once'>, options: { since?: Day } = {}) {
  const browsers = smallSite({ from, days: lived, seed: 3, ...given })
  const stored = storedOf(browsers, { folded: addDays(today, -3), ...options })
  return { browsers, stored, told: (window: Window) => visitorsAmong(keptFor(stored, window), window) }
}

/** Where fewer than ten came it is said only that somebody did. */
const exact = (visitors: number) =>
  visitors > 0 && visitors < fewVisitors
    ? {
        lower: expect.toSatisfy((lower: number) => lower <= visitors),
        upper: expect.toSatisfy((upper: number) => upper >= visitors && upper < fewVisitors),
      }
    : { lower: visitors, upper: visitors }

const lengths = Array.from({ length: 31 }, (_, index) => index + 1)
/** Every length up to 31 days, to today and each of the three days before. */
const upToNow: Window[] = [0, 1, 2, 3].flatMap((ago) =>
  lengths.map((days) => ({ from: addDays(today, 1 - ago - days), to: addDays(today, -ago) })),
)
const weeks: Window[] = Array.from({ length: 29 }, (_, index) => weekOf(addDays(from, 7 * index)))
  .filter((day) => day >= from)
  .map((day) => ({ from: day, to: addDays(day, 6) }))
const months: Window[] = ['2026-06-01', '2026-07-01', '2026-08-01', '2026-09-01', '2026-10-01', monthOf(today)].map((day) => ({
  from: day,
  to: monthEnd(day),
}))

describe.each(sites)('on a site of %s', (_, given) => {
  const { browsers, stored, told } = siteOf(given)

  it('windows up to now, and every week and month, are exact', () => {
    for (const window of [...upToNow, ...weeks, ...months])
      expect(told(window), JSON.stringify(window)).toEqual(exact(truth(browsers, window)))
    expect([...stored.told.values()].filter((recencies) => recencies.has('(other)')).length).toBeGreaterThan(50)
  })

  it('any window has true bounds, above no longer window and not above all that ever came', () => {
    const random = randomOf(11)
    const ever = browsers.length
    for (let tried = 0; tried < 100; tried++) {
      // Half of them end in the last months, near the days that are told as last seen.
      const last = Math.floor(tried % 2 ? random() * lived : lived - 1 - random() * 60)
      const first = Math.max(0, last - Math.floor(random() * 70))
      const window = { from: addDays(from, first), to: addDays(from, last) }
      const longer = { from: addDays(window.from, -Math.floor(random() * 20)), to: addDays(window.to, Math.floor(random() * 20)) }
      const { lower, upper } = told(window)
      const visitors = truth(browsers, window)
      expect(lower, JSON.stringify(window)).toBeLessThanOrEqual(visitors)
      expect(upper, JSON.stringify(window)).toBeGreaterThanOrEqual(visitors)
      expect(upper).toBeLessThanOrEqual(ever)
      expect(upper, JSON.stringify([window, longer])).toBeLessThanOrEqual(told(longer).upper)
      expect(lower, JSON.stringify([window, longer])).toBeLessThanOrEqual(told(longer).lower)
      // Never less than the recencies of the window alone can tell.
      const own = visitorsIn(keptFor(stored, window).recency, window)
      expect([lower >= own.lower, upper <= own.upper]).toEqual([true, true])
    }
  })
})

it('docs/counting.md says how wide the bounds are', () => {
  const classes: [number, number][] = [
    [1, 7],
    [8, 31],
    [32, 120],
  ]
  const width = ({ lower, upper }: { lower: number; upper: number }) => upper - lower
  const lines = sites.map(([name, given]) => {
    const { browsers, stored, told } = siteOf(given)
    const random = randomOf(5)
    const cells = classes.map(([fewest, most]) => {
      const sums = [0, 0, 0]
      for (let tried = 0; tried < 60; tried++) {
        const length = fewest + Math.floor(random() * (most - fewest + 1))
        const first = addDays(from, Math.floor(random() * (lived - 40 - length)))
        const window = { from: first, to: addDays(first, length - 1) }
        const own = visitorsIn(keptFor(stored, window).recency, window)
        for (const [index, value] of [truth(browsers, window), width(own), width(told(window))].entries()) sums[index]! += value / 60
      }
      const [visitors, before, now] = sums.map((sum) => Math.round(sum).toLocaleString('en-US'))
      return `${fewest}–${most} days: ${visitors}, ${before} → ${now}`
    })
    return `${`${name}:`.padEnd(35)} ${cells.map((cell) => cell.padEnd(28)).join(' ')}`.trimEnd()
  })
  expectDocBlock('counting.md', 'widths', lines.join('\n'))
})

it('what was folded before an upgrade stays bounded, and what is asked for is exact from 31 days after it on', () => {
  const since = addDays(today, -40)
  const { browsers, told } = siteOf({ daily: 7, once: 0 }, { since })
  const early = { from: addDays(since, -20), to: addDays(since, -1) }
  const { lower, upper } = told(early)
  const visitors = truth(browsers, early)
  expect(lower).toBeLessThan(upper)
  expect(lower <= visitors && visitors <= upper).toBe(true)
  for (const window of upToNow) expect(told(window), JSON.stringify(window)).toEqual(exact(truth(browsers, window)))
  // Sooner the days before it are missing.
  const sooner = siteOf({ daily: 7, once: 0 }, { since: addDays(today, -20) })
  for (const window of upToNow) {
    const { lower, upper } = sooner.told(window)
    const visitors = truth(browsers, window)
    expect([lower <= visitors, visitors <= upper], JSON.stringify(window)).toEqual([true, true])
  }
  expect(sooner.told({ from: addDays(today, -6), to: today })).toEqual(exact(truth(browsers, { from: addDays(today, -6), to: today })))
  // The month in which it happened lacks the browsers of its first days.
  const cut = { from: monthOf(since), to: monthEnd(since) }
  expect(daysBetween(cut.from, since)).toBeGreaterThan(3)
  expect(told(cut).lower).toBeLessThan(told(cut).upper)
  expect(spanAround(cut).from <= cut.from).toBe(true)
})
