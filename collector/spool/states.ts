/** What each site's day has decided: from memory, else from the ledger, else (its earned set) asked of the store once. */
import { LRUCache } from 'lru-cache'
import { bounds } from '../../contract/bounds.ts'
import type { Day } from '../../contract/day.ts'
import { type Admitted, asAdmitted, type DayState, dayState } from '../cells/day-state.ts'
import type { Store } from '../ports.ts'
import { type Earned, earnedOf, earnedOfDays } from '../store/queries/earned.ts'
import { type Known, knownOf } from '../store/queries/known.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Log } from './segments.ts'
import { createSingleFlight } from './single-flight.ts'

export interface SiteDay {
  site: string
  day: Day
}

/** The states of the days that some facts touch, and what is decided of them that the ledger does not know yet. */
export interface States {
  of(site: string, day: Day): DayState
  earned: (SiteDay & { earned: Earned })[]
  known: Admitted[]
}

/** What is asked of the store once for a site's day. */
interface Decided {
  earned: Earned
  known: Known[]
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
  const known = new LRUCache<string, DayState>({ max: bounds.drainDayStates.max })
  const ask = createSingleFlight((day: SiteDay) => decidedOf(store, day), { keyOf, log, patience: patience ?? 0 })

  /** A day's state from memory or the ledger; without an earned set where the ledger has none yet. */
  const stateOf = (day: SiteDay): DayState | Undecided => {
    const remembered = known.get(keyOf(day))
    if (remembered) return remembered
    const { earned, admitted } = ledger.dayOf(day.site, day.day)
    if (!earned) return { ...day, undecided: admitted }
    const state = dayState(earned, admitted)
    known.set(keyOf(day), state)
    return state
  }

  /** What these days have earned; of those that are not there no answer came in time. */
  const asked = async (days: readonly SiteDay[]): Promise<Map<string, Decided>> => {
    if (patience === undefined) return together(store, days)
    const found = new Map<string, Decided>()
    for (const day of days) {
      const decided = await ask(day)
      // One question in vain is enough: the store is away for the other days too.
      if (!decided) break
      found.set(keyOf(day), decided)
    }
    return found
  }

  return {
    drop: () => known.clear(),
    ready: async (days) => {
      // All at once in memory, whatever the cache's bound: these facts name no more.
      const states = new Map<string, DayState>()
      const undecided: Undecided[] = []
      for (const day of days) {
        const state = stateOf(day)
        if ('undecided' in state) undecided.push(state)
        else states.set(keyOf(day), state)
      }
      const earned: States['earned'] = []
      const known: Admitted[] = []
      const answers = await asked(undecided)
      for (const { undecided: admitted, ...day } of undecided) {
        const answer = answers.get(keyOf(day))
        // Not yet to be kept in memory: the ledger decides whose answer stands.
        const added = asAdmitted(answer?.known ?? [])
        states.set(keyOf(day), dayState(answer?.earned ?? {}, [...admitted, ...added]))
        if (answer) earned.push({ ...day, earned: answer.earned })
        known.push(...added.map((each) => ({ ...day, ...each })))
      }
      return { earned, known, of: (site, day) => states.get(keyOf({ site, day })) ?? dayState({}) }
    },
  }
}

/** A day whose earned set is still to be made, with the values that are within its budgets. */
interface Undecided extends SiteDay {
  undecided: ReturnType<Ledger['dayOf']>['admitted']
}

async function decidedOf(store: Store, { site, day }: SiteDay): Promise<Decided> {
  const [earned, known] = await Promise.all([earnedOf(store, site, day), knownOf(store, site, day)])
  return { earned, known }
}

/** One question for each site: history is at most a few days at once, and nobody floods it. */
async function together(store: Store, days: readonly SiteDay[]): Promise<Map<string, Decided>> {
  const found = new Map<string, Decided>()
  for (const [site, ofSite] of Map.groupBy(days, (day) => day.site)) {
    const answers = await earnedOfDays(
      store,
      site,
      ofSite.map(({ day }) => day),
    )
    for (const [day, earned] of answers) found.set(keyOf({ site, day }), { earned, known: [] })
  }
  return found
}
