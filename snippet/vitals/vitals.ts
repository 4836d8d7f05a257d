/** Measures what the core need not wait for: page-load timings, and with consent how a page is used. */
import { dayText, siteDay } from '../days.ts'
import { forgetPaths } from '../forget.ts'
import type { Core } from '../lazy.ts'
import { place } from '../place.ts'
import { quietly } from '../quietly.ts'
import type { SeenPage } from '../seen-page.ts'
import { renewEngaged, takeEngaged, watchEngaged } from './engaged.ts'
import { watchTimings } from './timings.ts'

let core: Core | undefined
let current: SeenPage | undefined

/** Watches this document from now on; `told` is a page that was just told of with consent. */
export function watch(given: Core, told?: SeenPage): void {
  if (!core) begin(given)
  if (!told) return
  current = told
  renewEngaged(told.toldAt!)
}

function begin(given: Core): void {
  core = given
  watchEngaged()
  addEventListener('visibilitychange', () => document.hidden && tellUse(), true)
  addEventListener('pagehide', leave)
  ;(self.requestIdleCallback ?? setTimeout)(() => quietly(() => watchTimings(toldAs, tellTiming)))
}

/** With consent or without, and the day: what is taken back must stand where it was put. */
function toldAs(): string {
  const { settings, pages } = core!
  return isTold() ? `${bookedDay(pages.first!, settings.zone)}` : `-${siteDay(settings.zone, Date.now())}`
}

const isTold = () => !!core!.pages.first!.told && core!.isGiven()

const tellTiming: Parameters<typeof watchTimings>[1] = (metric, value, before) => {
  const { settings, tell, pages } = core!
  const first = pages.first!
  const timing = { metric, value, before }
  const isConsented = isTold()
  if (isConsented)
    tell('vitals', true, { day: dayText(bookedDay(first, settings.zone)), path: pathOf(first, settings.detail), ...place(), ...timing })
  else if (settings.baseline !== 'none') tell('vitals', false, { path: pathOf(first, settings.baseline), ...timing })
  return isConsented || settings.baseline !== 'none'
}

/** The page is left for another, or for the back/forward cache, out of which it is another view. */
export function leave(): void {
  tellUse()
  current = undefined
}

/** Says what the page was used for since it was last said. */
function tellUse(): void {
  if (!core || !current?.told) return
  // Withdrawn in another tab, which could not reach what this one remembers: it is told no more, also after a new yes.
  if (!core.isGiven()) {
    forgetPaths(core.settings)
    current = undefined
    return
  }
  const used = takeEngaged()
  if (!used) return
  const { source, medium, campaign } = current.told
  const { detail, zone } = core.settings
  const path = pathOf(current, detail)
  const day = bookedDay(current, zone)
  // Scrolling moves the tenth that its view's day holds: of another day it is not told.
  const { seconds, scroll, had } = day === current.day ? used : { ...used, scroll: undefined, had: undefined }
  core.tell('leave', true, { day: dayText(day), path, source, medium, campaign, ...place(), seconds, scroll, had })
}

/** The day by which a page is told of: its view's; once the collector takes that no more, today. */
function bookedDay(page: SeenPage, zone: string): number {
  const today = siteDay(zone, Date.now())
  return today - page.day > 1 ? today : page.day
}

function pathOf(page: SeenPage, tells: 'none' | 'domain' | 'page'): string | undefined {
  return tells === 'page' ? page.path : undefined
}
