/** Reads what the visitors of sites are made of: first the recencies of the window alone, and what is around it only where these do not tell. */
import type { Day } from '../../contract/day.ts'
import { type LastSeen, lastSeenDimension } from '../cells/last-seen.ts'
import type { PeriodGrain } from '../cells/period-visitors.ts'
import { addPeriod, type KeptBrowsers, type VisitorPeriod } from './blocks.ts'
import type { ValueRange } from './measure-formulas.ts'
import type { Read } from './read.ts'
import { addRecency, type Recency, visitorsIn } from './recency.ts'
import type { Statement } from './sql.ts'
import { spanAround, visitorsAmong, visitorsOfSites } from './visitors.ts'
import type { Bucket, Window } from './window.ts'

interface VisitorsQuestion {
  sites: readonly string[]
  window: Window
}

/** The visitors of all sites together in each bucket of the window, by the bucket's date. */
export async function visitorsOfBuckets(asked: VisitorsQuestion, buckets: readonly Bucket[], read: Read): Promise<Map<Day, ValueRange>> {
  const told = [...recencyBySite(await read<RecencyRow>(recencyOf(asked))).values()]
  const simple = buckets.map((bucket) => ({ bucket, spans: told.map((recency) => visitorsIn(recency, bucket)) }))
  const isExact = simple.every(({ spans }) => spans.every(({ lower, upper }) => lower === upper))
  if (isExact) return new Map(simple.map(({ bucket, spans }) => [bucket.date, visitorsOfSites(spans)]))
  const kept = await readKept(asked, read)
  return new Map(buckets.map((bucket) => [bucket.date, visitorsOfSites(kept.map((each) => visitorsAmong(each, bucket)))]))
}

interface RecencyRow {
  site: string
  date: Day
  recency: string
  seen: number
}

interface KeptRow extends RecencyRow {
  grain: 'day' | PeriodGrain
  dimension: string
  all: number
}

/** Rows `site`, `date`, `recency`, `seen`: first views of each day by the days since the browser was last counted. */
function recencyOf({ sites, window }: VisitorsQuestion): Statement {
  const sql = `SELECT site, toString(day) AS date, valueB AS recency, sum(count) AS seen FROM cells
    WHERE site IN {sites:Array(String)} AND grain = 'day' AND dimensionA = '' AND dimensionB = 'recency' AND valueA = ''
    AND day BETWEEN {from:Date} AND {to:Date} GROUP BY site, date, recency`
  return { sql, params: { sites, ...window } }
}

// In one statement: a fold between two would tell one day in both ways, or in none. Days last seen are told as of the newest, wherever it lies.
function keptStatement({ sites, window }: VisitorsQuestion): Statement {
  const sql = `SELECT site, grain, dimensionB AS dimension, toString(day) AS date, valueB AS recency, sum(count) AS seen, sum(firstOfDay) AS all
    FROM cells WHERE site IN {sites:Array(String)} AND grain IN ('day', 'week', 'month') AND dimensionA = ''
    AND (dimensionB = {lastSeen:String} OR (dimensionB = 'recency' AND day BETWEEN {from:Date} AND {to:Date})) AND valueA = ''
    GROUP BY site, grain, dimension, date, recency HAVING seen != 0 OR all != 0`
  return { sql, params: { sites, lastSeen: lastSeenDimension, ...window } }
}

/**
 * Rows `site`, `browsers`: all that were ever seen before a day. New ones; and who says on the site's first days to have been here before
 * them, as where a store was lost and its site goes on.
 */
function everStatement(sites: readonly string[], before: Day): Statement {
  const sql = `SELECT site, sumIf(seen, recency = 'new' AND day < {before:Date}) + sumIf(seen, toUInt8OrZero(recency) > day - first) AS browsers
    FROM (SELECT site, day, valueB AS recency, sum(count) AS seen, min(day) OVER (PARTITION BY site) AS first FROM cells
      WHERE site IN {sites:Array(String)} AND grain = 'day' AND dimensionA = '' AND dimensionB = 'recency' AND valueA = ''
      GROUP BY site, day, recency HAVING seen != 0)
    GROUP BY site`
  return { sql, params: { sites, before } }
}

async function readKept({ sites, window }: VisitorsQuestion, read: Read): Promise<KeptBrowsers[]> {
  const span = spanAround(window)
  const [rows, ever] = await Promise.all([
    read<KeptRow>(keptStatement({ sites, window: span })),
    read<{ site: string; browsers: number }>(everStatement(sites, span.from)),
  ])
  const everBefore = new Map(ever.map(({ site, browsers }) => [site, browsers]))
  return [...Map.groupBy(rows, ({ site }) => site)].map(([site, ofSite]) => ({
    span,
    everBefore: everBefore.get(site) ?? 0,
    ...keptIn(ofSite),
  }))
}

function keptIn(rows: readonly KeptRow[]): Pick<KeptBrowsers, 'recency' | 'lastSeen' | 'periods'> {
  const recency = new Map<Day, number[]>()
  const lastSeen = new Map<Day, LastSeen>()
  const periods = new Map<string, VisitorPeriod>()
  for (const { grain, dimension, all, ...row } of rows) {
    if (dimension === lastSeenDimension) lastSeen.set(row.date, { last: row.seen, all })
    else if (grain === 'day') addRecency(recency, row.date, row)
    else addPeriod(periods, { ...row, grain })
  }
  return { recency, lastSeen, periods: [...periods.values()] }
}

function recencyBySite(rows: readonly RecencyRow[]): Map<string, Recency> {
  const sites = new Map<string, Map<Day, number[]>>()
  for (const { site, date, ...row } of rows) {
    const days = sites.get(site) ?? new Map<Day, number[]>()
    sites.set(site, days)
    addRecency(days, date, row)
  }
  return sites
}
