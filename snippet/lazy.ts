/** The bundles that are loaded only where they are needed, by dynamic import, from here alone. */

import type * as Banner from './banner/banner.ts'
import { answered, isGiven } from './consent.ts'
import { readCookies, writeCookie } from './cookies.ts'
import { countTold } from './counter.ts'
import { dayText, longAfter, siteDay } from './days.ts'
import { tell } from './events.ts'
import { forgetVisits } from './forget.ts'
import { frame } from './frame.ts'
import { navigation } from './loaded.ts'
import { locked } from './lock.ts'
import { labelsOf } from './page.ts'
import { pages, type SeenPage } from './seen-page.ts'
import { send } from './send.ts'
import { base, settings } from './settings.ts'
import { isSignalled } from './signal.ts'
import type * as Vitals from './vitals/vitals.ts'

/** What the core hands over to them. A cached core may meet bundles that are newer than it is: what stands here stays, and what is added may be absent. */
// biome-ignore format: a list of names
const core = {
  settings, pages, tell, send, isSignalled, answered, isGiven, readCookies, writeCookie, locked, countTold, labelsOf, navigation, forgetVisits, siteDay, dayText, longAfter,
}
export type Core = typeof core

const bundles: { banner?: Promise<typeof Banner>; vitals?: Promise<typeof Vitals> } = {}
type Bundles = { banner: typeof Banner; vitals: typeof Vitals }

/** Has a bundle act once it is there. Where it does not come, the page is counted all the same. */
async function use<Name extends keyof Bundles>(name: Name, act: (module: Bundles[Name]) => void, isWanted?: true): Promise<void> {
  try {
    bundles[name] ??=
      isWanted &&
      // In a task of its own: to ask for a file takes the page longer than all that the core has done until then.
      new Promise((resolve) => setTimeout(resolve)).then(
        // A policy that names the tag's host, or trusts what a trusted script loads, lets it in; no element is made for it.
        // The site behind `#` gives each of two sites on one page a module of its own, out of one file.
        // biome-ignore lint/style/useTemplate: smaller so
        () => import(/* @vite-ignore */ base + settings[name] + '#' + settings.site),
      )
    // A bundle that was never asked for has nothing to do: the error ends here.
    act((await bundles[name]) as Bundles[Name])
  } catch {}
}

/** Shows the banner where there is no answer yet, and takes away one that asked where there is an answer. */
export function ask(): void {
  if (frame.isForeign) return
  if (answered() !== undefined) void use('banner', (banner) => banner.close())
  else if (!isSignalled) openBanner()
}

/** Opens the banner; `opener` is what the visitor pressed for it. */
export function openBanner(opener?: HTMLElement): void {
  void use('banner', (banner) => banner.open(core, opener), true)
}

/** Has the page measured; `told` is one that was told of with consent. */
export function measure(told?: SeenPage): void {
  void use('vitals', (vitals) => vitals.watch(core, told), true)
}

/** It was left at this moment for another page of this document. */
export function leave(at: number): void {
  void use('vitals', (vitals) => vitals.leave(at))
}

pages.later = (...putOff) => void use('vitals', (vitals) => vitals.sendLater(core, ...putOff))
