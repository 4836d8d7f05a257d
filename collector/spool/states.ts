/** What each site's day has decided: from memory, else from the ledger, else (its earned set) asked of the store once. */
import { LRUCache } from 'lru-cache'
import { bounds } from '../../contract/bounds.ts'
import type { Day } from '../../contract/day.ts'
import { type DayState, dayState } from '../cells/day-state.ts'
import { type Earned, earnedOf } from '../cells/earned.ts'
import type { Store } from '../deps.ts'
import { createAsking } from './asking.ts'
import type { Ledger } from './ledger.ts'
import type { Log } from './segments.ts'

export interface SiteDay {
  site: string
  day: Day
}

/** The states of the days that some facts touch, and the earned sets among them that the ledger does not know yet. */
export interface States {
  of(site: string, day: Day): DayState
  earned: (SiteDay & { earned: Earned })[]
}

export interface DayStates {
  /** Makes sure of every day's state. Rejects only without `patience`, where the store does. */
  ready(days: readonly SiteDay[]): Promise<States>
  /** Facts changed the states and then were not frozen, or another writer froze: all is read from the ledger again. */
  drop(): void
}

export interface DayStatesDeps {
  ledger: Pick<Ledger, 'dayOf'>
  store: Store
  log: Log
  /**
   * Milliseconds that a day's earned set is waited for. A set that is not there in time is empty for these facts only and
   * not recorded: their crosses then say nothing. Absent: waited for as long as it takes.
   */
  patience?: number
}

const keyOf = ({ site, day }: SiteDay) => `${site}\n${day}`

export function createDayStates({ ledger, store, log, patience }: DayStatesDeps): DayStates {
  // With patience one question in vain must not become several; without it history is faster for a few at once.
  const askedAtOnce = patience === undefined ? bounds.queryStatements.max : 1
  const known = new LRUCache<string, DayState>({ max: bounds.drainDayStates.max })
  const ask = createAsking((day: SiteDay) => earnedOf(store, day.site, day.day), { keyOf, log, patience })

  /** A state from memory or the ledger; from the store, and then not yet to be kept in memory, where the ledger has none. */
  const stateOf = async (day: SiteDay, mayAsk: boolean): Promise<{ state: DayState; asked?: Earned | null }> => {
    const remembered = known.get(keyOf(day))
    if (remembered) return { state: remembered }
    const { earned, admitted } = ledger.dayOf(day.site, day.day)
    if (!earned) {
      const asked = mayAsk ? await ask(day) : null
      return { state: dayState(asked ?? {}, admitted), asked }
    }
    const state = dayState(earned, admitted)
    known.set(keyOf(day), state)
    return { state }
  }

  return {
    drop: () => known.clear(),
    ready: async (days) => {
      // All at once in memory, whatever the cache's bound: these facts name no more.
      const states = new Map<string, DayState>()
      const earned: States['earned'] = []
      let answers = true
      for (let at = 0; at < days.length; at += askedAtOnce) {
        const some = days.slice(at, at + askedAtOnce)
        for (const [index, { state, asked }] of (await Promise.all(some.map((day) => stateOf(day, answers)))).entries()) {
          const day = some[index] as SiteDay
          states.set(keyOf(day), state)
          if (asked) earned.push({ ...day, earned: asked })
          // One question in vain is enough: the store is away for the other days too.
          if (asked === null) answers = false
        }
      }
      return { earned, of: (site, day) => states.get(keyOf({ site, day })) ?? dayState({}) }
    },
  }
}
