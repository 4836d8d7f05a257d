/** The owner's own hosts among what refers to a site or sends in its name: the site itself, and what stands below it without being on its list. */
import type { Dimension } from '../../contract/dimensions.ts'
import type { Site } from '../../contract/site.ts'

export type OwnHosts = Pick<Site, 'domain' | 'hosts' | 'returnHosts'>

const ofHosts: readonly Dimension[] = ['referrer', 'source', 'stray']

/** All the hosts that the site lists are one referrer: its domain (docs/labels.md). */
export function isItself(dimension: Dimension, value: string, { domain }: OwnHosts): boolean {
  return dimension === 'referrer' && value === domain
}

/** Whether a host is below one that the site lists, and not listed. One beside it may be another agency's: of that nothing is said. */
export function isUnlisted(dimension: Dimension, value: string, { hosts, returnHosts = [] }: OwnHosts): boolean {
  // A star is a part that looked private: such a host cannot be typed.
  if (!ofHosts.includes(dimension) || value.includes('*') || hosts.includes(value)) return false
  const isBelow = (host: string) => value.endsWith(`.${host.replace(/^www\./, '')}`)
  return hosts.some(isBelow) && !returnHosts.some((host) => value === host || isBelow(host))
}

/** What lists these hosts, to be typed where Footfall runs. */
export function listCommand({ domain }: OwnHosts, hosts: readonly string[]): string {
  return `npm run footfall -- site add ${domain} ${hosts.map((host) => `--host ${host}`).join(' ')}`
}
