/** What a referring host counts as: the site itself, an unlisted host of its owner, a service, a registrable domain, or nothing (docs/labels.md). */
import { bounds } from '../../../contract/bounds.ts'
import { reserved } from '../../../contract/dimensions.ts'
import type { Site } from '../../../contract/site.ts'
import { memoize } from '../memoize.ts'
import { labelHost } from '../redact/label.ts'
import { siteContext } from '../site-context.ts'
import { domainOf, listedAbove } from './public-suffix.ts'
import { services } from './services.ts'
import { spammers } from './spammers.ts'

interface Outside {
  /** What it counts as for a site that it does not belong to. */
  name: string
  isSpam: boolean
}

/** Exported for the probe of its bound. */
export const outsiders = memoize<Outside>(bounds.namesRemembered.max, (host) => ({
  name: outsideName(host),
  isSpam: listedAbove(host, spammers) !== undefined,
}))

/** The value of a referring host, in lower case: never empty. */
export function referrerName(host: string, site: Site): string {
  return ownName(host, site) ?? outsiders(host).name
}

/** Whether a host is on the public list of referrer spam. No host of the site's owner is, and none that its visitors return from. */
export function isSpam(host: string, site: Site): boolean {
  if (siteContext(site).isInside(host)) return false
  return outsiders(host).isSpam && ownName(host, site) === undefined
}

const hostName = /^(?:\[[0-9a-f:.]+\]|localhost|[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)+)$/

/**
 * The value of a `source` in lower case that is a host: the tag tells the referring one so, on each view of the visit. Undefined for a word, and
 * for a name whose suffix is on no public list: that could be anything. A spammer's stays unnamed: anybody can write one into a link to the
 * site, so its visits are counted.
 */
export function hostLabel(label: string, site: Site): string | undefined {
  if (!hostName.test(label)) return undefined
  const own = ownName(label, site)
  if (own !== undefined) return own
  const { isAddress, isLocal, listed, name } = domainOf(label)
  if (isAddress || isLocal) return outsideName(label)
  if (!listed || name === null) return undefined
  const outside = outsiders(label)
  return outside.isSpam ? reserved.other : outside.name
}

/** The site's domain for each of its hosts; for others below what its owner has registered the host. Undefined for the hosts of anybody else. */
function ownName(host: string, site: Site): string | undefined {
  const { hosts, owned } = siteContext(site)
  if (hosts.has(host)) return site.domain
  const { owner } = domainOf(host)
  return owner !== null && owned.has(owner) ? labelHost(host) : undefined
}

/** A bare address may be somebody's own machine; the names inside a network often are their owners' (`annas-laptop.local`). */
function outsideName(host: string): string {
  const { name, isAddress, isLocal } = domainOf(host)
  if (isLocal) return reserved.direct
  if (isAddress) return reserved.other
  return listedAbove(host, services) ?? name ?? host
}
