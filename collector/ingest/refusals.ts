/** Refused events, labels without room and stray hosts, counted in memory until they are flushed as facts: best effort, outside the ledger. */
import { bounds } from '../../contract/bounds.ts'
import { type Dimension, reserved } from '../../contract/dimensions.ts'
import type { Reason } from '../../contract/reasons.ts'
import type { Site } from '../../contract/site.ts'
import type { CountFact } from '../fact.ts'
import type { Clock, Sites } from '../ports.ts'
import { siteNamed } from '../sites/site-named.ts'
import { domainOf } from './enrich/public-suffix.ts'
import type { Hit } from './hit.ts'
import { oldestDay } from './networks/counts.ts'
import { labelHost } from './redact/label.ts'
import { siteContext } from './site-context.ts'
import { createStrays } from './strays.ts'

export interface Refusals {
  /** Counts an event, or a whole body, that was refused. `site` is what it named; null where it named none. */
  count(site: string | null, reason: Reason): void
  /** Counts an event of which intake has no room for the value of a dimension. */
  unusual(hit: Hit, dimension: Dimension): void
  /** Counts a host that sends in the name of `site` without being listed there. */
  stray(site: string, host: string): void
  /** The counts since the last flush, by the site-local day and hour of each; they are forgotten here. */
  flush(): CountFact[]
  /** How many refusals since the start belong to no known site. */
  unattributed(): number
}

export function createRefusals({ clock, sites }: { clock: Clock; sites: Sites }): Refusals {
  const counts = new Map<string, CountFact>()
  const strays = createStrays()
  let unattributed = 0

  const now = (site: Site) => siteContext(site).local(clock.now())
  /** False where there is no room for another count. */
  const add = (fact: Omit<CountFact, 'type' | 'count'>): boolean => {
    const key = `${fact.site} ${fact.day} ${fact.hour} ${fact.dimension} ${fact.value}`
    const known = counts.get(key)
    if (known) known.count++
    else if (counts.size >= bounds.refusalsWaiting.max) return false
    else counts.set(key, { type: 'count', ...fact, count: 1 })
    return true
  }
  return {
    count(domain, reason) {
      const site = domain === null ? undefined : siteNamed(sites, domain)
      if (!site || !add({ site: site.domain, ...now(site), dimension: 'refused', value: reason })) unattributed++
    },
    unusual({ site, day, hour }, dimension) {
      add({ site: site.domain, day, hour, dimension: 'unusual', value: dimension })
    },
    stray(domain, host) {
      const site = sites.get(domain)
      if (site) strays.add(domain, now(site), strayName(host))
    },
    flush() {
      const facts = [...counts.values(), ...strays.flush(oldestDay(clock))]
      counts.clear()
      return facts
    },
    unattributed: () => unattributed,
  }
}

/** A bare address could be a visitor's own machine (P2). */
function strayName(host: string): string {
  return domainOf(host).isAddress ? reserved.other : labelHost(host)
}
