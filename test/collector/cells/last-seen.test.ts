/** What is kept of a site's visitors when the recencies of its days are folded: days last seen, and first days of weeks and months. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchesOf } from '../../../collector/cells/batch.ts'
import { type Cell, splitNames } from '../../../collector/cells/cell.ts'
import { type LastSeen, lastSeenCells } from '../../../collector/cells/last-seen.ts'
import { periodCells } from '../../../collector/cells/period-visitors.ts'
import { addDays, type Day, monthOf, weekOf } from '../../../contract/day.ts'
import { type Browsers, lastSeenAfter, toldBy } from '../../kit/small-site.ts'

const start = '2026-10-20'

/** Browsers by the days on which they came. */
const anybody = fc
  .array(fc.uniqueArray(fc.integer({ min: 0, max: 70 }), { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 15 })
  .map((browsers): Browsers => browsers.map((days) => days.toSorted((one, other) => one - other).map((day) => addDays(start, day))))

/** Of the 31 days up to the newest one: whose last day each is. */
function truth(browsers: Browsers, newest: Day): Map<Day, LastSeen> {
  const found = new Map<Day, LastSeen>()
  for (const days of browsers) {
    for (const day of days) {
      if (day > newest || day < addDays(newest, -30)) continue
      const { last, all } = found.get(day) ?? { last: 0, all: 0 }
      const isLast = days.every((other) => other <= day || other > newest)
      found.set(day, { last: last + (isLast ? 1 : 0), all: all + 1 })
    }
  }
  return found
}

describe('days last seen', () => {
  it('are told of the 31 days up to the newest that is folded, day by day or many at once', () => {
    fc.assert(
      fc.property(anybody, fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 20 }), (browsers, folded, together) => {
        const told = [...toldBy(browsers)].filter(([day]) => day <= addDays(start, folded))
        let known = new Map<Day, LastSeen>()
        for (let index = 0; index < told.length; index += together)
          known = lastSeenAfter(known, lastSeenCells('', new Map(told.slice(index, index + together)), known))
        const newest = told.at(-1)?.[0]
        expect(known).toEqual(newest === undefined ? new Map() : truth(browsers, newest))
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  it('do not depend on the order in which days are folded', () => {
    fc.assert(
      fc.property(anybody, fc.integer({ min: 0, max: 1_000 }), (browsers, seed) => {
        const told = [...toldBy(browsers)]
        const shuffled = told.toSorted(([one], [other]) => ((one.charCodeAt(9) * seed) % 7) - ((other.charCodeAt(9) * seed) % 7))
        let known = new Map<Day, LastSeen>()
        for (const each of shuffled) known = lastSeenAfter(known, lastSeenCells('', new Map([each]), known))
        expect(known).toEqual(truth(browsers, told.at(-1)![0]))
      }),
      { seed: 2, numRuns: 200 },
    )
  })

  it('leave out a day that was folded before, so that its sum is missing', () => {
    const recencies = new Map([
      ['new', 3],
      ['(other)', 9],
    ])
    expect(lastSeenCells('', new Map([[start, recencies]]), new Map())).toEqual([])
    const known = new Map([[start, { last: 4, all: 5 }]])
    expect(lastSeenCells('', new Map([[start, new Map([['new', 1]])]]), known)).toEqual([])
    const removed = new Map([
      ['3', 9],
      ['(removed)', -4],
    ])
    expect(lastSeenCells('', new Map([[start, removed]]), new Map())).toEqual([])
  })
})

describe('a week and a month', () => {
  const cells = (browsers: Browsers): Cell[] =>
    [...toldBy(browsers)].flatMap(([day, recencies]) =>
      [...recencies].map(([valueB, count]) => ({
        ...{ site: 'a.org', grain: 'day' as const, dimensionA: '', dimensionB: 'recency', valueA: '', day, valueB },
        counts: { count },
      })),
    )

  it('count each browser once, on its first day in them', () => {
    fc.assert(
      fc.property(anybody, (browsers) => {
        const firsts = new Map<string, number>()
        for (const { grain, day, valueB, counts } of periodCells(cells(browsers))) {
          if (valueB !== 'first') continue
          const key = `${grain} ${grain === 'week' ? weekOf(day) : day}`
          firsts.set(key, (firsts.get(key) ?? 0) + (counts.count ?? 0))
        }
        const truths = new Map<string, number>()
        for (const days of browsers)
          for (const key of new Set(days.flatMap((day) => [`week ${weekOf(day)}`, `month ${monthOf(day)}`])))
            truths.set(key, (truths.get(key) ?? 0) + 1)
        expect(firsts).toEqual(truths)
      }),
      { seed: 3, numRuns: 300 },
    )
  })

  it('leave out whom nobody can tell, but on their first day, on which all are first', () => {
    const of = (day: Day, valueB: string, count: number): Cell => ({
      ...{ site: 'a.org', grain: 'day', dimensionA: '', dimensionB: 'recency', valueA: '', day, valueB, counts: { count } },
    })
    const told = (day: Day) =>
      periodCells([of(day, '(removed)', -4), of(day, '(other)', -2), of(day, 'new', -3)]).map(({ grain, valueB, counts }) => [
        grain,
        valueB,
        counts.count,
      ])
    // A Monday, the first of a month, and neither.
    expect(told('2026-10-19')).toEqual([
      ['week', 'first', -9],
      ['month', 'first', -3],
    ])
    expect(told('2026-10-01')).toEqual([
      ['month', 'first', -9],
      ['week', 'first', -3],
    ])
    expect(told('2026-10-21')).toEqual([
      ['week', 'first', -3],
      ['month', 'first', -3],
    ])
  })

  it('lie in the month of their batch, also where the week goes on in the next', () => {
    const browsers = [['2026-10-30', '2026-10-31', '2026-11-01'], ['2026-11-01']]
    for (const { month, rows } of batchesOf(cells(browsers), { collector: 'c', first: 1 })) {
      const { names, rows: held } = splitNames(rows)
      const day = names.indexOf('day')
      const days = new TextDecoder()
        .decode(held)
        .trimEnd()
        .split('\n')
        .map((row) => JSON.parse(row)[day] as Day)
      expect(days.length).toBeGreaterThan(4)
      expect(new Set(days.map(monthOf))).toEqual(new Set([month]))
    }
  })
})
