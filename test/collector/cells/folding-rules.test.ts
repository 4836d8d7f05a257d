/** The rule of folding, without a store: which day is over, and what of it is told less closely. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BrowsersByValue,
  cohortsToFold,
  foldedTo,
  foldingCells,
  lastOver,
  type Meant,
  periodsOf,
  recenciesToFold,
  valueCells,
} from '../../../collector/cells/folding-rules.ts'
import { addDays, type Day, localTime } from '../../../contract/day.ts'
import { fewBrowsers } from '../../../contract/rules.ts'

const day = '2026-11-24'
const told = (given: Record<string, number>): BrowsersByValue => new Map(Object.entries(given))
/** What browsers said, by how many days before `day`. */
const days = (given: Record<number, Record<string, number>>) =>
  new Map(Object.entries(given).map(([ago, counts]) => [addDays(day, -Number(ago)), told(counts)]))

describe('a day is over', () => {
  it('once two more have ended everywhere in the world, and an hour', () => {
    expect(lastOver(Date.parse('2026-11-27T12:59:59Z'))).toBe('2026-11-23')
    expect(lastOver(Date.parse('2026-11-27T13:00:00Z'))).toBe('2026-11-24')
  })

  it('in every zone at least two days after it ended there', () => {
    const zones = ['Etc/GMT+12', 'Pacific/Kiritimati', 'America/Chicago', 'Asia/Kathmandu', 'Pacific/Apia']
    const moments = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2027-12-31') })
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (now, zone) => {
        expect(addDays(lastOver(now), 3) <= localTime(zone, now - 3_600_000).day).toBe(true)
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  it('belongs to itself, its ISO week and its month, and tells of rare values while other days earn by it', () => {
    expect(periodsOf('2027-01-01')).toEqual([
      { grain: 'day', first: '2027-01-01', last: '2027-01-01' },
      { grain: 'week', first: '2026-12-28', last: '2027-01-03' },
      { grain: 'month', first: '2027-01-01', last: '2027-01-31' },
      { grain: 'value', first: '2027-01-01', last: '2027-02-01' },
    ])
  })
})

/** Of the recencies that were said on `day`, those that are not told any more. */
function folded(all: ReadonlyMap<Day, BrowsersByValue>, day: Day, meant: Meant = new Map()): string[] {
  return recenciesToFold(all, meant, day).filter((value) => all.get(day)?.get(value))
}

describe('a recency', () => {
  it('is told where ten or more may have said it, and not where nine may', () => {
    const at = (before: number) => folded(days({ 0: { new: 30, 1: 1 }, 1: { new: before } }), day)
    expect(at(fewBrowsers)).toEqual([])
    expect(at(fewBrowsers - 1)).toEqual(['1'])
  })

  it('is not told where all but nine of that day have been back since', () => {
    const at = (back: number) => folded(days({ 0: { new: 30, 3: 1 }, 1: { 2: back, new: 40 }, 3: { new: 30 } }), day)
    expect(at(20)).toEqual([])
    expect(at(21)).toEqual(['3'])
  })

  it('is taken to be that of each browser which is not told, as these may be the ones that came back', () => {
    const at = (other: number) => folded(days({ 0: { new: 30, 3: 1 }, 1: { '(other)': other, new: 40 }, 3: { new: 30 } }), day)
    expect(at(20)).toEqual([])
    expect(at(21)).toEqual(['3'])
  })

  it('is not taken to be that of a browser of whom it is known that it meant another', () => {
    const all = days({ 0: { new: 30, 3: 1 }, 1: { '(other)': 25, new: 40 }, 3: { new: 30 } })
    const of = (recencies: string[]) => folded(all, day, new Map([[addDays(day, -1), recencies]]))
    expect([of(['1', '3']), of(['1', '2'])]).toEqual([[], ['3']])
  })

  it('is none that names a day where fewer than ten came, but new and 31 stay', () => {
    const busy = { 1: { new: 100 }, 2: { new: 100 } }
    expect(folded(days({ 0: { new: 4, 1: 2, 2: 1, 31: 2 }, ...busy }), day)).toEqual(['1', '2'])
    expect(folded(days({ 0: { new: 5, 1: 2, 2: 1, 31: 2 }, ...busy }), day)).toEqual([])
  })

  it('takes the smallest others with it until ten browsers may be meant by what is not told', () => {
    const before = { 1: { new: 100 }, 2: { new: 12 }, 3: { new: 3 } }
    // Three may have said 3: alone, "(other)" would mean 3.
    expect(folded(days({ 0: { new: 30, 1: 5, 2: 2, 3: 1 }, ...before }), day)).toEqual(['3', '2'])
    expect(folded(days({ 0: { new: 30, 1: 5, 2: 2 }, ...before }), day)).toEqual([])
  })

  it('that is told was that of ten or more, and is folded only beside one that was not', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 30, maxLength: 30 })
    const said = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 30, maxLength: 30 })
    fc.assert(
      fc.property(counts, said, (seen, returning) => {
        // Nobody of these days has been back before, so each of them may be meant.
        const own = Object.fromEntries(returning.map((count, index) => [index + 1, count]))
        const all = days({ ...Object.fromEntries(seen.map((count, index) => [index + 1, { new: count }])), 0: { new: 10, ...own } })
        const values = recenciesToFold(all, new Map(), day)
        const isFew = (value: number) => (seen[value - 1] ?? 0) < fewBrowsers
        const present = returning.flatMap((count, index) => (count > 0 ? [index + 1] : []))
        expect(present.filter((value) => !values.includes(String(value))).some(isFew)).toBe(false)
        if (!present.some(isFew)) expect(values).toEqual([])
        const few = seen.filter((count) => count < fewBrowsers).reduce((sum, count) => sum + count, 0)
        if (few >= fewBrowsers) expect(values.every((value) => isFew(Number(value)))).toBe(true)
      }),
      { seed: 2, numRuns: 300 },
    )
  })
})

