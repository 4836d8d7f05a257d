import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketsOf, grainsOf, type Window } from '../../../collector/query/window.ts'
import { addDays, daysBetween, monthEnd, monthOf } from '../../../contract/day.ts'
import { intervals } from '../../../contract/query.ts'

const windows = fc
  .tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 500 }))
  .map(([start, days]): Window => ({ from: addDays('2023-12-01', start), to: addDays('2023-12-01', start + days) }))

const daysIn = ({ from, to }: Window) => Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index))

describe('buckets', () => {
  it.each([
    ['day', ['2026-11-29', '2026-11-30', '2026-12-01']],
    ['week', ['2026-11-23', '2026-11-30']],
    ['month', ['2026-11-01', '2026-12-01']],
  ] as const)('begin where their %s does', (interval, dates) => {
    expect(bucketsOf({ from: '2026-11-29', to: '2026-12-01' }, interval).map(({ date }) => date)).toEqual(dates)
  })

  it('hold each day of the window once', () => {
    fc.assert(
      fc.property(windows, fc.constantFrom(undefined, ...intervals), (window, interval) => {
        expect(bucketsOf(window, interval).flatMap(daysIn)).toEqual(daysIn(window))
      }),
      { seed: 3 },
    )
  })
})

describe('grains', () => {
  it('hold each day of the window once, whole months at month grain where the window is long or the place a cross', () => {
    fc.assert(
      fc.property(windows, fc.integer({ min: -40, max: 400 }), fc.boolean(), fc.boolean(), (window, ago, monthly, cross) => {
        const folded = addDays(window.to, -ago)
        const { days, months, past } = grainsOf(window, { monthly, cross, folded })
        const whole = months ? daysIn({ from: months.from, to: monthEnd(months.to) }) : []
        const taken = new Set(past ? daysIn(past) : [])
        expect([...days.flatMap(daysIn), ...whole.filter((day) => !taken.has(day))].sort()).toEqual(daysIn(window))
        expect(whole).toEqual(expect.arrayContaining([...taken]))
        // What is taken from a month is read by its days, so none of these may have been folded: nor the one that is folded next.
        for (const day of taken) expect(day > addDays(folded, 1)).toBe(true)
        const inWindow = new Set(daysIn(window))
        const wholeMonths = [...new Set(daysIn(window).map(monthOf))].filter(
          (month) => inWindow.has(month) && (inWindow.has(monthEnd(month)) || (window.to < monthEnd(month) && window.to > folded)),
        )
        const atMonths = monthly && (cross || daysBetween(window.from, window.to) >= 62)
        expect([...new Set(whole.map(monthOf))]).toEqual(atMonths ? wholeMonths : [])
      }),
      { seed: 4, numRuns: 300 },
    )
  })
})
