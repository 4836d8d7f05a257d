/** Days as they stand once they are folded, by the collector's own rules; and what more could be folded, which is not built. */
import { cohortsToFold, fewBrowsers, foldedTo, pooled, recenciesToFold, smallCross, type Told } from '../../../collector/cells/fold.ts'
import { addDays, type Day, weekOf } from '../../../contract/day.ts'
import { reserved } from '../../../contract/dimensions.ts'
import type { Counts, Growth } from './copies.ts'

export interface Folding {
  /** The counters firstOfDay and newVisitors of a value that fewer than ten browsers carried on the day are told for `(other)` alone. */
  rareValues: boolean
}

/** What is left of growths of whole days, in order, the first of which is counted from `first`. */
export function folded(days: readonly Growth[], first: Day, { rareValues }: Folding): Growth[] {
  const dateOf = ({ day }: Growth) => addDays(first, day)
  const recencies = new Map<Day, Told>(days.map((growth) => [dateOf(growth), growth.recency]))
  const meant = new Map<Day, string[]>()
  const newIn = new Map<Day, number>()
  for (const growth of days) newIn.set(weekOf(dateOf(growth)), (newIn.get(weekOf(dateOf(growth))) ?? 0) + growth.total.fresh)
  return days.map((growth) => {
    const day = dateOf(growth)
    // As collector/spool/fold.ts does it: later days are judged by what the days before tell once they are folded.
    const values = recenciesToFold(recencies, meant, day)
    const recency = foldedTo(growth.recency, values)
    recencies.set(day, recency)
    if (values.length > 0) meant.set(day, values)
    return {
      ...growth,
      recency,
      cohort: foldedTo(growth.cohort, cohortsToFold(growth.cohort, newIn, day)),
      crosses: new Map([...growth.crosses].filter(([pair]) => sizeOf(growth, pair) >= smallCross)),
      marginals: rareValues ? growth.marginals.map((marginal) => withoutRare(marginal)) : growth.marginals,
    }
  })
}

/** The largest counter of a pair of these attributes: second views are never more than visits. */
const sizeOf = ({ crosses, crossViews }: Growth, pair: string) => Math.max(crosses.get(pair) ?? 0, crossViews.get(pair) ?? 0)

/**
 * Not built. Of rare values, and so many of the others that ten browsers are among them, it is told only together who came first on the day
 * and who was new. The visits of each stay, but on days with fewer than ten browsers.
 */
function withoutRare(marginal: ReadonlyMap<string, Counts>): Map<string, Counts> {
  const carried = new Map([...marginal].map(([value, { first }]) => [value, first]))
  const pool = new Set(pooled(carried, carried))
  if (pool.size === 0) return new Map(marginal)
  const isQuiet = [...carried.values()].reduce((sum, count) => sum + count, 0) < fewBrowsers
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
  return result.set(reserved.other, sum)
}
