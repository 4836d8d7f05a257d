/** Which values of a site are common enough to stand in crosses of a day (docs/counting.md): made once for each site and day. */
import { addDays, type Day } from '../../../contract/day.ts'
import { type Dimension, dimensionRow, dimensionsWhere, reserved } from '../../../contract/dimensions.ts'
import { earningBrowsers, earningDays, earningViews } from '../../../contract/rules.ts'
import type { Store } from '../../ports.ts'

export type Earned = Partial<Record<Dimension, string[]>>

const earning = dimensionsWhere(({ earns, sharedWith }) => earns > 0 && !sharedWith)

/*
 * Different browsers without an id: `firstOfDay` counts each browser once on its day, and `newVisitors` of later days are
 * browsers that the earlier day cannot have held. So for each day D its firstOfDay plus the new ones of all days after it
 * is a number of different browsers, and the largest of these sums is the best such proof. The site's total, whose dimension
 * is empty, says whether anybody consented.
 *
 * One sender could make up the browsers. So on one day at least (where nobody consents, on each busy day) the value came out of several networks, which
 * the grain `networks` says. There the empty dimension marks the days of which this is known; of all others, which are history or older, it is not asked.
 */
const question = `
SELECT toString(target) AS target, dimension, value FROM (
  SELECT target, dimension, value,
    sum(if(dimension = '', sum(consented), 0)) OVER (PARTITION BY target) AS consentedViews,
    arraySort(each -> each.1, groupArray((day, first, new, seen, verdict))) AS days,
    groupArrayArray(if(dimension = '', arrayMap(each -> each.1, arrayFilter(each -> each.5 > 0, days)), [])) OVER (PARTITION BY target) AS kept,
    arrayFilter(each -> each.5 > 0 OR NOT has(kept, each.1), days) AS several,
    arrayMap(each -> each.3, days) AS news,
    arrayMax(arrayMap((each, until) -> each.2 + arraySum(news) - until, days, arrayCumSum(news))) AS browsers,
    arrayCount(each -> each.4 >= {earningViews:Int64}, several) AS busyDays,
    arraySum(arrayMap(each -> each.4, days)) AS rank
  FROM (
    SELECT target, dimensionB AS dimension, valueB AS value, day,
      sum(firstOfDay) AS first, sum(newVisitors) AS new, greatest(sum(views), sum(visits)) AS seen,
      sum(cells.consentedViews) AS consented, sumIf(cells.\`count\`, grain = 'networks') AS verdict
    FROM cells ARRAY JOIN {targets:Array(Date)} AS target
    WHERE site = {site:String} AND grain IN ('day', 'networks') AND dimensionA = '' AND valueA = ''
      AND dimensionB IN {dimensions:Array(String)} AND valueB NOT IN ({other:String}, {few:String})
      AND day BETWEEN {from:Date} AND {to:Date} AND day BETWEEN target - {first:UInt8} AND target - {last:UInt8}
    GROUP BY target, dimension, value, day
  ) GROUP BY target, dimension, value
)
WHERE dimension != '' AND notEmpty(several) AND (browsers >= {earningBrowsers:Int64} OR (busyDays >= {earningDays:Int64} AND consentedViews = 0))
ORDER BY target, dimension, rank DESC, value
LIMIT {most:UInt32} BY target, dimension`

/**
 * The values of each dimension that may stand in crosses of `day`: a pure function of what is stored of the thirty days
 * up to two days before. Rejects with `StoreAway` where the store does not answer.
 */
export async function earnedOf(store: Store, site: string, day: Day): Promise<Earned> {
  return (await earnedOfDays(store, site, [day])).get(day) ?? {}
}

/** The same of several days near each other, in one question. */
export async function earnedOfDays(store: Store, site: string, days: readonly Day[]): Promise<Map<Day, Earned>> {
  const inOrder = [...days].sort()
  const rows = await store.select<{ target: Day; dimension: Dimension; value: string }>(question, {
    site,
    targets: days,
    from: addDays(inOrder[0] as Day, -earningDays.first),
    to: addDays(inOrder.at(-1) as Day, -earningDays.last),
    ...earningDays,
    dimensions: ['', ...earning],
    other: reserved.other,
    few: reserved.few,
    earningBrowsers,
    earningViews: earningViews.views,
    earningDays: earningViews.days,
    most: Math.max(...earning.map((name) => dimensionRow(name).earns)),
  })
  const found = new Map<Day, Earned>(days.map((day) => [day, {}]))
  for (const { target, dimension, value } of rows) {
    const earned = found.get(target) ?? {}
    const values = earned[dimension] ?? []
    if (values.length < dimensionRow(dimension).earns) earned[dimension] = [...values, value]
  }
  return found
}
