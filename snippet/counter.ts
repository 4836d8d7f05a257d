/** Counts the pages seen in this document, with or without consent (docs/counting.md). */
import { isGiven } from './consent.ts'
import { readCookie, writeCookie } from './cookies.ts'
import { dayText, longAfter, siteDay } from './days.ts'
import { tell } from './events.ts'
import { pathCharacters, visitMinutes } from './limits.ts'
import { locked } from './lock.ts'
import { type Arrival, labelsOf } from './page.ts'
import { place } from './place.ts'
import { pages, type SeenPage } from './seen-page.ts'
import { isFirstSight } from './seen-paths.ts'
import { settings } from './settings.ts'
import { nextView } from './visit.ts'

const { baseline } = settings
const tellsPath = settings.detail === 'page'

/** A page is seen. */
export function countView(arrival: Arrival): void {
  const at = Date.now()
  const page: SeenPage = { arrival, path: location.pathname.slice(0, pathCharacters), at, day: siteDay(settings.zone, at) }
  pages.current = page
  pages.first ??= page
  // Asked again once it is this tab's turn: another one may have withdrawn it.
  if (isGiven()) locked(() => (isGiven() && countTold(page, 'view')) || countUntold(page))
  else countUntold(page)
}

/** Without consent: domains, and the path only where the site's baseline is `page`. */
function countUntold(page: SeenPage): void {
  if (baseline === 'none') return
  page.sent = true
  tell('view', false, { referrer: page.arrival[0], path: baseline === 'page' ? page.path : undefined })
}

/** With consent, or as `accept` all that a view without consent had left out; false where the browser keeps no cookies. */
export function countTold(page: SeenPage, type: 'view' | 'accept'): boolean {
  const { arrival, path, at, day } = page
  const past = [readCookie('visit'), readCookie('seen'), readCookie('since')] as const
  const [told, [visit, last, since]] = nextView(past, day, { path: tellsPath ? path : '', labels: labelsOf(arrival) })
  if (!writeCookie('visit', JSON.stringify(visit), new Date(at + visitMinutes * 60_000))) return false
  writeCookie('seen', dayText(last), longAfter(last))
  writeCookie('since', dayText(since), longAfter(last))
  tell(type, true, {
    day: dayText(day),
    referrer: arrival[0],
    // An accept names the path under which the baseline had let the view count, so that it can be taken back there.
    path: tellsPath || (type === 'accept' && baseline === 'page') ? path : undefined,
    ...told,
    first: tellsPath && isFirstSight(visit[0], path, at) ? visit[2] || true : undefined,
    ...place(),
  })
  page.sent = true
  page.told = told
  page.toldAt = Date.now()
  pages.onTold?.(page)
  return true
}
