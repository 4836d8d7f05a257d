/** What the page knows: the choice in its address, the sites that may be read, and the answers for the two. */
import { batch, computed, effect, signal } from '@preact/signals'
import { localTime } from '../../contract/day.ts'
import { laterQuestions } from '../later.ts'
import { cardsOf, cardsUnder } from '../panels.ts'
import { type Ask, fetchCountingState, fetchSites, type Got, type ReadableSite } from '../query/client.ts'
import { createView } from '../query/view.ts'
import { overviewQuestions } from '../questions.ts'
import { daysOf } from './range.ts'
import { firstOf, namedIn } from './sites.ts'
import { type Choice, choiceSearch, defaultRange, parseChoice } from './url.ts'

const refreshMilliseconds = 4_000
// Half a year and each choice of the days: more to add up, and it changes slowly.
const laterMilliseconds = 60_000
const stateMilliseconds = 30_000

export type SitesState = { phase: 'loading' } | { phase: 'signedOut' } | { phase: 'failed'; problem: string } | { phase: 'ready' }

export const choice = signal<Choice>({ range: defaultRange })
export const sites = signal<ReadableSite[]>([])
export const sitesState = signal<SitesState>({ phase: 'loading' })
/** Not null while nothing is counted; since when, where the collector knows. */
export const standstill = signal<{ since: string | null } | null>(null)
export const overview = createView()
/** What stands far down the page. */
export const later = createView()
/** Whether the reader has come near to it. */
export const isNear = signal(false)

const now = signal(Date.now())

/** The chosen site, undefined where there is none of that name; where none was chosen, the owner's first, else the sample, so that a first look is not empty. */
export const site = computed(() => (choice.value.site === undefined ? firstOf(sites.value) : namedIn(sites.value, choice.value.site)))
/** The day that it is at the site. */
export const today = computed(() => localTime(site.value?.zone ?? 'UTC', now.value).day)
export const hour = computed(() => localTime(site.value?.zone ?? 'UTC', now.value).hour)
/** The cards that are shown. */
export const cards = computed(() => cardsUnder(choice.value.filters ?? [], cardsOf(site.value?.slices)))
// As text, so that a tick of the clock that changes nothing asks nothing.
const daysText = computed(() => Object.values(daysOf(choice.value.range, today.value)).join(' '))
export const days = computed(() => {
  const [from, to] = daysText.value.split(' ') as [string, string]
  return { from, to }
})
// Also as text: what is only drawn otherwise, such as another measure, asks nothing, and neither does the same list of sites.
const questionsText = computed(() => {
  const { filters, tabs } = choice.value
  return JSON.stringify(
    site.value ? overviewQuestions({ site: site.value.domain, cards: cards.value, days: days.value, filters, tabs }) : [],
  )
})
/** What is asked for the choice. */
export const questions = computed(() => JSON.parse(questionsText.value) as Ask[])
const laterText = computed(() => {
  const isAsked = site.value && isNear.value && (choice.value.filters ?? []).length === 0
  return JSON.stringify(isAsked ? laterQuestions(site.value!.domain, days.value, today.value) : [])
})
/** What is asked once the reader comes near; under a filter nothing, since it is kept of the site as a whole. */
export const questionsLater = computed(() => JSON.parse(laterText.value) as Ask[])
/** Whether the numbers can still change. */
export const isLive = computed(() => Boolean(site.value?.filling) || (days.value.from <= today.value && days.value.to >= today.value))

/** Reads the address, asks for the sites, and from then on asks again whenever the choice changes or time passes. */
export function start(): void {
  readAddress()
  addEventListener('popstate', readAddress)
  effect(() => {
    if (questions.value.length > 0) overview.load(questions.value)
  })
  effect(() => {
    if (questionsLater.value.length > 0) later.load(questionsLater.value)
  })
  effect(() => {
    if (overview.state.value.phase === 'signedOut') sitesState.value = { phase: 'signedOut' }
  })
  setInterval(tick, refreshMilliseconds)
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

function tick(): void {
  if (document.visibilityState !== 'visible') return
  now.value = Date.now()
  if (isLive.value) overview.refresh()
  if (isLive.value && questionsLater.value.length > 0 && now.value - later.state.value.at > laterMilliseconds) later.refresh()
  if (site.value?.filling) void loadSites()
}
