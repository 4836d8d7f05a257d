/**
 * Whether a value of a site came out of several networks within three days: counted in memory, after the answer, as marks that name no network
 * (networks/marks.ts). Only the verdict is told, for the value and the day.
 */
import { LRUCache } from 'lru-cache'
import { bounds } from '../../../contract/bounds.ts'
import { type Day, daysBetween } from '../../../contract/day.ts'
import { type Dimension, dimensionsWhere, reserved } from '../../../contract/dimensions.ts'
import { severalNetworks, severalWithinDays } from '../../../contract/rules.ts'
import type { Fact, SeveralFact } from '../../fact.ts'
import { createNetworkMarks } from './marks.ts'
import { createWaiting, type Waiting } from './waiting.ts'

/** The last networks of a value, each with the last day on which it was seen, as many as are several at most; days since 1970. */
interface Seen {
  networks: { mark: number; day: number }[]
}

interface OfSite {
  values: Waiting<Seen>
  /** By day: looked at first, since most of what comes is known. */
  days: LRUCache<Day, OfDay>
  /** The only network so far; null once there were two. */
  network: number | null
  views: number
}

/** The mark of the network that brought a value last; `told` once it was told. */
interface OfDay {
  count: number
  last: Map<Dimension, Map<string, number>>
}

const told = -1

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

  const siteOf = (site: string): OfSite => {
    const known = sites.get(site)
    if (known) return known
    const made: OfSite = {
      values: createWaiting({ most: bounds.severalValues.max, share: bounds.severalShare.max }),
      days: new LRUCache({ max: severalWithinDays }),
      network: null,
      views: 0,
    }
    sites.set(site, made)
    return made
  }
  return {
    seen(fact, address, oneNetwork) {
      if (fact.type !== 'view' && fact.type !== 'accept') return
      const { site, day } = fact
      const known = siteOf(site)
      const ofDay = known.days.get(day) ?? newDay(known, day)
      // Worked out only where it matters.
      let mark: number | undefined
      if (known.views++ === 0) known.network = mark = markOf(address)
      else if (known.network !== null) {
        mark = markOf(address)
        if (known.network !== mark) known.network = null
      }
      const judge = (dimension: Dimension, value: unknown): void => {
        if (typeof value !== 'string' || value === reserved.other) return
        const last = ofDay.last.get(dimension)?.get(value)
        if (last === told) return
        mark ??= markOf(address)
        // One too many is told with a later view.
        if (last === mark || found.length >= bounds.severalWaiting.max) return
        const at = { mark, day: daysBetween('1970-01-01', day), needed: oneNetwork ? 1 : severalNetworks }
        const isTold = areSeveral(known.values, `${dimension}\n${value}`, at)
        note(ofDay, dimension, value, isTold ? told : mark)
        if (isTold) found.push({ type: 'several', site, day, dimension, value })
      }
      for (const dimension of judged) judge(dimension, (fact as unknown as Record<string, unknown>)[dimension])
      judge('hour', hours[fact.hour])
      if (fact.visit === 1) judge('entry', fact.path)
      for (const name of fact.slices ?? []) judge('slice', name)
      for (const name of fact.entrySlices ?? []) judge('entrySlice', name)
      for (const name of fact.pathSlices ?? []) judge('pathSlice', name)
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

function newDay({ days }: OfSite, day: Day): OfDay {
  const made: OfDay = { count: 0, last: new Map() }
  days.set(day, made)
  return made
}

/** What was told is told again without harm, so the whole day begins anew where it is full. */
function note(day: OfDay, dimension: Dimension, value: string, mark: number): void {
  if (day.count >= bounds.severalValues.max) {
    day.count = 0
    day.last.clear()
  }
  const values = day.last.get(dimension) ?? new Map<string, number>()
  if (!values.has(value)) day.count++
  day.last.set(dimension, values.set(value, mark))
}

/** Whether a value is out of several networks with this view. */
function areSeveral(values: Waiting<Seen>, key: string, { mark, day, needed }: { mark: number; day: number; needed: number }): boolean {
  const known = values.get(key)?.networks ?? []
  const others = known.filter((each) => each.mark !== mark && Math.abs(each.day - day) < severalWithinDays)
  const networks = [...others, { mark, day }]
  const seen = { networks: networks.slice(-severalNetworks) }
  if (networks.length >= needed) values.settle(key, seen)
  else values.keep(key, mark, seen)
  return networks.length >= needed
}

/** The dimensions whose values have a budget or earn their crosses. Most of them a fact tells by their own name, and as a text. */
const judged = dimensionsWhere(({ earns, sharedWith }) => earns > 0 && !sharedWith)
const hours = Array.from({ length: 24 }, (_, hour) => String(hour))
