/**
 * What the core and the bundles know of each other. A cached core may meet bundles of a newer version, and a newer core may meet older ones
 * (docs/architecture.md, "The tag"): so the names and meanings here stay as they are. What is added is optional for whoever reads it.
 */
import type { BundleName } from '../contract/bundles.ts'
import type { Event, EventOf, EventType } from '../contract/events.ts'
import type { SnippetSettings } from '../contract/snippet.ts'
import type { Arrival } from './arrival.ts'
import type { CookieName } from './cookies.ts'
import type { Navigation } from './loaded.ts'
import type { Pages, SeenPage } from './seen-page.ts'
import type { Labels } from './visit.ts'

/** The fields that a type of event has beside those that all have. */
export type Fields<Type extends EventType> = Omit<EventOf<Type>, 'v' | 'type' | 'site' | 'host' | 'consent'>

/** What the core gives to every bundle. */
export interface CoreApi {
  settings: SnippetSettings
  pages: Pages
  /** Sends an event of this document's site and host (events.ts). */
  tell<Type extends EventType>(type: Type, consent: boolean, fields: Fields<Type>): void
  /** Sends a whole event, after so many attempts before it (send.ts). */
  send(event: Event, attempt?: number): void
  /** The browser itself asks not to be counted. */
  isSignalled: boolean
  /** Undefined where this version of the policy has no answer (consent.ts). */
  answered(): unknown
  /** Whether statistics are agreed to now. */
  isGiven(): boolean
  readCookies(name: CookieName): string[]
  writeCookie(name: CookieName, value: string, expires: number): boolean
  /** Runs an act while no other tab of the site changes its cookies (lock.ts). */
  locked(act: () => void): void
  /** Counts a page with consent (counter.ts). */
  countTold(page: SeenPage, type: 'view' | 'accept', known?: Labels): true | undefined
  labelsOf(arrival: Arrival): Labels
  navigation: Navigation | null | undefined
  /** Removes all that consent had let be kept, but for the answer. */
  forgetVisits(): void
  siteDay(zone: string, milliseconds: number): number
  dayText(day: number): string
  longAfter(day: number): number
}

export interface BannerBundle {
  /** Opens the banner; `opener` is what the visitor pressed for it. Absent, the page asks by itself, or tells one that asks that there is an answer. */
  open(core: CoreApi, opener?: HTMLElement): Promise<void>
  /** Takes a banner away that asks: there is an answer. For a core of yesterday. */
  close(): void
}

export interface VitalsBundle {
  /** Measures this document from now on; `counted` is a page that was just counted with consent. */
  watch(core: CoreApi, counted?: SeenPage): void
  /** The page was left at this moment for another of the same document. */
  leave(at?: number): void
  /** Sends an event again that was not taken after so many attempts; `retryAfter` is the header's text. */
  sendLater(core: CoreApi, event: Event, attempts: number, retryAfter: string | null | undefined): void
}

/** A row of the table of bundles (contract/bundles.json) has its interface here, or this does not compile. */
export interface Bundles extends Record<BundleName, object> {
  banner: BannerBundle
  vitals: VitalsBundle
}
