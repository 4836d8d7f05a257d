/** Which values of a site are known from its ordinary days: they have their rows, however many others are made up on a day. */
import { addDays, type Day } from '../../../contract/day.ts'
import { type Dimension, dimensionRow, dimensionsWhere } from '../../../contract/dimensions.ts'
import { knownDays, knownWithinDays } from '../../../contract/rules.ts'
import type { Store } from '../../ports.ts'

export interface Known {
  vocabulary: Dimension
  value: string
}

const open = dimensionsWhere(({ values, sharedWith }) => values === 'open' && !sharedWith)

// A value that is taken back has its rows, and counts nothing.
const question = `SELECT dimension, value FROM (
  SELECT dimensionB AS dimension, valueB AS value, day, greatest(sum(views), sum(visits), sum(cells.\`count\`)) AS seen FROM cells
    WHERE site = {site:String} AND grain = 'day' AND dimensionA = '' AND valueA = '' AND dimensionB IN {dimensions:Array(String)}
      AND NOT startsWith(valueB, '(') AND day BETWEEN {from:Date} AND {to:Date}
    GROUP BY dimension, value, day HAVING seen > 0
  ) GROUP BY dimension, value HAVING count() >= {days:UInt8}
  ORDER BY dimension, count() DESC, sum(seen) DESC, value LIMIT {most:UInt32} BY dimension`

/**
 * The values that have their rows on `day` beside its budgets: of each dimension at most as many as its budget, those of most days first. Rejects
 * with `StoreAway` where the store does not answer.
 */
export async function knownOf(store: Pick<Store, 'select'>, site: string, day: Day): Promise<Known[]> {
  const rows = await store.select<{ dimension: Dimension; value: string }>(question, {
    site,
    dimensions: open,
    from: addDays(day, -knownWithinDays),
    to: addDays(day, -1),
    days: knownDays,
    most: Math.max(...open.map((name) => dimensionRow(name).budget)),
  })
  const taken = new Map<Dimension, number>()
  return rows.flatMap(({ dimension, value }) => {
    const count = (taken.get(dimension) ?? 0) + 1
    taken.set(dimension, count)
    return count <= dimensionRow(dimension).budget ? [{ vocabulary: dimension, value }] : []
  })
}
