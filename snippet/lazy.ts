/** The bundles that are loaded only where they are needed, by dynamic import, from here alone. */

import type * as Banner from './banner/banner.ts'
import { answered, isGiven } from './consent.ts'
import { writeCookie } from './cookies.ts'
import { countTold } from './counter.ts'
import { tell } from './events.ts'
import { locked } from './lock.ts'
import { pages, type SeenPage } from './seen-page.ts'
import { base, settings } from './settings.ts'
import { isSignalled } from './signal.ts'
import type * as Vitals from './vitals/vitals.ts'

/** What the core hands over to them. */
const core = { settings, pages, tell, answered, isGiven, writeCookie, locked, countTold }
export type Core = typeof core

// A policy that names the tag's host, or trusts what a trusted script loads, lets them in; no element is made for it.
// The site behind `#` gives each of two sites on one page a module of its own, out of one file.
const load = <Module>(name: string): Promise<Module> => import(/* @vite-ignore */ `${base}${name}#${settings.site}`)
// Where a bundle does not come, the page is counted all the same.
const use = <Module>(module: Promise<Module> | undefined, act: (module: Module) => void) => void module?.then(act).catch(() => {})

let banner: Promise<typeof Banner> | undefined
let vitals: Promise<typeof Vitals> | undefined

/** Shows the banner where there is no answer yet, and takes it away where there is one. */
export function ask(): void {
  if (answered() !== undefined) use(banner, ({ close }) => close())
  else if (!isSignalled) openBanner()
}

/** Opens the banner; `opener` is what the visitor pressed for it. */
export function openBanner(opener?: HTMLElement): void {
  banner ??= load(settings.banner)
  use(banner, ({ open }) => open(core, opener))
}

/** Has the page measured; `told` is one that was told of with consent. */
export function measure(told?: SeenPage): void {
  vitals ??= load(settings.vitals)
  use(vitals, ({ watch }) => watch(core, told))
}

/** It is left for another page of this document. */
export function leave(): void {
  use(vitals, ({ leave }) => leave())
}
