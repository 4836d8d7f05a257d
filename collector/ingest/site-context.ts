/** What is worked out once for a site's settings, and its local time once a minute. */
import { type Day, localTime } from '../../contract/day.ts'
import type { Site } from '../../contract/site.ts'
import { domainOf } from './enrich/public-suffix.ts'
import { type SlicesOf, slicesOfSite } from './enrich/slices.ts'
import { labelPath } from './redact/label.ts'
import { pathRules } from './redact/path-rules.ts'

export interface SiteContext {
  hosts: ReadonlySet<string>
  /** The registrable domains of these hosts: what is below them is the owner's, listed or not. */
  owned: ReadonlySet<string>
  /** Whether a visitor who comes from this host goes on with a visit: one of the site's own, or one that visitors return from. */
  isInside(host: string): boolean
  /** Whether the site wants paths of this form: with the path of a fragment, or a value of its query key. */
  wants(path: string): boolean
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
const known = new WeakMap<Site, SiteContext>()

export function siteContext(site: Site): SiteContext {
  const before = known.get(site)
  if (before) return before
  const fold = pathRules(site.paths ?? [])
  const hosts = new Set(site.hosts)
  const returns = site.returnHosts ?? []
  const made: SiteContext = {
    hosts,
    owned: new Set(site.hosts.map((host) => domainOf(host).owner).filter((owner) => owner !== null)),
    isInside: (host) => hosts.has(host) || returns.some((each) => `.${host}`.endsWith(`.${each}`)),
    wants: (path) => wants(site, path),
    campaigns: new Set(site.campaigns.map((label) => label.trim().toLowerCase())),
    // The owner has listed what stands in a query: it names nobody.
    label: (path) => {
      const [page = '', query] = path.split('?')
      const label = fold(labelPath(page))
      return query === undefined ? label : `${label}?${query}`
    },
    slices: slicesOfSite(site.slices ?? []),
    local: localClock(site.zone),
  }
  known.set(site, made)
  return made
}

function wants({ hashRoutes, queryPages }: Site, path: string): boolean {
  if (path.includes('#')) return hashRoutes === true
  const [, query] = path.split('?')
  return query === undefined || queryPages?.values.some((value) => query === `${queryPages.key}=${value}`) === true
}

// Every zone's clock jumps on a whole minute, so day and hour hold for a minute at least.
function localClock(zone: string): SiteContext['local'] {
  let minute = Number.NaN
  let found = { day: '', hour: 0 }
  return (milliseconds) => {
    const now = Math.floor(milliseconds / 60_000)
    if (now !== minute) found = localTime(zone, milliseconds)
    minute = now
    return found
  }
}
