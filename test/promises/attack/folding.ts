/**
 * Folding as collector/cells/fold.ts does it, over growths of whole days; and what more could be folded. The rule of recencies and
 * cohorts is to be replaced by that file's own once both are there.
 */
import type { Counts, Growth } from './copies.ts'

const few = 10
const smallCross = 5
const other = '(other)'

export interface Folding {
  /** The counters firstOfDay and newVisitors of a value that fewer than ten browsers carried on the day are told for `(other)` alone. */
  rareValues: boolean
}

type Told = ReadonlyMap<string, number>

/** The days as they stand once they are folded; in order, each a growth of a whole day. */
export function folded(days: readonly Growth[], { rareValues }: Folding): Growth[] {
  const byDay = new Map(days.map((growth) => [growth.day, growth]))
  const recencies = new Map<number, Told>()
  return days.map((growth) => {
    // In order of days, so that the days before are known as they stand.
    const told = foldedTo(growth.recency, recenciesToFold(growth, byDay, recencies))
    recencies.set(growth.day, told)
    return {
      ...growth,
      recency: told,
      cohort: foldedTo(growth.cohort, cohortsToFold(growth, byDay)),
      crosses: new Map([...growth.crosses].filter(([, visits]) => visits >= smallCross)),
      marginals: rareValues ? growth.marginals.map((marginal) => withoutRare(marginal)) : growth.marginals,
    }
  })
}

const total = (told: Told | undefined) => [...(told?.values() ?? [])].reduce((sum, count) => sum + count, 0)

/** Those that fewer than ten browsers could have said, and all that name a day where fewer than ten came. */
function recenciesToFold({ day, recency }: Growth, days: ReadonlyMap<number, Growth>, before: ReadonlyMap<number, Told>): string[] {
  const named = Array.from({ length: 30 }, (_, index) => index + 1)
  if (total(recency) < few) return named.map(String)
  const candidates = (ago: number) => {
    let left = total(days.get(day - ago)?.recency)
    for (let back = 1; back < ago && left > 0; back++) {
      const told = before.get(day - ago + back)
      left -= (told?.get(String(back)) ?? 0) + (told?.get(other) ?? 0)
    }
    return Math.max(0, left)
  }
  return pooled(recency, new Map(named.map((ago) => [String(ago), candidates(ago)])))
}

function cohortsToFold({ day, cohort }: Growth, days: ReadonlyMap<number, Growth>): string[] {
  const week = day - (day % 7)
  const newIn = (age: number) => {
    let fresh = 0
    for (let at = week - 7 * age; at < week - 7 * age + 7; at++) fresh += days.get(at)?.total.fresh ?? 0
    return fresh
  }
  return pooled(cohort, new Map(Array.from({ length: 27 }, (_, age) => [String(age), newIn(age)])))
}

/** Values that too few can have carried, and the smallest of the others until `(other)` stands for ten. */
function pooled(told: Told, carriers: ReadonlyMap<string, number>): string[] {
  const bySize = [...carriers].sort(([, one], [, other]) => one - other)
  const pool: string[] = []
  let carried = 0
  for (const [value, size] of bySize) {
    if (size >= few && (carried >= few || !pool.some((each) => told.get(each)))) break
    pool.push(value)
    carried += size
  }
  return pool.some((each) => told.get(each)) ? pool : []
}

function foldedTo(told: Told, values: readonly string[]): Map<string, number> {
  const result = new Map(told)
  for (const value of values) {
    const count = result.get(value)
    if (!count) continue
    result.set(other, (result.get(other) ?? 0) + count)
    result.delete(value)
  }
  return result
}

/**
 * Of rare values, and so many of the others that ten browsers are among them, it is told only together who came first on the day
 * and who was new. The visits of each stay, but on days with fewer than ten browsers.
 */
function withoutRare(marginal: ReadonlyMap<string, Counts>): Map<string, Counts> {
  const carried = new Map([...marginal].map(([value, { first }]) => [value, first]))
  const pool = new Set(pooled(carried, carried))
  if (pool.size === 0) return new Map(marginal)
  const isQuiet = total(carried) < few
  const result = new Map<string, Counts>()
  const sum: Counts = { visits: 0, first: 0, fresh: 0, ...(!isQuiet && { hidden: true }) }
  for (const [value, counts] of marginal) {
    if (!isQuiet && !pool.has(value)) {
      result.set(value, counts)
      continue
    }
    if (isQuiet) sum.visits += counts.visits
    else result.set(value, { visits: counts.visits, first: 0, fresh: 0, hidden: true })
    sum.first += counts.first
    sum.fresh += counts.fresh
  }
  return result.set(other, sum)
}
