/** What is worked out once for a site's settings, and its local time once a minute. */
import { type Day, localTime } from '../../contract/day.ts'
import type { Site } from '../../contract/site.ts'
import { labelPath } from './label.ts'
import { pathRules } from './path-rules.ts'
import { type SlicesOf, slicesOfSite } from './slices.ts'

export interface KnownSite {
  hosts: ReadonlySet<string>
  /** Campaign labels as they are compared: trimmed, in lower case. */
  campaigns: ReadonlySet<string>
  /** A path as it counts: labelled, then by the site's own rules. */
  label(path: string): string
  /** The declared slices that something told belongs to. */
  slices: SlicesOf
  /** Site-local day and hour at `milliseconds` since 1970. */
  local(milliseconds: number): { day: Day; hour: number }
}

// Settings are replaced, never changed in place, so an object's meaning is fixed; unused ones go with their object.
const known = new WeakMap<Site, KnownSite>()

export function knownSite(site: Site): KnownSite {
  const before = known.get(site)
  if (before) return before
  const fold = pathRules(site.paths ?? [])
  const made: KnownSite = {
    hosts: new Set(site.hosts),
    campaigns: new Set(site.campaigns.map((label) => label.trim().toLowerCase())),
    label: (path) => fold(labelPath(path)),
    slices: slicesOfSite(site.slices ?? []),
    local: localClock(site.zone),
  }
  known.set(site, made)
  return made
}

// Every zone's clock jumps on a whole minute, so day and hour hold for a minute at least.
function localClock(zone: string): KnownSite['local'] {
  let minute = Number.NaN
  let found = { day: '', hour: 0 }
  return (milliseconds) => {
    const now = Math.floor(milliseconds / 60_000)
    if (now !== minute) found = localTime(zone, milliseconds)
    minute = now
    return found
  }
}
