/** What path rules would have folded: tried on the paths that are stored of the last 30 days, before the rules are set. */
import { bounds } from '../../contract/bounds.ts'
import { addDays, type Day, localTime } from '../../contract/day.ts'
import type { PathPreview } from '../../contract/site.ts'
import { pathRules } from '../ingest/redact/path-rules.ts'
import type { Clock, Sites, Store } from '../ports.ts'
import { pathSql, shownPath } from './paths.ts'

/** Rejects as the store does; the site must be there. Changes nothing. */
export type PreviewPaths = (domain: string, rules: readonly string[]) => Promise<PathPreview>

interface Deps {
  store: Pick<Store, 'select'>
  sites: Pick<Sites, 'get'>
  clock: Clock
}

interface Seen {
  path: string
  seen: number
}

const question = `SELECT ${pathSql('valueB')} AS path, sum(views) AS seen FROM cells
  WHERE site = {site:String} AND grain = 'day' AND dimensionA = '' AND dimensionB = 'path' AND valueA = ''
  AND day BETWEEN {from:Date} AND {to:Date} GROUP BY path HAVING seen > 0 ORDER BY seen DESC, path LIMIT {most:UInt32}`

const limits = { seconds: bounds.queryStatementSeconds.max }

export function createPreviewPaths({ store, sites, clock }: Deps): PreviewPaths {
  return async (domain, rules) => {
    const to = localTime(sites.get(domain)?.zone ?? 'UTC', clock.now()).day
    const days = { from: addDays(to, -29), to }
    const stored = await store.select<Seen>(question, { site: domain, ...days, most: bounds.previewPaths.max }, limits)
    return previewOf(stored, rules, days)
  }
}

function previewOf(stored: readonly Seen[], rules: readonly string[], days: { from: Day; to: Day }): PathPreview {
  const fold = pathRules(rules)
  const all = stored.map(({ path: found, seen }) => {
    const path = shownPath(found)
    return { path, becomes: fold(path), views: seen }
  })
  const rows = all.filter(({ path, becomes }) => becomes !== path)
  const byRule = Map.groupBy(rows, ({ becomes }) => becomes)
  const sumOf = (rule: string) => {
    const folded = byRule.get(rule) ?? []
    return { rule, paths: folded.length, views: folded.reduce((sum, { views }) => sum + views, 0) }
  }
  return { ...days, looked: stored.length, rules: rules.map(sumOf), rows: rows.slice(0, bounds.previewRows.max) }
}
