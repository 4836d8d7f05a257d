/** Network domains (P2), counted in memory after the answer: a domain leaves memory only once it is common on its site's day. */
import { LRUCache } from 'lru-cache'
import { bounds } from '../../../contract/bounds.ts'
import { addDays, type Day, localTime } from '../../../contract/day.ts'
import { commonNetworks, commonViews } from '../../../contract/rules.ts'
import type { CountFact } from '../../fact.ts'
import type { Clock, Networks } from '../../ports.ts'
import { networkOf } from './network.ts'

export interface NetworkCounts {
  /** Starts the look-up for a view that has been answered. Never throws; the address is held until the look-up ends. */
  viewed(site: string, day: Day, address: string): void
  /** Counts that were not yet given out, of domains that are common. Forgets the days before yesterday. */
  flush(): CountFact[]
  /** Resolves once every view given so far is counted, or could not be. */
  settled(): Promise<void>
}

/** A view by its network: the /24 or /48, never the address. */
export interface ViewOfNetwork {
  site: string
  day: Day
  prefix: string
}

interface View extends ViewOfNetwork {
  address: string
}

/** What is known of a domain that is not yet common. */
interface Tally {
  day: Day
  views: number
  /** At most `commonNetworks` of them. */
  prefixes: Set<string>
}

export function createNetworkCounts({ networks, clock }: { networks: Networks; clock: Clock }): NetworkCounts {
  const tallies = createNetworkTallies('network')
  const underWay = new Set<Promise<void>>()

  async function attribute(view: View): Promise<void> {
    try {
      if (view.day < oldestDay(clock)) return
      const domain = await networks.domainOf(view.address)
      if (domain !== null) tallies.add(view, domain)
    } catch {
      // Not to be had: the view is counted everywhere but here. Nobody waits for this answer.
    }
  }

  return {
    viewed(site, day, address) {
      if (underWay.size >= bounds.networkLookups.max) return
      const network = networkOf(address)
      if (network === null) return
      const task = attribute({ site, day, address, prefix: network.prefix }).finally(() => underWay.delete(task))
      underWay.add(task)
    },
    flush() {
      const facts = tallies.take()
      tallies.forgetBefore(oldestDay(clock))
      return facts
    },
    async settled() {
      await Promise.all(underWay)
    },
  }
}

/** Yesterday where the day begins last on earth: a day before it is past for every site. */
export function oldestDay(clock: Clock): Day {
  return addDays(localTime('Etc/GMT+12', clock.now()).day, -1)
}

/** The counts by site, day and name: those that wait to be common, and those that are. */
export function createNetworkTallies(dimension: 'network' | 'provider') {
  const waiting = new LRUCache<string, Tally>({ max: bounds.networksWaiting.max })
  const common = new Map<string, CountFact>()
  // The common ones with something to give out; `count` is what was not yet given.
  const fresh = new Set<CountFact>()
  let kept: Day = ''

  function promote(view: ViewOfNetwork, domain: string, count: number): void {
    if (common.size >= bounds.networksCommon.max) return
    const fact: CountFact = { type: 'count', site: view.site, day: view.day, dimension, value: domain, count }
    common.set(keyOf(view, domain), fact)
    fresh.add(fact)
  }

  return {
    /** A view of the site's day from a network of that name. */
    add(view: ViewOfNetwork, domain: string): void {
      const key = keyOf(view, domain)
      const known = common.get(key)
      if (known) {
        known.count += 1
        fresh.add(known)
        return
      }
      const tally = waiting.get(key) ?? { day: view.day, views: 0, prefixes: new Set<string>() }
      tally.views += 1
      if (tally.prefixes.size < commonNetworks) tally.prefixes.add(view.prefix)
      if (tally.views < commonViews || tally.prefixes.size < commonNetworks) {
        waiting.set(key, tally)
        return
      }
      waiting.delete(key)
      promote(view, domain, tally.views)
    },
    take(): CountFact[] {
      const facts = [...fresh].map((fact) => ({ ...fact }))
      for (const fact of fresh) fact.count = 0
      fresh.clear()
      return facts
    },
    forgetBefore(day: Day): void {
      if (day === kept) return
      kept = day
      for (const [key, fact] of common) if (fact.day < day) common.delete(key)
      for (const [key, tally] of waiting.entries()) if (tally.day < day) waiting.delete(key)
    },
  }
}

function keyOf({ site, day }: ViewOfNetwork, domain: string): string {
  return `${site}\n${day}\n${domain}`
}
