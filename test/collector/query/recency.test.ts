import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addRecency, type Recency, visitorsIn } from '../../../collector/query/recency.ts'
import { visitorsOfSites } from '../../../collector/query/visitors.ts'
import { addDays, daysBetween } from '../../../contract/day.ts'
import { reserved } from '../../../contract/dimensions.ts'

const start = '2026-01-20'

/** Browsers, each by the days (after `start`) on which it was seen. */
const browsers = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 130 }), { minLength: 1, maxLength: 12 }), { maxLength: 12 })

interface RecencyRow {
  date: string
  recency: string
  seen: number
}

function recencyOf(rows: readonly RecencyRow[]): Recency {
  const days = new Map<string, number[]>()
  for (const { date, ...row } of rows) addRecency(days, date, row)
  return days
}

function rowsOf(seen: number[][]): RecencyRow[] {
  return seen.flatMap((days) =>
    days
      .toSorted((one, other) => one - other)
      .map((day, index, sorted) => {
        const before = sorted[index - 1]
        const recency = before === undefined ? 'new' : String(Math.min(31, day - before))
        return { date: addDays(start, day), recency, seen: 1 }
      }),
  )
}

const truth = (seen: number[][], from: number, to: number) => seen.filter((days) => days.some((day) => day >= from && day <= to)).length
const windowOf = (from: number, to: number) => ({ from: addDays(start, from), to: addDays(start, to) })

it('counts each browser once in every window up to 31 days, over ends of months and of February', () => {
  fc.assert(
    fc.property(browsers, fc.integer({ min: 0, max: 120 }), fc.integer({ min: 1, max: 31 }), (seen, from, days) => {
      const recency = recencyOf(rowsOf(seen))
      const to = from + days - 1
      const visitors = truth(seen, from, to)
      expect(visitorsIn(recency, windowOf(from, to))).toEqual({ lower: visitors, upper: visitors })
    }),
    { seed: 1, numRuns: 400 },
  )
})

it('holds the truth between its bounds in longer windows, and is exact where nobody came back after a month', () => {
  fc.assert(
    fc.property(browsers, fc.integer({ min: 0, max: 80 }), fc.integer({ min: 32, max: 120 }), (seen, from, days) => {
      const recency = recencyOf(rowsOf(seen))
      const to = from + days - 1
      const { lower, upper } = visitorsIn(recency, windowOf(from, to))
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

/** The same rows where some days no longer tell how many of 1…30 days ago it was. */
function folded(rows: RecencyRow[], days: ReadonlySet<string>): RecencyRow[] {
  const isNamed = (recency: string) => recency !== 'new' && recency !== '31'
  return rows.map((row) => (days.has(row.date) && isNamed(row.recency) ? { ...row, recency: reserved.other } : row))
}

const foldedDays = fc
  .uniqueArray(fc.integer({ min: 0, max: 130 }), { maxLength: 80 })
  .map((days) => new Set(days.map((day) => addDays(start, day))))

it('holds the truth between its bounds over folded days, and is exact on one of them', () => {
  fc.assert(
    fc.property(browsers, foldedDays, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 100 }), (seen, days, from, count) => {
      const recency = recencyOf(folded(rowsOf(seen), days))
      const to = from + count - 1
      const { lower, upper } = visitorsIn(recency, windowOf(from, to))
      const visitors = truth(seen, from, to)
      expect(lower).toBeLessThanOrEqual(visitors)
      expect(upper).toBeGreaterThanOrEqual(visitors)
      if (count === 1) expect([lower, upper]).toEqual([visitors, visitors])
    }),
    { seed: 3, numRuns: 2_000 },
  )
})

/** The fewest and the most visitors of any browsers that would have said the same in the window: every way to give each untold one its last day. */
function everyWay(rows: RecencyRow[], from: number, to: number): [number, number] {
  const within = rows.filter(({ date }) => date >= addDays(start, from) && date <= addDays(start, to))
  const dayOf = (date: string) => daysBetween(addDays(start, from), date)
  // Each first view of a day is a place that one later return at most can name.
  const free = new Map<number, number>()
  for (const { date } of within) free.set(dayOf(date), (free.get(dayOf(date)) ?? 0) + 1)
  const take = (day: number, count: number) => free.set(day, (free.get(day) ?? 0) - count)
  let known = 0
  const untold: number[] = []
  for (const { date, recency } of within) {
    const day = dayOf(date)
    const last = day - Number(recency)
    if (recency === reserved.other) untold.push(day)
    else if (recency === 'new' || recency === '31' || last < 0) known++
    else take(last, 1)
  }
  const ways = (index: number, firsts: number): [number, number][] => {
    const day = untold[index]
    if (day === undefined) return [[firsts, firsts]]
    const found = day <= 29 ? ways(index + 1, firsts + 1) : []
    for (let last = 0; last < day; last++) {
      if ((free.get(last) ?? 0) === 0) continue
      take(last, 1)
      found.push(...ways(index + 1, firsts))
      take(last, -1)
    }
    const all = found.flat()
    return all.length ? [[Math.min(...all), Math.max(...all)]] : []
  }
  const [span] = ways(0, known)
  return span as [number, number]
}

it('gives the closest bounds that what is told in the window allows', () => {
  const few = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  const days = fc
    .uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 5 })
    .map((each) => new Set(each.map((day) => addDays(start, day))))
  let bounded = 0
  fc.assert(
    fc.property(few, days, fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 8 }), (seen, foldedOn, from, count) => {
      const rows = folded(rowsOf(seen), foldedOn)
      const recency = recencyOf(rows)
      const { lower, upper } = visitorsIn(recency, windowOf(from, from + count - 1))
      if (lower < upper) bounded++
      expect([lower, upper]).toEqual(everyWay(rows, from, from + count - 1))
    }),
    { seed: 5, numRuns: 1_000 },
  )
  expect(bounded).toBeGreaterThan(100)
})

