/** Decides once, as the script runs, what this page sends: views, a stray host, or nothing. */
import type { ViewEvent } from '../contract/event.ts'
import type { SnippetSettings } from '../contract/snippet.ts'
import { strayEvent, viewEvent } from './events.ts'
import { onMove, onReturn } from './moves.ts'
import { arrivalReferrer, pageHost } from './page.ts'
import { whenSeen } from './seen.ts'
import { sender } from './send.ts'
import { collectorOrigin } from './settings.ts'

/** Starts counting on this page; a second tag of the same site does nothing. */
export function start(settings: SnippetSettings): void {
  const host = pageHost()
  const origin = collectorOrigin(settings)
  if (!host || !origin || !firstTag(settings.site)) return
  const send = sender(origin)
  if (!settings.hosts.includes(host)) whenSeen()(() => send(strayEvent(settings, host)))
  // Without consent, the baseline decides; `none` leaves the page as if there were no tag.
  else if (settings.baseline !== 'none') countViews(settings, host, send)
}

function countViews(settings: SnippetSettings, host: string, send: (event: ViewEvent) => void): void {
  const seen = whenSeen()
  const view = (referrer: string) => seen(() => send(viewEvent(settings, { host, path: location.pathname, referrer })))
  view(arrivalReferrer(host))
  // The site's own host as referrer: a view, but the start of no visit.
  onMove(() => view(host))
  onReturn(() => view(host))
}

/** True for the first tag of this site in this document. A symbol: no element of the page can stand in its place. */
function firstTag(site: string): boolean {
  const marks = window as unknown as Record<symbol, boolean>
  const mark = Symbol.for(`footfall ${site}`)
  if (marks[mark]) return false
  marks[mark] = true
  return true
}
