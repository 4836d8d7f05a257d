/** How the page was come to: hosts and campaign labels only. */

import { hostOf, isFreshLoad } from './referrer.ts'
import { host, settings } from './settings.ts'
import type { Labels } from './visit.ts'

/** The referring host (undefined: none) and the campaign labels of the address (empty: none). */
export type Arrival = readonly [referrer: string | undefined, source: string, medium: string, campaign: string]

/** A move within the site, whose own host is then the referrer: a view, but the start of no visit. */
export const moved: Arrival = [host, '', '', '']

/** How this document was come to. On a reload and on going back or forward the labels in its address are those of an earlier arrival. */
export function arrival(): Arrival {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  if (!isFreshLoad(navigation?.type)) return moved
  const search = new URLSearchParams(location.search)
  const labels = ['source', 'medium', 'campaign'].map((name) => search.get(`utm_${name}`) ?? '') as unknown as Labels
  return [hostOf(document.referrer), ...labels]
}

/** Where a visit that begins with this arrival comes from: its label, else the referring host where that is another site's. */
export function labelsOf([referrer, source, ...rest]: Arrival): Labels {
  return [source || (settings.hosts.includes(referrer!) ? '' : referrer) || '(direct)', ...rest]
}
