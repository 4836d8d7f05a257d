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
  waiting: LRUCache<string, number>
  /** Events of hosts that waited in vain. */
  other: number
}

export interface Strays {
  add(site: string, day: Day, host: string): void
  /** What came since the last flush, of hosts that have their rows. Days before `oldest` end: what still waits there has no row any more. */
  flush(oldest: Day): CountFact[]
}

export function createStrays(): Strays {
  const days = new Map<string, StrayDay>()

  const newDay = (site: string, day: Day): StrayDay => {
    const made: StrayDay = { site, day, shown: new Map(), other: 0, waiting: new LRUCache({ max: bounds.straysWaiting.max, dispose }) }
    function dispose(count: number, _host: string, reason: string): void {
      if (reason === 'evict') made.other += count
    }
    return made
  }
  return {
    add(site, day, host) {
      const key = `${site}\n${day}`
      const of = days.get(key) ?? newDay(site, day)
      days.set(key, of)
      const shown = of.shown.get(host)
      const count = (shown ?? of.waiting.get(host) ?? 0) + 1
      if (shown !== undefined) of.shown.set(host, count)
      else if (host === reserved.other || of.shown.size >= rows) of.other++
      else if (count < eventsFor(of.shown.size)) of.waiting.set(host, count)
      else {
        of.waiting.delete(host)
        of.shown.set(host, count)
      }
    },
    flush(oldest) {
      const facts: CountFact[] = []
      for (const [key, of] of days) {
        if (of.day < oldest) {
          for (const count of of.waiting.values()) of.other += count
          days.delete(key)
        }
        for (const [value, count] of [...of.shown, [reserved.other, of.other] as const])
          if (count > 0) facts.push({ type: 'count', site: of.site, day: of.day, dimension: 'stray', value, count })
        for (const host of of.shown.keys()) of.shown.set(host, 0)
        of.other = 0
      }
      return facts
    },
  }
}

/** So many events a host must have sent where so many have their rows. */
function eventsFor(shown: number): number {
  return shown < half ? 1 : Math.ceil((leastEvents * half) / (rows - shown))
}
