/** Measures what the core need not wait for: page-load timings, and with consent how a page is used. */
import { dayText, siteDay } from '../days.ts'
import type { Core } from '../lazy.ts'
import { place } from '../place.ts'
import { quietly } from '../quietly.ts'
import type { SeenPage } from '../seen-page.ts'
import { offerApi } from './api.ts'
import { watchVisit } from './asleep.ts'
import { endEngaged, renewEngaged, takeEngaged } from './engaged.ts'
import { keepAnswer } from './keep-answer.ts'
import { watchTimings } from './timings.ts'

export { sendLater } from './later.ts'

let core: Core | undefined
let current: SeenPage | undefined

/** Watches this document from now on; `told` is a page that was just told of with consent. */
export function watch(given: Core, told?: SeenPage): void {
  if (!core) begin(given)
  if (!told) return
  current = told
  renewEngaged(told.toldAt!, given.pages, watchVisit(given, told.at))
}

function begin(given: Core): void {
  core = given
  // A bundle may meet an older core.
  quietly(() => keepAnswer(given))
  addEventListener('visibilitychange', () => document.hidden && tellUse(), true)
  addEventListener('pagehide', () => leave())
  quietly(() => offerApi(given, leave))
  ;(window.requestIdleCallback ?? setTimeout)(() => quietly(() => watchTimings(toldAs, tellTiming)))
}

/** With consent or without, and the day: what is taken back must stand where it was put. */
function toldAs(): string {
  // Without consent no zone is looked up: in every one of them a day begins with a quarter of an hour.
  return isTold() ? `${bookedDay(core!.pages.first!)}` : `-${Math.floor(Date.now() / quarterHour)}`
}

const quarterHour = 15 * 60_000

const isTold = () => !!core!.pages.first!.told && core!.isGiven()

const tellTiming: Parameters<typeof watchTimings>[1] = (metric, value, before) => {
  const { settings, tell, pages } = core!
  const first = pages.first!
  const timing = { metric, value, before }
  const isConsented = isTold()
  if (isConsented) tell('vitals', true, { day: dayText(bookedDay(first)), path: pathOf(first, settings.detail), ...place(), ...timing })
  else if (settings.baseline !== 'none') tell('vitals', false, { path: pathOf(first, settings.baseline), ...timing })
  return isConsented || settings.baseline !== 'none'
}

/** The page is left for another, or for the back/forward cache, out of which it is another view. `at`: it was, at that moment, within this document. */
export function leave(at?: number): void {
  tellUse(at)
  end()
}

function end(): void {
  current = undefined
  endEngaged()
}

/** Says what the page was used for since it was last said. */
function tellUse(until?: number): void {
  if (!core || !current?.told) return
  // Withdrawn in another tab, which could not reach what this one remembers: it is told no more, also after a new yes.
  if (!core.isGiven()) {
    forgetPaths(core.settings.suffix)
    end()
    return
  }
  const used = takeEngaged(until)
  if (!used) return
  const { source, medium, campaign } = current.told
  const { detail } = core.settings
  const path = pathOf(current, detail)
  const day = bookedDay(current)
  // Scrolling moves the tenth that its view's day holds: of another day it is not told.
  const { seconds, scroll, had } = day === dayOf(current) ? used : { ...used, scroll: undefined, had: undefined }
  core.tell('leave', true, { day: dayText(day), path, source, medium, campaign, ...place(), seconds, scroll, had })
}

/** The paths that this tab has seen (seen-paths.ts). */
function forgetPaths(suffix = ''): void {
  quietly(() => sessionStorage.removeItem(`ff_paths${suffix}`))
}

/** The day by which a page is told of: its view's; once the collector takes that no more, today. */
function bookedDay(page: SeenPage): number {
  const today = siteDay(core!.settings.zone, Date.now())
  const day = dayOf(page)
  return today - day > 1 ? today : day
}

/** The day on which it was seen. */
function dayOf(page: SeenPage): number {
  page.day ??= siteDay(core!.settings.zone, page.at)
  return page.day
}

function pathOf(page: SeenPage, tells: 'none' | 'domain' | 'page'): string | undefined {
  return tells === 'page' ? page.path : undefined
}
