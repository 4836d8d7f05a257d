/** Refused events and stray hosts, counted in memory until they are flushed as facts: best effort, outside the ledger. */
import { bounds } from '../../contract/bounds.ts'
import type { Day } from '../../contract/day.ts'
import { reserved } from '../../contract/dimensions.ts'
import type { Reason } from '../../contract/reasons.ts'
import type { Site } from '../../contract/site.ts'
import type { Clock, Sites } from '../deps.ts'
import type { CountFact } from '../fact.ts'
import { siteNamed } from '../sites/site-named.ts'
import { domainOf } from './domain.ts'
import { knownSite } from './known-site.ts'
import { labelHost } from './label.ts'
import { oldestDay } from './network-counts.ts'
import { createStrays } from './strays.ts'

export interface Refusals {
  /** Counts an event, or a whole body, that was refused. `site` is what it named; null where it named none. */
  count(site: string | null, reason: Reason): void
  /** Counts a host that sends in the name of `site` without being listed there. */
  stray(site: string, host: string): void
  /** The counts since the last flush, by the site-local day of each; they are forgotten here. */
  flush(): CountFact[]
  /** How many refusals since the start belong to no known site. */
  unattributed(): number
}

export function createRefusals({ clock, sites }: { clock: Clock; sites: Sites }): Refusals {
  const reasons = new Map<string, CountFact>()
  const strays = createStrays()
  let unattributed = 0

  const today = (site: Site): Day => knownSite(site).local(clock.now()).day
  return {
    count(domain, reason) {
      const site = domain === null ? undefined : siteNamed(sites, domain)
      const day = site && today(site)
      const key = `${site?.domain} ${day} ${reason}`
      if (!site || !day || (!reasons.has(key) && reasons.size >= bounds.refusalsWaiting.max)) unattributed++
      else add(reasons, key, { type: 'count', site: site.domain, day, dimension: 'refused', value: reason, count: 0 })
    },
    stray(domain, host) {
      const site = sites.get(domain)
      if (!site) return
      strays.add(domain, today(site), strayName(host))
    },
    flush() {
      const facts = [...reasons.values(), ...strays.flush(oldestDay(clock))]
      reasons.clear()
      return facts
    },
    unattributed: () => unattributed,
  }
}

function add(counts: Map<string, CountFact>, key: string, first: CountFact): void {
  const fact = counts.get(key) ?? first
  fact.count++
  counts.set(key, fact)
}

/** A bare address could be a visitor's own machine (P2). */
function strayName(host: string): string {
  return domainOf(host).isAddress ? reserved.other : labelHost(host)
}
