/** Browsers of a small site by the days on which they came, and what is stored of them once their days are folded: without a store, by the collector's own rules. */
import type { Cell } from '../../collector/cells/cell.ts'
import { type BrowsersByValue, foldedTo, type Meant, recenciesToFold } from '../../collector/cells/folding-rules.ts'
import { type LastSeen, lastSeenCells } from '../../collector/cells/last-seen.ts'
import { type PeriodGrain, periodCells } from '../../collector/cells/period-visitors.ts'
import { addPeriod, type KeptBrowsers, type VisitorPeriod } from '../../collector/query/blocks.ts'
import { addRecency } from '../../collector/query/recency.ts'
import { spanAround } from '../../collector/query/visitors.ts'
import { addDays, type Day, daysBetween } from '../../contract/day.ts'
import { reserved } from '../../contract/dimensions.ts'
import { randomOf } from './random.ts'

/** Of each browser its days, in order. */
export type Browsers = readonly (readonly Day[])[]

export interface SmallSite {
  from: Day
  days: number
  /** Browsers that come each day, in the mean. */
  daily: number
  /** Of them, such that come once. The others come back for as long as the site lives. */
  once: number
  seed: number
}

/** Regulars come every three days in the mean, or every sixty: some of them are away for longer than a recency tells. */
export function smallSite({ from, days, daily, once, seed }: SmallSite): Browsers {
  const random = randomOf(seed)
  const browsers: Day[][] = []
  const regulars = Array.from({ length: Math.round((1 - once) * daily * 4) }, (_, index) => ({
    days: [] as Day[],
    often: index % 5 === 0 ? 1 / 60 : 0.31,
  }))
  for (let index = 0; index < days; index++) {
    const day = addDays(from, index)
    for (const regular of regulars) if (random() < regular.often) regular.days.push(day)
    const guests = Math.round(once * daily * 2 * random())
    for (let guest = 0; guest < guests; guest++) browsers.push([day])
  }
  return [...browsers, ...regulars.map((each) => each.days).filter((each) => each.length > 0)]
}

/** How many browsers said what of themselves, by day. */
export function toldBy(browsers: Browsers): Map<Day, Map<string, number>> {
  const told = new Map<Day, Map<string, number>>()
  for (const days of browsers) {
    for (const [index, day] of days.entries()) {
      const before = days[index - 1]
      const recency = before === undefined ? 'new' : String(Math.min(31, daysBetween(before, day)))
      const ofDay = told.get(day) ?? new Map<string, number>()
      told.set(day, ofDay.set(recency, (ofDay.get(recency) ?? 0) + 1))
    }
  }
  return new Map([...told].sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Browsers that nobody has: what they said on a day, and whether they were taken away before it was folded, or after. */
export interface Flood {
  day: Day
  said: BrowsersByValue
  taken: 'before' | 'after'
}

/**
 * What is stored of a site after each day up to `folded` was folded. `since`: the first day on which a Footfall counts that keeps weeks, months and last days.
 * Of a flood that was taken away new browsers are known, others are not.
 */
export function storedOf(browsers: Browsers, { folded, since = '', floods = [] }: { folded: Day; since?: Day; floods?: readonly Flood[] }) {
  const told: Map<Day, BrowsersByValue> = toldBy(browsers)
  const add = (day: Day, value: string, count: number) =>
    told.set(day, new Map(told.get(day)).set(value, (told.get(day)?.get(value) ?? 0) + count))
  for (const { day, said } of floods) for (const [value, count] of said) add(day, value, count)
  const periods = periodCells(
    [...told].flatMap(([day, recencies]) => (day >= since ? [...recencies].map(([value, count]) => recencyCell(day, value, count)) : [])),
  )
  const takeAway = (when: Flood['taken']) => {
    for (const { day, said } of floods.filter(({ taken }) => taken === when)) {
      const added = said.get('new') ?? 0
      const gone = { new: -added, [reserved.removed]: added - [...said.values()].reduce((sum, count) => sum + count, 0) }
      for (const [value, count] of Object.entries(gone).filter(([, count]) => count !== 0)) {
        add(day, value, count)
        periods.push(...periodCells([recencyCell(day, value, count)]))
      }
    }
  }
  takeAway('before')
  const meant: Map<Day, readonly string[]> = new Map()
  let lastSeen: ReadonlyMap<Day, LastSeen> = new Map()
  for (const day of [...told.keys()].sort()) {
    if (day > folded) break
    if (day >= since) lastSeen = lastSeenAfter(lastSeen, lastSeenCells('', new Map([[day, told.get(day) as BrowsersByValue]]), lastSeen))
    const values = recenciesToFold(told, meant as Meant, day)
    told.set(day, foldedTo(told.get(day) as BrowsersByValue, values))
    if (values.length > 0) meant.set(day, values)
  }
  takeAway('after')
  return { told, lastSeen, periods }
}

const recencyCell = (day: Day, valueB: string, count: number): Cell => ({
  ...{ site: '', grain: 'day', dimensionA: '', dimensionB: 'recency', valueA: '', day, valueB },
  counts: { count },
})

/** The stored numbers once these cells are added. */
export function lastSeenAfter(known: ReadonlyMap<Day, LastSeen>, cells: readonly Cell[]): Map<Day, LastSeen> {
  const after = new Map(known)
  for (const { day, counts } of cells) {
    const { last, all } = after.get(day) ?? { last: 0, all: 0 }
    after.set(day, { last: last + (counts.count ?? 0), all: all + (counts.firstOfDay ?? 0) })
  }
  return new Map([...after].filter(([, { last, all }]) => last !== 0 || all !== 0))
}

/** The same as the query reads it for a window. */
export function keptFor(stored: ReturnType<typeof storedOf>, window: { from: Day; to: Day }): KeptBrowsers {
  const span = spanAround(window)
  const recency = new Map<Day, number[]>()
  const periods = new Map<string, VisitorPeriod>()
  let everBefore = 0
  for (const [day, values] of stored.told) {
    if (day < span.from) everBefore += values.get('new') ?? 0
    else if (day <= span.to) for (const [value, seen] of values) addRecency(recency, day, { recency: value, seen })
  }
  for (const { grain, day, valueB, counts } of stored.periods) {
    if (day >= span.from && day <= span.to)
      addPeriod(periods, { grain: grain as PeriodGrain, date: day, recency: valueB, seen: counts.count ?? 0 })
  }
  return { span, recency, lastSeen: stored.lastSeen, periods: [...periods.values()], everBefore }
}
