/** The ledger's record of what was accepted: by site, day and event type; of days that are long over, as one sum for each site and type. */
import { addDays, type Day } from '../../../contract/day.ts'
import type { Accepted } from '../../cells/aggregate.ts'
import type { LedgerSql } from './sql.ts'

/** Some sites, and the days of which their events are read; without `from` all up to `to`, as one sum with no day. */
export interface Portion {
  sites: readonly string[]
  from: Day | null
  to: Day
}

/** The days by which it is kept: all before `closed` are sums; null where there are none. */
export interface AcceptedSpan {
  closed: Day | null
  first: Day | null
  last: Day | null
}

export function accepted(sql: LedgerSql) {
  const acceptedOn = (site: string, from: Day, to: Day) =>
    sql.all<Accepted>(
      'SELECT site, day, event, count FROM accepted WHERE site = ? AND day BETWEEN ? AND ? ORDER BY day, event',
      site,
      from,
      to,
    )
  const acceptedUpTo = (site: string, to: Day) =>
    sql.all<Accepted>(
      `SELECT ? AS site, '' AS day, event, sum(count) AS count FROM (SELECT event, count FROM accepted_before WHERE site = ?
        UNION ALL SELECT event, count FROM accepted WHERE site = ? AND day <= ?) GROUP BY event ORDER BY event`,
      ...[site, site, site, to],
    )
  const namesAfter = (table: string, after: string, most: number) =>
    sql.all<{ site: string }>(`SELECT DISTINCT site FROM ${table} WHERE site > ? ORDER BY site LIMIT ?`, after, most)
  return {
    /** What was accepted of a portion; of sums `to` is no day before the last that is one of them (`acceptedSpan`). */
    acceptedIn: ({ sites, from, to }: Portion): Accepted[] =>
      sites.flatMap((site) => (from === null ? acceptedUpTo(site, to) : acceptedOn(site, from, to))),
    /** The next sites after that name, in order. */
    acceptedSites: (after: string, most: number): string[] => {
      const names = ['accepted', 'accepted_before'].flatMap((table) => namesAfter(table, after, most).map(({ site }) => site))
      return [...new Set(names)].sort().slice(0, most)
    },
    acceptedSpan: (): AcceptedSpan => {
      const [days] = sql.all<Pick<AcceptedSpan, 'first' | 'last'>>('SELECT min(day) AS first, max(day) AS last FROM accepted')
      return { closed: closedIn(sql), first: days?.first ?? null, last: days?.last ?? null }
    },
    hasAccepted: (site: string): boolean =>
      ['accepted', 'accepted_before'].some((table) => sql.all(`SELECT 1 FROM ${table} WHERE site = ? LIMIT 1`, site).length > 0),
  }
}

/** Adds what was accepted, within a transaction. */
export function keepAccepted(sql: LedgerSql, all: readonly Accepted[]): void {
  const add = 'INSERT INTO accepted (site, day, event, count) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count'
  for (const { site, day, event, count } of all) sql.run(add, site, day, event, count)
}

/** Makes one sum of all before that day, within a transaction. */
export function closeAccepted(sql: LedgerSql, day: Day): void {
  const known = closedIn(sql)
  if (known !== null && day <= known) return
  sql.run(
    `INSERT INTO accepted_before (site, event, count) SELECT site, event, sum(count) FROM accepted WHERE day <= ? GROUP BY site, event
      ON CONFLICT DO UPDATE SET count = count + excluded.count`,
    addDays(day, -1),
  )
  sql.run('DELETE FROM accepted WHERE day < ?', day)
  sql.run('DELETE FROM closed')
  sql.run('INSERT INTO closed (day) VALUES (?)', day)
}

function closedIn(sql: LedgerSql): Day | null {
  return sql.all<{ day: Day }>('SELECT day FROM closed')[0]?.day ?? null
}
