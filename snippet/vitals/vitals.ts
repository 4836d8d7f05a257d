/** Measures what the core need not wait for: page-load timings, and with consent how a page is used. */

import type { CoreApi } from '../core-api.ts'
import { dayText, siteDay } from '../days.ts'
import { deviceFields } from '../device.ts'
import type { SeenPage } from '../seen-page.ts'
import { swallowErrors } from '../swallow-errors.ts'
import { offerApi } from './api.ts'
import { watchVisit } from './asleep.ts'
import { endEngaged, renewEngaged, takeEngaged } from './engaged.ts'
import { keepAnswer } from './keep-answer.ts'
import { watchTimings } from './timings.ts'

export { sendLater } from './later.ts'

let core: CoreApi | undefined
let current: SeenPage | undefined

/** Measures this document from now on; `counted` is a page that was just counted with consent. */
export function watch(given: CoreApi, counted?: SeenPage): void {
  if (!core) begin(given)
  if (!counted) return
  current = counted
  renewEngaged(counted.toldAt!, given.pages, watchVisit(given, counted.at))
}

function begin(given: CoreApi): void {
  core = given
  // A bundle may meet an older core.
  swallowErrors(() => keepAnswer(given))
  addEventListener('visibilitychange', () => document.hidden && reportUse(), true)
  addEventListener('pagehide', () => leave())
  swallowErrors(() => offerApi(given, leave))
  ;(window.requestIdleCallback ?? setTimeout)(() => swallowErrors(() => watchTimings(bookedAs, reportTiming)))
}

/** Under what a timing is booked now: with consent and the day, or without. A correction must take it back from where it was added. */
function bookedAs(): string {
  // Without consent no zone is looked up: in every one of them a day begins with a quarter of an hour.
  return isCounted() ? `${bookedDay(core!.pages.first!)}` : `-${Math.floor(Date.now() / quarterHour)}`
}

const quarterHour = 15 * 60_000

/** The document's first page was counted with consent, and that still holds. */
const isCounted = () => !!core!.pages.first!.told && core!.isGiven()

const reportTiming: Parameters<typeof watchTimings>[1] = (metric, value, before) => {
  const { settings, tell, pages } = core!
  const first = pages.first!
  const timing = { metric, value, before }
  const hasConsent = isCounted()
  if (hasConsent)
    tell('vitals', true, { day: dayText(bookedDay(first)), path: pathOf(first, settings.detail), ...deviceFields(), ...timing })
  else if (settings.baseline !== 'none') tell('vitals', false, { path: pathOf(first, settings.baseline), ...timing })
  return hasConsent || settings.baseline !== 'none'
}

/** The page is left for another, or for the back/forward cache, out of which it is another view. `at`: it was, at that moment, within this document. */
export function leave(at?: number): void {
  reportUse(at)
  end()
}

function end(): void {
  current = undefined
  endEngaged()
}

/** Reports how the page was used since the last report. */
function reportUse(until?: number): void {
  if (!core || !current?.told) return
  // Withdrawn in another tab, which could not reach what this one remembers: it is not reported any more, also after a new yes.
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
  // Scrolling moves the tenth that its view's day holds: it is not reported for another day.
  const { seconds, scroll, had } = day === dayOf(current) ? used : { ...used, scroll: undefined, had: undefined }
  core.tell('leave', true, { day: dayText(day), path, source, medium, campaign, ...deviceFields(), seconds, scroll, had })
}

/** The paths that this tab has seen (seen-paths.ts). */
function forgetPaths(suffix = ''): void {
  swallowErrors(() => sessionStorage.removeItem(`ff_paths${suffix}`))
}

/** The day under which a page is reported: its view's; once the collector takes that no more, today. */
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

function pathOf(page: SeenPage, level: 'none' | 'domain' | 'page'): string | undefined {
  return level === 'page' ? page.path : undefined
}
