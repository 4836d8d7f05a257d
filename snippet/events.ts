/** The events that the core sends, each a pure function of what it was told: the closed fields and no other. */
import type { StrayEvent, ViewEvent, wireVersion } from '../contract/event.ts'
import type { SnippetSettings } from '../contract/snippet.ts'
import { pathCharacters } from './limits.ts'

// Written out, since the contract's validators must not come into the page; the type keeps the two equal.
const version: typeof wireVersion = 1

export interface Seen {
  host: string
  path: string
  /** The referring host, empty where there is none. */
  referrer: string
}

/** An unconsented view: domains, and the path only where the site's baseline is `page`. */
export function viewEvent(settings: Pick<SnippetSettings, 'site' | 'baseline'>, seen: Seen): ViewEvent {
  const event: ViewEvent = { v: version, type: 'view', site: settings.site, host: seen.host, consent: false }
  if (seen.referrer) event.referrer = seen.referrer
  if (settings.baseline === 'page') event.path = seen.path.slice(0, pathCharacters)
  return event
}

/** The tag runs on a host that is not the site's: the host, and nothing else. */
export function strayEvent(settings: Pick<SnippetSettings, 'site'>, host: string): StrayEvent {
  return { v: version, type: 'stray', site: settings.site, host, consent: false }
}
