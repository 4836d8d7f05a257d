/** The sample site's life: put in at the first start, filled in the background, removed for good; what was done is kept in the settings. */
import { addDays, type Day, localTime } from '../../contract/day.ts'
import type { Clock, SettingsStore, Sites } from '../ports.ts'
import { sampleDomain, sampleSite } from './site.ts'
import type { HistoryOptions } from './visits.ts'

/** Thirteen months, so that each month has one a year before it. */
export const sampleSize = { days: 396, visits: 75 } as const
const seed = 20_261

export interface SampleDeps {
  settings: SettingsStore
  sites: Sites
  clock: Clock
  size: Pick<HistoryOptions, 'days' | 'visits'>
  /** Rows of the site that the store holds now. */
  stored(site: string): Promise<number>
  /** Resolves once the whole history is in the store; false where it was broken off, to be gone on with at the next start. */
  fill(history: HistoryOptions): Promise<boolean>
  /** Stops a fill and resolves to the number of rows that were deleted; a store that is away is waited for. */
  dispose(site: string): Promise<number>
}

/** What came of asking for a site's removal. */
export type RemovalOutcome = 'removed' | 'unknown' | 'notSample'

export interface Sample {
  /** At the first start of an empty folder: the site is there from now on, its history not yet. */
  plan(): Promise<void>
  /** Goes on with what is not done: fills, or removes. Once the store has answered. True where a fill came to its end. */
  goOn(): Promise<boolean>
  /** While its history is being written. */
  filling(domain: string): boolean
  /** Resolves once nothing of it is left. Only a sample site can be removed. */
  remove(domain: string): Promise<RemovalOutcome>
}

type State =
  | { state: 'planned' }
  // The history's last day is fixed when it begins: gone on with on another day, it must be the same.
  | { state: 'filling' | 'there'; history: HistoryOptions }
  | { state: 'removing' }
  /** The record of its disposal (P10). */
  | { state: 'removed'; day: Day; rows: number }

export async function createSample(deps: SampleDeps): Promise<Sample> {
  const { settings, sites, clock } = deps
  let kept = await stateIn(settings)
  const keep = async (state: State) => {
    const write = "INSERT INTO setting (name, value) VALUES ('sample', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    await settings.run(write, JSON.stringify(state))
    kept = state
  }
  const removed = async () => keep({ state: 'removed', rows: await deps.dispose(sampleDomain), day: today(clock) })

  async function fill(): Promise<boolean> {
    if (kept?.state === 'planned') {
      const history = { seed, end: addDays(today(clock), -1), ...deps.size }
      // Another collector may have put it into this store: twice would be double.
      const there = (await deps.stored(sampleDomain)) > 0
      await keep({ state: there ? 'there' : 'filling', history })
    }
    if (kept?.state !== 'filling') return false
    const { history } = kept
    const done = await deps.fill(history)
    // Meanwhile it may have been removed.
    if (done && isFilling(kept)) await keep({ state: 'there', history })
    return done
  }

  return {
    async plan() {
      if (kept) return
      await sites.put(sampleSite())
      await keep({ state: 'planned' })
    },
    async goOn() {
      if (kept?.state !== 'removing') return await fill()
      await sites.remove(sampleDomain)
      await removed()
      return false
    },
    filling: (domain) => domain === sampleDomain && isFilling(kept),
    async remove(domain) {
      const site = sites.get(domain)
      if (!site) return 'unknown'
      // What is disposed of is the one sample that is made here.
      if (!site.sample || domain !== sampleDomain) return 'notSample'
      // Kept first: whatever happens from here on, it is removed, if need be by the next start.
      await keep({ state: 'removing' })
      await sites.remove(sampleDomain)
      await removed()
      return 'removed'
    },
  }
}

function isFilling(kept: State | null): boolean {
  return kept?.state === 'planned' || kept?.state === 'filling'
}

function today(clock: Clock): Day {
  return localTime(sampleSite().zone, clock.now()).day
}

async function stateIn(settings: SettingsStore): Promise<State | null> {
  const [row] = await settings.all<{ value: string }>("SELECT value FROM setting WHERE name = 'sample'")
  return row ? (JSON.parse(row.value) as State) : null
}