describe('a cohort', () => {
  const foldedCohorts = (said: BrowsersByValue, newIn: ReadonlyMap<Day, number>) =>
    cohortsToFold(said, newIn, day).filter((value) => said.get(value))
  const week = (ago: number): Day => addDays('2026-11-23', -7 * ago)
  it('is told where ten or more were new in its week, its own week too', () => {
    const at = (newcomers: number, age: number) =>
      foldedCohorts(
        told({ [age]: 1, 9: 1 }),
        // Another small week of which nobody came, so that not being told means ten.
        new Map([
          [week(age), newcomers],
          [week(7), 9],
          [week(9), 50],
        ]),
      )
    expect([at(10, 4), at(10, 0)]).toEqual([[], []])
    expect([at(9, 4), at(9, 0)]).toEqual([['4'], ['0']])
  })

  it('takes the smallest other with it where fewer than ten would be meant', () => {
    const newIn = new Map([
      [week(1), 4],
      [week(2), 5],
      [week(3), 20],
      [week(4), 30],
    ])
    expect(foldedCohorts(told({ 1: 1, 3: 2, 4: 2 }), newIn)).toEqual(['1', '3'])
    newIn.set(week(5), 6)
    expect(foldedCohorts(told({ 1: 1, 3: 2, 4: 2 }), newIn)).toEqual(['1'])
  })
})

it('folding cells are the difference between what was told and what is', () => {
  const before = told({ new: 3, 1: 2, 7: 1, '(other)': 4 })
  const after = foldedTo(before, ['1', '7'])
  expect(Object.fromEntries(after)).toEqual({ new: 3, '(other)': 7 })
  const cells = foldingCells({ site: 'example.org', day, dimension: 'recency' }, before, ['1', '7'])
  const summed = new Map(before)
  for (const { valueB, counts } of cells) summed.set(valueB, (summed.get(valueB) ?? 0) + (counts.count ?? 0))
  expect(Object.fromEntries([...summed].filter(([, count]) => count !== 0))).toEqual(Object.fromEntries(after))
  expect(cells.every(({ grain, dimensionB }) => grain === 'day' && dimensionB === 'recency')).toBe(true)
  expect(foldingCells({ site: 'example.org', day, dimension: 'recency' }, before, [])).toEqual([])
})

it('what was taken away of a list is no rare value, and stays', () => {
  const carried = new Map([
    ['US', { opened: 30, added: 20 }],
    ['IS', { opened: 2, added: 1 }],
    ['(removed)', { opened: -25, added: -20 }],
  ])
  const cells = valueCells({ site: 'a.org', day, dimension: 'country' }, carried)
  expect(cells.map(({ valueB, counts }) => [valueB, counts])).toEqual([
    ['IS', { firstOfDay: -2, newVisitors: -1 }],
    ['US', { firstOfDay: -30, newVisitors: -20 }],
    ['(few)', { firstOfDay: 32, newVisitors: 21 }],
  ])
})
