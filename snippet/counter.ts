/** Counts the pages seen in this document, with or without consent (docs/counting.md). */

import { visitMinutes } from '../contract/limits.ts'
import { type Address, pathOf } from './address.ts'
import { type Arrival, labelsOf, moved } from './arrival.ts'
import { ask } from './ask.ts'
import { core, use } from './bundles.ts'
import { answered, isGiven } from './consent.ts'
import { readCookies, writeCookie } from './cookies.ts'
import { dayText, longAfter, siteDay } from './days.ts'
import { deviceFields } from './device.ts'
import { sendEvent } from './events.ts'
import { forgetVisits } from './forget.ts'
import { frame } from './frame.ts'
import { locked } from './lock.ts'
import { optedOutByBrowser } from './opt-out.ts'
import { baseline, endedVisit, isInside, mayReturn, sendsPath } from './opted.ts'
import { pages, type SeenPage } from './seen-page.ts'
import { firstSight } from './seen-paths.ts'
import { settings } from './settings.ts'
import { type Labels, nextView, type Past } from './visit.ts'

/** A page is seen: reached from within the site, and at the address that stands now, if nothing else is said. */
export function countView(arrival: Arrival = moved, address?: Address): void {
  const page: SeenPage = { ...arrival, path: pathOf(address), at: Date.now() }
  pages.current = page
  pages.first ??= page
  // Asked again once it is this tab's turn: another one may have withdrawn it.
  if (isGiven()) locked(() => (isGiven() && countConsented(page, 'view')) || countAnonymous(page))
  else countAnonymous(page)
  ask()
  measure()
}

/** Has the page measured; `counted` is one that was counted with consent. */
function measure(counted?: SeenPage): void {
  use('vitals', (vitals) => vitals.watch(core, counted), true)
}

/** Without consent: domains, and the path only where the site's baseline is `page`. */
function countAnonymous({ referrer, path }: SeenPage): void {
  // Where no consent holds (any more: by a signal, a refusal, its end, another policy), what it had let be kept goes before anything is sent.
  if (!frame.isForeign && !isGiven()) {
    // It outlives the others.
    if (readCookies('seen')[0]) forgetVisits()
    // A signal that ends must not find an old yes again.
    if (optedOutByBrowser && answered('s')) writeCookie('consent', '', 0)
  }
  if (baseline === 'none') return
  sendEvent('view', false, baseline === 'page' ? { referrer, path } : { referrer })
}

/**
 * Counts a page with consent; as `accept`, one that was counted without. Undefined where the browser keeps no cookies.
 * `known`: consent was given on this page, and this is what is known of where the visit came from, if this is not its first page.
 */
export function countConsented(page: SeenPage, type: 'view' | 'accept', known?: Labels): true | undefined {
  const { referrer, path, at, isReturn } = page
  const past = (['visit', 'seen', 'since'] as const).map((name) => readCookies(name)[0]) as unknown as Past
  const late = isInside(referrer) && known
  const day = siteDay(settings.zone, at)
  if (mayReturn && isReturn) past[0] ??= endedVisit(dayText(day))
  const [said, visit, last, since] = nextView(past, day, sendsPath ? path : '', late || labelsOf(page))
  // Part by part: some libraries give arrays a way of their own to become JSON.
  if (!writeCookie('visit', `[${visit.map((part) => JSON.stringify(part))}]`, at + visitMinutes * 60_000)) return
  writeCookie('seen', dayText(last), longAfter(last))
  writeCookie('since', dayText(since), longAfter(last))
  sendEvent(type, true, {
    day: dayText(day),
    // An accept takes its view from where it stood; of a view of its own (baseline `none`) the visit's referrer is not known any more.
    referrer: baseline === 'none' && late ? null : referrer,
    // An accept names the path under which the baseline had let the view count, so that it can be taken back there.
    path: sendsPath || (type === 'accept' && baseline === 'page') ? path : undefined,
    ...said,
    first: sendsPath ? firstSight(visit, path, said.from, at) : undefined,
    ...deviceFields(),
  })
  page.told = said
  page.toldAt = Date.now()
  measure(page)
  return true
}