it('counts what is not told perhaps on the 30th day of a window, and not on the 31st', () => {
  const recency = recencyOf([
    { date: start, recency: 'new', seen: 9 },
    { date: addDays(start, 30), recency: reserved.other, seen: 2 },
  ])
  expect(visitorsIn(recency, windowOf(1, 30))).toEqual({ lower: 2, upper: 2 })
  expect(visitorsIn(recency, windowOf(0, 30))).toEqual({ lower: 9, upper: 9 })
  const sooner = recencyOf([
    { date: start, recency: 'new', seen: 9 },
    { date: addDays(start, 29), recency: reserved.other, seen: 2 },
  ])
  expect(visitorsIn(sooner, windowOf(0, 29))).toEqual({ lower: 9, upper: 11 })
})

it('takes days ahead as empty', () => {
  const recency = recencyOf(rowsOf([[0, 1], [1]]))
  expect(visitorsIn(recency, { from: start, to: '2036-01-01' })).toEqual({ lower: 2, upper: 2 })
})

it('adds sites as bounds: one browser may have been at all of them', () => {
  const spans = [
    [[0], [1]],
    [[0], [0], [0]],
  ].map((seen) => visitorsIn(recencyOf(rowsOf(seen)), windowOf(0, 5)))
  expect(visitorsOfSites(spans)).toEqual({ lower: 3, upper: 5 })
  expect(visitorsOfSites([])).toEqual({ lower: 0, upper: 0 })
})

/** Browsers that nobody has: on a day, and what they said; how many of these on each day nobody knows which. */
const madeUp = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 130 }),
    recency: fc.constantFrom('new', '31', ...Array.from({ length: 30 }, (_, index) => String(index + 1))),
    seen: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 12 },
)

it('holds the truth between its bounds where browsers were taken away of which nobody knows which, and is exact on a day', () => {
  fc.assert(
    fc.property(
      browsers,
      madeUp,
      foldedDays,
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 1, max: 100 }),
      (seen, made, days, from, count) => {
        const forged = made.map(({ day, ...row }) => ({ date: addDays(start, day), ...row }))
        const removed = forged.map((row) => ({ ...row, recency: reserved.removed, seen: -row.seen }))
        const recency = recencyOf([...folded([...rowsOf(seen), ...forged], days), ...removed])
        const to = from + count - 1
        const { lower, upper } = visitorsIn(recency, windowOf(from, to))
        const visitors = truth(seen, from, to)
        expect(lower).toBeLessThanOrEqual(visitors)
        expect(upper).toBeGreaterThanOrEqual(visitors)
        for (const { day } of made) expect(visitorsIn(recency, windowOf(day, day)).upper).toBe(truth(seen, day, day))
      },
    ),
    { seed: 4, numRuns: 800 },
  )
})
