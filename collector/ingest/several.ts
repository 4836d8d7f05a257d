/**
 * Whether a value of a site came out of several networks within three days: counted in memory, after the answer, as marks that name no network
 * (network-marks.ts). Only the verdict is told, for the value and the day.
 */
import { LRUCache } from 'lru-cache'
import { bounds } from '../../contract/bounds.ts'
import { daysBetween } from '../../contract/day.ts'
import { type Dimension, dimensionNames, dimensionRow, reserved } from '../../contract/dimensions.ts'
import type { Fact, SeveralFact } from '../fact.ts'
import { createNetworkMarks } from './network-marks.ts'
import { createWaiting, type Waiting } from './waiting.ts'

/** So many networks are several, where they came within so many days: docs/attack.md, Who sends too. */
export const severalNetworks = 5
export const severalWithinDays = 3

/** The last networks of a value, each with the last day on which it was seen, as many as are several at most; days since 1970. */
interface Seen {
  networks: { mark: number; day: number }[]
  /** The last day for which it was told; 0: none. */
  told: number
}

interface OfSite {
  values: Waiting<Seen>
  /** The only network so far; null once there were two. */
  network: number | null
  views: number
}

export interface Several {
  /** Counts the network of a fact that is durable; the address is not kept. Where the site's visitors share one network, that is enough. */
  seen(fact: Fact, address: string, oneNetwork?: boolean): void
  /** What was found since the last flush. */
  flush(): SeveralFact[]
  /** Whether all that a site was sent since the start, and that is not a little, came out of one network: then nothing becomes common there. */
  isOneNetwork(site: string): boolean
}

/** So many views at least say something of where a site's visitors come from. */
const telling = 100

export function createSeveral(): Several {
  const markOf = createNetworkMarks()
  const sites = new LRUCache<string, OfSite>({ max: bounds.severalSites.max })
  let found: SeveralFact[] = []

  const siteOf = (site: string, network: number): OfSite => {
    const made = () => ({
      values: createWaiting<Seen>({ most: bounds.severalValues.max, share: bounds.severalShare.max }),
      network,
      views: 0,
    })
    const known = sites.get(site) ?? made()
    sites.set(site, known)
    return known
  }
  return {
    seen(fact, address, oneNetwork) {
      if (fact.type !== 'view' && fact.type !== 'accept') return
      const mark = markOf(address)
      const { site, day } = fact
      const known = siteOf(site, mark)
      known.views++
      if (known.network !== mark) known.network = null
      const at = { mark, day: daysBetween('1970-01-01', day), needed: oneNetwork ? 1 : severalNetworks }
      for (const [dimension, value] of valuesIn(fact)) {
        // What is past is told with a later view.
        if (found.length >= bounds.severalWaiting.max) return
        if (isSeveral(known.values, `${dimension}\n${value}`, at)) found.push({ type: 'several', site, day, dimension, value })
      }
    },
    flush() {
      const facts = found
      found = []
      return facts
    },
    isOneNetwork(site) {
      const known = sites.peek(site)
      return known !== undefined && known.network !== null && known.views >= telling
    },
  }
}

/** Whether this view makes them several for its day; said once for each day. */
function isSeveral(values: Waiting<Seen>, key: string, { mark, day, needed }: { mark: number; day: number; needed: number }): boolean {
  const known = values.get(key)
  if (known?.told === day) return false
  const others = (known?.networks ?? []).filter((each) => each.mark !== mark && Math.abs(each.day - day) < severalWithinDays)
  const networks = [...others, { mark, day }]
  const are = networks.length >= needed
  const seen = { networks: networks.slice(-severalNetworks), told: are ? day : (known?.told ?? 0) }
  if (are) values.settle(key, seen)
  else values.keep(key, mark, seen)
  return are
}

/** Dimensions whose values have a budget or earn their crosses, and that a fact tells by their own name. */
const judged = dimensionNames.filter((name) => dimensionRow(name).earns > 0 && !dimensionRow(name).sharedWith)

/** The values of a view that are judged, as bookings.ts books them. */
function* valuesIn(fact: Extract<Fact, { type: 'view' | 'accept' }>): Generator<[Dimension, string]> {
  for (const dimension of judged) {
    const value = (fact as unknown as Record<string, unknown>)[dimension]
    if (typeof value === 'string' && value !== reserved.other) yield [dimension, value]
  }
  if (fact.visit === 1 && fact.path !== undefined) yield ['entry', fact.path]
  for (const name of fact.slices ?? []) yield ['slice', name]
  for (const name of fact.entrySlices ?? []) yield ['entrySlice', name]
  for (const name of fact.pathSlices ?? []) yield ['pathSlice', name]
}
