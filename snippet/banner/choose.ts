/** What a choice does: keeps it, tells of it, and moves or forgets what was counted. */
import type { ConsentEvent } from '../../contract/event.ts'
import { dateOf, dayText, longAfter, siteDay, weekOf } from '../days.ts'
import { forgetPaths } from '../forget.ts'
import type { Core } from '../lazy.ts'
import { visitMinutes } from '../limits.ts'

/** Keeps the answer where the browser lets it, and acts on the change that it makes. */
export function choose(core: Core, yes: boolean, tell: (action: ConsentEvent['action']) => void): void {
  const { settings, isGiven, answered, writeCookie } = core
  const wasGiven = isGiven()
  const wasAnswered = answered() !== undefined
  // Its week, and half a year from there: the day would tell one browser from another that began in the same week.
  const week = weekOf(siteDay(settings.zone, Date.now()))
  if (!writeCookie('consent', `${dayText(week)}:${settings.policy}:${yes ? 's' : ''}`, longAfter(week))) return
  if (yes && !wasGiven && isGiven()) {
    tell('accepted')
    moveView(core)
  } else if (!yes && wasGiven) {
    tell('withdrawn')
    forget(core)
  } else if (!yes && !wasAnswered) tell('refused')
}

/** The view on which consent was given moves to it: within half an hour and the same day. Later the next view starts a visit. */
function moveView({ settings, pages, locked, countTold }: Core): void {
  const page = pages.current
  if (!page || page.told) return
  const now = Date.now()
  const isRecent = now - page.at < visitMinutes * 60_000 && siteDay(settings.zone, now) === page.day
  if (!page.sent || isRecent) locked(() => countTold(page, page.sent ? 'accept' : 'view'))
}

/** What consent had let be kept goes at once (P8). */
function forget({ writeCookie, locked, pages, settings }: Core): void {
  const clear = () => {
    for (const name of ['visit', 'seen', 'since'] as const) writeCookie(name, '', dateOf(0))
    forgetPaths(settings)
  }
  // It was counted with consent and stays so; a new yes on this page moves nothing, and nothing more is told of it.
  if (pages.current) pages.current.told = undefined
  pages.current = undefined
  clear()
  // Another tab may be in the middle of writing.
  locked(clear)
}
