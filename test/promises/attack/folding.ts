/** Days as they stand once they are folded, by the collector's own rules: after three days, and once no day earns by them any more. */
import {
  type BrowsersByValue,
  cohortsToFold,
  foldedTo,
  lasting,
  recenciesToFold,
  valueCells,
} from '../../../collector/cells/folding-rules.ts'
import { addDays, type Day, monthOf, weekOf } from '../../../contract/day.ts'
import { type Dimension, reserved } from '../../../contract/dimensions.ts'
import { smallCross } from '../../../contract/rules.ts'
import { type Counts, emptyGrowth, type Growth, merge } from './copies.ts'
import { attributes } from './world.ts'

export interface Folding {
  /** Who was first and who was new is told of rare values together alone: a month after the day. */
  rareValues: boolean
}

/** What is left of growths of whole days, in order, the first of which is counted from `first`. */
export function folded(days: readonly Growth[], first: Day, { rareValues }: Folding): Growth[] {
  const dateOf = ({ day }: Growth) => addDays(first, day)
  const recencies = new Map<Day, BrowsersByValue>(days.map((growth) => [dateOf(growth), growth.recency]))
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
      marginals: growth.marginals.map((marginal, index) => {
        const dimension = attributes[index] as Dimension
        return rareValues && lasting.includes(dimension) ? withoutRare(marginal, dimension) : marginal
      }),
    }
  })
}

/** The largest counter of a pair of these attributes: second views are never more than visits. */
const sizeOf = ({ crosses, crossViews }: Pick<Growth, 'crosses' | 'crossViews'>, pair: string) =>
  Math.max(crosses.get(pair) ?? 0, crossViews.get(pair) ?? 0)

/**
 * Growths of days with the pairs of their month. `days` are as they were before they were folded: what is folded of a day stays in its month, but
 * for what is small there, once the month is `over`.
 */
export function withMonths(
  growths: readonly Growth[],
  days: readonly Growth[],
  { first, over }: { first: Day; over: (month: Day) => boolean },
): Growth[] {
  const monthOfGrowth = ({ day }: Growth) => monthOf(addDays(first, day))
  const months = new Map<Day, ReadonlyMap<string, number>>()
  for (const [month, list] of Map.groupBy(days, monthOfGrowth)) {
    const sum = emptyGrowth(0)
    for (const each of list) merge(sum, each)
    const stays = (pair: string) => !over(month) || sizeOf(sum, pair) >= smallCross
    months.set(month, new Map([...sum.crosses].filter(([pair]) => stays(pair))))
  }
  return growths.map((growth) => ({ ...growth, month: months.get(monthOfGrowth(growth)) }))
}

/** The counters firstOfDay and newVisitors of rare values as collector/cells/folding-rules.ts leaves them; their visits stay. */
function withoutRare(marginal: ReadonlyMap<string, Counts>, dimension: Dimension): Map<string, Counts> {
  const carried = new Map([...marginal].map(([value, { first, fresh }]) => [value, { opened: first, added: fresh }]))
  const result = new Map(marginal)
  for (const { valueB: value, counts } of valueCells({ site: '', day: '', dimension }, carried)) {
    const { firstOfDay: first = 0, newVisitors: fresh = 0 } = counts
    if (value === reserved.few) result.set(reserved.other, { visits: 0, first, fresh, hidden: true })
    else result.set(value, { visits: marginal.get(value)?.visits ?? 0, first: 0, fresh: 0, hidden: true })
  }
  return result
}
