/** A choice as cards are given it: of a site without anything special, on 30 days, unless said otherwise. */
import type { Context } from '../../../dashboard/state/context.ts'
import { intervalOf } from '../../../dashboard/state/range.ts'

const site: Context['site'] = { domain: 'example.org', hosts: ['example.org'], zone: 'UTC', baseline: 'domain' }

export function contextOf(given: Partial<Context> = {}): Context {
  const { days = { from: '2026-11-01', to: '2026-11-30' } } = given
  const today = days.to
  return { site, days, interval: intervalOf(days), filters: [], tabs: [], today, hour: 9, ...given }
}

/** With a slice of each kind. */
const slices: Context['site']['slices'] = [
  { name: 'a source', conditions: [['source', ['a.org']]] },
  { name: 'a page', conditions: [['path', ['/']]] },
  { name: 'an entry', conditions: [['entry', ['/']]] },
]
export const withSlices = contextOf({ site: { ...site, slices } })
