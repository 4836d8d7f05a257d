/** What a choice does: keeps it, reports it, and moves or forgets what was counted. */
import type { CategoryLetter } from '../../contract/categories.ts'
import type { ConsentEvent } from '../../contract/events.ts'
import { visitMinutes } from '../../contract/limits.ts'
import type { CoreApi } from '../core-api.ts'
import { weekOf } from '../days.ts'

/** Keeps the answer, the letters of the categories that were agreed to, where the browser lets it, and acts on the change that it makes. False where the browser keeps no answer. */
export function choose(core: CoreApi, agreed: string, report: (action: ConsentEvent['action']) => void): boolean {
  const { settings, isGiven, answered, writeCookie, pages, dayText, longAfter } = core
  // An answer belongs to the page that is shown.
  pages.settle?.()
  const wasGiven = isGiven()
  const wasAnswered = answered() !== undefined
  const yes = agreed.includes('s' satisfies CategoryLetter)
  // Its week, and half a year from there: the day would tell one browser from another that began in the same week.
  const week = weekOf(Math.floor(Date.now() / 86_400_000))
  if (!writeCookie('consent', `${dayText(week)}:${settings.policy}:${agreed}`, longAfter(week))) return false
  // Also what a yes had left that has ended since.
  if (!yes && (wasGiven || /(^|; )ff_(visit|seen|since)/.test(document.cookie))) forget(core)
  if (yes && !wasGiven && isGiven()) {
    report('accepted')
    moveView(core)
  } else if (!yes && wasGiven) report('withdrawn')
  else if (!yes && !wasAnswered) report('refused')
  return true
}

/** The view on which consent was given moves to it: within half an hour and the same day. Later the next view starts a visit. */
function moveView(core: CoreApi): void {
  const { settings, pages, locked, countTold, siteDay } = core
  const { zone, baseline } = settings
  const page = pages.current
  if (!page || page.told) return
  const now = Date.now()
  const isRecent = now - page.at < visitMinutes * 60_000 && siteDay(zone, now) === siteDay(zone, page.at)
  const known = core.labelsOf({ referrer: null, address: landing(core) })
  // With the baseline `none` nothing was sent that could move.
  const type = baseline === 'none' ? 'view' : 'accept'
  // What was seen long ago, and not counted, is counted as it is now.
  if (!isRecent && type === 'view') page.at = now
  if (type === 'view' || isRecent) locked(() => countTold(page, type, known))
}

/** The address with campaign labels by which this tab came to the site, where its history still has it. */
function landing({ navigation }: CoreApi): string | undefined {
  const entries = navigation?.entries().slice(0, navigation.currentEntry!.index + 1) ?? []
  return entries.reverse().find(({ url }) => /[?&]utm_source=/.test(url!))?.url ?? undefined
}

/** What consent had let be kept goes at once (P8). */
function forget({ forgetVisits, locked, pages }: CoreApi): void {
  // It was counted with consent and stays so; a new yes on this page moves nothing, and nothing more is reported of it.
  if (pages.current?.told) {
    pages.current.told = undefined
    pages.current = undefined
  }
  forgetVisits()
  // Another tab may be in the middle of writing.
  locked(forgetVisits)
}
