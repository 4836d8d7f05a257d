/** What the page knows before it asks for numbers: the choice in its address, the sites that may be read, the time, and whether events are being counted. */
import { batch, computed, signal } from '@preact/signals'
import { localTime } from '../../contract/day.ts'
import { fetchCountingState, fetchSites, type Got, type ReadableSite } from '../api/client.ts'
import type { Context } from './context.ts'
import { daysOf, intervalOf } from './range.ts'
import { firstOf, namedIn } from './sites.ts'
import { type Choice, choiceSearch, defaultRange, parseChoice } from './url.ts'

const tickMilliseconds = 4_000
const stateMilliseconds = 30_000

export type SitesState = { phase: 'loading' } | { phase: 'signedOut' } | { phase: 'failed'; problem: string } | { phase: 'ready' }

export const choice = signal<Choice>({ range: defaultRange })
export const sites = signal<ReadableSite[]>([])
export const sitesState = signal<SitesState>({ phase: 'loading' })
/** Not null while nothing is counted; since when, where the collector knows. */
export const standstill = signal<{ since: string | null } | null>(null)

const now = signal(Date.now())

/** The chosen site, undefined where there is none of that name; where none was chosen, the owner's first, else the sample, so that a first look is not empty. */
export const site = computed(() => (choice.value.site === undefined ? firstOf(sites.value) : namedIn(sites.value, choice.value.site)))
/** The day that it is at the site. */
export const today = computed(() => localTime(site.value?.zone ?? 'UTC', now.value).day)
export const hour = computed(() => localTime(site.value?.zone ?? 'UTC', now.value).hour)
// As text, so that a tick of the clock that changes nothing asks nothing.
const daysText = computed(() => Object.values(daysOf(choice.value.range, today.value)).join(' '))
export const days = computed(() => {
  const [from, to] = daysText.value.split(' ') as [string, string]
  return { from, to }
})
/** What cards ask and draw by; undefined while there is no site to read. */
export const context = computed((): Context | undefined => {
  if (!site.value) return
  const { filters = [], tabs = [], measure } = choice.value
  const chosen = { filters, tabs, ...(measure && { measure }) }
  const time = { days: days.value, interval: intervalOf(days.value), today: today.value, hour: hour.value }
  return { site: site.value, ...time, ...chosen }
})
/** Whether the numbers can still change. */
export const isLive = computed(() => Boolean(site.value?.filling) || (days.value.from <= today.value && days.value.to >= today.value))

/** Reads the address, now and whenever it is gone back from, and asks for the sites. `whenTicked` is called every few seconds while the page is looked at. */
export function start(whenTicked: () => void): void {
  const tick = () => {
    if (document.visibilityState !== 'visible') return
    now.value = Date.now()
    whenTicked()
    if (site.value?.filling) void loadSites()
  }
  readAddress()
  addEventListener('popstate', readAddress)
  setInterval(tick, tickMilliseconds)
  document.addEventListener('visibilitychange', tick)
  setInterval(() => document.visibilityState === 'visible' && void loadState(), stateMilliseconds)
  void loadSites()
  void loadState()
}

async function loadState(): Promise<void> {
  const got = await fetchCountingState()
  // A collector that does not answer says so with the numbers.
  if (got.kind === 'ok') standstill.value = got.value.draining ? null : { since: got.value.standstill?.since ?? null }
}

/** Goes to another choice, as a step that can be gone back from, or in place of this one. */
export function choose(change: Partial<Choice>, step: 'push' | 'replace' = 'push'): void {
  const next = { ...choice.peek(), site: site.peek()?.domain, ...change }
  history[step === 'push' ? 'pushState' : 'replaceState'](null, '', addressOf(next))
  choice.value = next
}

/** The address of a choice, for links. */
export function addressOf(next: Choice): string {
  return location.pathname + choiceSearch(next)
}

/** What a link to a choice does. A click with a modifier opens a tab or a window of its own, as on any link. */
export function follow(change: Partial<Choice>): (event: MouseEvent) => void {
  return (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    choose(change)
  }
}

export async function loadSites(): Promise<void> {
  const got = await fetchSites()
  batch(() => {
    if (got.kind === 'ok') sites.value = got.value
    sitesState.value = phaseOf(got)
  })
}

function phaseOf(got: Got<ReadableSite[]>): SitesState {
  if (got.kind === 'ok') return { phase: 'ready' }
  return got.kind === 'failed' ? { phase: 'failed', problem: got.problem } : { phase: got.kind === 'signedOut' ? 'signedOut' : 'loading' }
}

function readAddress(): void {
  choice.value = parseChoice(location.search)
}
