/** Counts the pages seen in this document, with or without consent (docs/counting.md). */
import { type Address, pathOf } from './address.ts'
import { answered, isGiven } from './consent.ts'
import { readCookies, writeCookie } from './cookies.ts'
import { dayText, longAfter, siteDay } from './days.ts'
import { tell } from './events.ts'
import { forgetVisits } from './forget.ts'
import { frame } from './frame.ts'
import { visitMinutes } from './limits.ts'
import { locked } from './lock.ts'
import { endedVisit, isInside, mayReturn } from './opted.ts'
import { type Arrival, labelsOf, moved } from './page.ts'
import { place } from './place.ts'
import { pages, type SeenPage } from './seen-page.ts'
import { firstSight } from './seen-paths.ts'
import { settings } from './settings.ts'
import { isSignalled } from './signal.ts'
import { type Labels, nextView, type Past } from './visit.ts'

const tellsPath = settings.detail === 'page'

/** A page is seen: come to from within the site, and at the address that stands now, if nothing else is said. */
export function countView(arrival: Arrival = moved, address?: Address): void {
  const page: SeenPage = { arrival, path: pathOf(address), at: Date.now() }
  pages.current = page
  pages.first ??= page
  // Asked again once it is this tab's turn: another one may have withdrawn it.
  if (isGiven()) locked(() => (isGiven() && countTold(page, 'view')) || countUntold(page))
  else countUntold(page)
}

/** Without consent: domains, and the path only where the site's baseline is `page`. */
function countUntold(page: SeenPage): void {
  endYes()
  if (settings.baseline === 'none') return
  tell('view', false, { referrer: page.arrival.referrer, path: settings.baseline === 'page' ? page.path : undefined })
}

/** What a yes had let be kept, and one that is over (by a signal, a refusal, its end, another policy), goes before anything is sent. */
function endYes(): void {
  if (frame.isForeign || isGiven()) return
  // It outlives the others.
  if (readCookies('seen')[0]) forgetVisits()
  // A signal that ends must not find an old yes again.
  if (isSignalled && answered()) writeCookie('consent', '', 0)
}

/**
 * With consent, or as `accept` all that a view without consent had left out; false where the browser keeps no cookies.
 * `known`: consent was given on this page, and so much is known of where the visit came from if this is not its first.
 */
export function countTold(page: SeenPage, type: 'view' | 'accept', known?: Labels): boolean {
  const { arrival, path, at } = page
  const past = (['visit', 'seen', 'since'] as const).map((name) => readCookies(name)[0]) as unknown as Past
  const { referrer } = arrival
  const late = referrer && isInside(referrer) ? known : undefined
  const day = siteDay(settings.zone, at)
  if (mayReturn && arrival.isReturn) past[0] ??= endedVisit(dayText(day))
  const [told, [visit, last, since]] = nextView(past, day, tellsPath ? path : '', late ?? labelsOf(arrival))
  // Some libraries give arrays a way of their own to become JSON.
  const kept = `[${visit.map((part) => JSON.stringify(part))}]`
  if (!writeCookie('visit', kept, at + visitMinutes * 60_000)) return false
  writeCookie('seen', dayText(last), longAfter(last))
  writeCookie('since', dayText(since), longAfter(last))
  tell(type, true, {
    day: dayText(day),
    // An accept takes its view from where it stood; of a view of its own the visit's referrer is not known any more.
    referrer: late && type === 'view' ? null : referrer,
    // An accept names the path under which the baseline had let the view count, so that it can be taken back there.
    path: tellsPath || (type === 'accept' && settings.baseline === 'page') ? path : undefined,
    ...told,
    first: tellsPath ? firstSight(visit, path, told.from, at) : undefined,
    ...place(),
  })
  page.told = told
  page.toldAt = Date.now()
  pages.onTold?.(page)
  return true
}
