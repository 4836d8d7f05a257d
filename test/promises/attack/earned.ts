/** Which values have earned their crosses, by the rule of docs/counting.md over cells in memory: what collector/store/queries/earned.ts asks the store. */
import type { Cell } from '../../../collector/cells/cell.ts'
import type { Earned } from '../../../collector/store/queries/earned.ts'
import { addDays, type Day } from '../../../contract/day.ts'
import { type Dimension, dimensionRow, reserved } from '../../../contract/dimensions.ts'
import { earningBrowsers, earningDays } from '../../../contract/rules.ts'

interface Told {
  first: number
  fresh: number
  seen: number
}

/** What the marginals of each day say, by dimension and value. */
export class Carried {
  private readonly days = new Map<Day, Map<string, Told>>()

  add({ day, dimensionA, dimensionB, valueB, counts }: Cell): void {
    if (dimensionA || !dimensionB) return
    const row = dimensionRow(dimensionB as Dimension)
    if (row.earns === 0 || row.sharedWith || valueB === reserved.other) return
    const values = this.days.get(day) ?? new Map<string, Told>()
    this.days.set(day, values)
    const told = values.get(`${dimensionB}\n${valueB}`) ?? { first: 0, fresh: 0, seen: 0 }
    values.set(`${dimensionB}\n${valueB}`, told)
    told.first += counts.firstOfDay ?? 0
    told.fresh += counts.newVisitors ?? 0
    told.seen += Math.max(counts.views ?? 0, counts.visits ?? 0)
  }

  /** The values that may stand in crosses of `day`, the most seen first. Of a site where somebody consented. */
  earned(day: Day): Earned {
    const most = new Map<string, { browsers: number; fresh: number; seen: number }>()
    // From the last day back, so that what was new after a day is known when it is reached.
    for (let ago = earningDays.last; ago <= earningDays.first; ago++) {
      for (const [key, { first, fresh, seen }] of this.days.get(addDays(day, -ago)) ?? []) {
        const known = most.get(key) ?? { browsers: 0, fresh: 0, seen: 0 }
        most.set(key, { browsers: Math.max(known.browsers, first + known.fresh), fresh: known.fresh + fresh, seen: known.seen + seen })
      }
    }
    const earned: Earned = {}
    const ranked = [...most].filter(([, { browsers }]) => browsers >= earningBrowsers).sort(([, one], [, other]) => other.seen - one.seen)
    for (const [key] of ranked) {
      const [dimension, value] = key.split('\n') as [Dimension, string]
      const values = earned[dimension] ?? []
      if (values.length < dimensionRow(dimension).earns) earned[dimension] = [...values, value]
    }
    return earned
  }
}
