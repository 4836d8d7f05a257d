/** Visitors of windows, weeks and months once browsers that nobody has were taken away, before their day was folded or after it: true bounds, exact where it can be known. */
import { expect, it } from 'vitest'
import { visitorsAmong } from '../../../collector/query/visitors.ts'
import { addDays, type Day, monthEnd, monthOf, weekOf } from '../../../contract/day.ts'
import { randomOf } from '../../kit/random.ts'
import { type Flood, keptFor, smallSite, storedOf } from '../../kit/small-site.ts'

const from = '2026-07-06'
const lived = 100
const today = addDays(from, lived - 1)
const folded = addDays(today, -3)
const browsers = smallSite({ from, days: lived, daily: 20, once: 0.75, seed: 7 })

interface Window {
  from: Day
  to: Day
}

const truth = (window: Window) => browsers.filter((days) => days.some((day) => day >= window.from && day <= window.to)).length

/** Days with weeks and months around them, and windows of all lengths up to now. */
function windowsFrom(random: () => number): Window[] {
  const some = Array.from({ length: 12 }, () => {
    const first = Math.floor(random() * lived)
    return { from: addDays(from, first), to: addDays(from, Math.min(lived - 1, first + Math.floor(random() * 45))) }
  })
  const upToNow = Array.from({ length: 31 }, (_, days) => ({ from: addDays(today, -days), to: today }))
  const ofDay = some.flatMap(({ from: day }) => [
    { from: weekOf(day), to: addDays(weekOf(day), 6) },
    { from: monthOf(day), to: monthEnd(day) },
  ])
  return [...some, ...upToNow, ...ofDay].filter((window) => window.from >= from)
}

function floodsOf(random: () => number, onlyNew: boolean): Flood[] {
  const days = new Set(Array.from({ length: 4 }, () => Math.floor(lived - random() * (random() < 0.5 ? 10 : lived))))
  return [...days].map((index) => {
    const others = Array.from(
      { length: onlyNew ? 0 : 3 },
      () => [String(1 + Math.floor(random() * 31)), 1 + Math.floor(random() * 20)] as const,
    )
    return {
      day: addDays(from, index - 1),
      said: new Map([['new', Math.floor(random() * 60)], ...others]),
      taken: random() < 0.5 ? 'before' : 'after',
    }
  })
}

it('hold the truth, whoever was taken away and when; a day has its exact number', () => {
  const random = randomOf(11)
  for (let run = 0; run < 12; run++) {
    const floods = floodsOf(random, false)
    const stored = storedOf(browsers, { folded, floods })
    for (const window of [...windowsFrom(random), ...floods.map(({ day }) => ({ from: day, to: day }))]) {
      const { lower, upper } = visitorsAmong(keptFor(stored, window), window)
      const said = JSON.stringify({ window, floods: floods.map((flood) => ({ ...flood, said: [...flood.said] })) })
      expect(lower, said).toBeLessThanOrEqual(truth(window))
      expect(upper, said).toBeGreaterThanOrEqual(truth(window))
      if (window.from === window.to) expect(lower, said).toBe(upper)
    }
  }
})

it('are those of the site without them where all were new and went before their day was folded', () => {
  const random = randomOf(12)
  const clean = storedOf(browsers, { folded })
  for (let run = 0; run < 3; run++) {
    const floods = floodsOf(random, true).map((flood) => ({ ...flood, taken: 'before' as const }))
    const stored = storedOf(browsers, { folded, floods })
    for (const window of windowsFrom(random))
      expect(visitorsAmong(keptFor(stored, window), window)).toEqual(visitorsAmong(keptFor(clean, window), window))
  }
})

it('of weeks and months stay exact where all were new, also after their days were folded', () => {
  const random = randomOf(13)
  for (let run = 0; run < 10; run++) {
    const floods = floodsOf(random, true)
    const stored = storedOf(browsers, { folded, floods })
    for (const { day } of floods) {
      const windows = [
        { from: weekOf(day), to: addDays(weekOf(day), 6) },
        { from: monthOf(day), to: monthEnd(day) },
      ].filter((window) => window.from >= from)
      for (const window of windows) {
        const visitors = truth(window)
        if (visitors >= 10) expect(visitorsAmong(keptFor(stored, window), window)).toEqual({ lower: visitors, upper: visitors })
      }
    }
  }
})
