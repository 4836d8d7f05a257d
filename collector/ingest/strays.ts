/**
 * Hosts that send in the name of a site without being listed there (P14), counted in memory until they are flushed. A look-alike must not be hidden by
 * thousands of made-up names: once half of a day's rows are given, a host has its row only with so many events, more the fewer rows are left.
 */
import { LRUCache } from 'lru-cache'
import { bounds } from '../../contract/bounds.ts'
import type { Day } from '../../contract/day.ts'
import { dimensionRow, reserved } from '../../contract/dimensions.ts'
import type { CountFact } from '../fact.ts'

const rows = dimensionRow('stray').budget
const half = rows / 2
/** Events for the first row of the second half. */
const leastEvents = 10

interface StrayDay {
  site: string
  day: Day
  /** Events of each host that has its row, less those that were flushed. */
  shown: Map<string, number>
  waiting: LRUCache<string, Waiting>
  /** Events of hosts that waited in vain, and of bare addresses. */
  other: number
  /** Of these, without the addresses: those for which there was no row, by hour. */
  unusual: Map<number, number>
  /** The hour of the last event. */
  hour: number
}

/** Events of a host that has no row yet, and the hour of the last of them. */
interface Waiting {
  count: number
  hour: number
}

export interface Strays {
  /** `at`: the site-local time. */
  add(site: string, at: { day: Day; hour: number }, host: string): void
  /** What came since the last flush, of hosts that have their rows. Days before `oldest` end: what still waits there has no row any more. */
  flush(oldest: Day): CountFact[]
}

export function createStrays(): Strays {
  const days = new Map<string, StrayDay>()

  const newDay = (site: string, day: Day): StrayDay => {
    const waiting = new LRUCache<string, Waiting>({ max: bounds.straysWaiting.max, dispose })
    const made: StrayDay = { site, day, shown: new Map(), other: 0, unusual: new Map(), hour: 0, waiting }
    function dispose(given: Waiting, _host: string, reason: string): void {
      if (reason === 'evict') inVain(made, given)
    }
    return made
  }
  return {
    add(site, { day, hour }, host) {
      const key = `${site}\n${day}`
      const of = days.get(key) ?? newDay(site, day)
      days.set(key, of)
      of.hour = hour
      const shown = of.shown.get(host)
      const count = (shown ?? of.waiting.get(host)?.count ?? 0) + 1
      if (shown !== undefined) of.shown.set(host, count)
      else if (host === reserved.other) of.other++
      else if (of.shown.size >= rows) inVain(of, { count: 1, hour })
      else if (count < eventsFor(of.shown.size)) of.waiting.set(host, { count, hour })
      else {
        of.waiting.delete(host)
        of.shown.set(host, count)
      }
    },
    flush(oldest) {
      const facts: CountFact[] = []
      for (const [key, of] of days) {
        if (of.day < oldest) {
          for (const given of of.waiting.values()) inVain(of, given)
          days.delete(key)
        }
        facts.push(...factsOf(of))
        for (const host of of.shown.keys()) of.shown.set(host, 0)
        of.other = 0
        of.unusual.clear()
      }
      return facts
    },
  }
}

function inVain(of: StrayDay, { count, hour }: Waiting): void {
  of.other += count
  of.unusual.set(hour, (of.unusual.get(hour) ?? 0) + count)
}

function factsOf({ site, day, hour, shown, other, unusual }: StrayDay): CountFact[] {
  const at = { type: 'count', site, day } as const
  const strays = [...shown, [reserved.other, other] as const]
  return [
    ...strays.map(([value, count]): CountFact => ({ ...at, hour, dimension: 'stray', value, count })),
    ...[...unusual].map(([hour, count]): CountFact => ({ ...at, hour, dimension: 'unusual', value: 'stray', count })),
  ].filter(({ count }) => count > 0)
}

/** So many events a host must have sent where so many have their rows. */
function eventsFor(shown: number): number {
  return shown < half ? 1 : Math.ceil((leastEvents * half) / (rows - shown))
}
