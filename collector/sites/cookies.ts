/** The end of a site's cookie names, where another site's tag could see them too. */
import { getDomain } from 'tldts'
import type { Site } from '../../contract/site.ts'

/**
 * Undefined where the names are plain: the site's domain is a registrable one, or has none (localhost), and no other site of
 * this collector lists one of its hosts. Else a short hash of the domain: two sites under one domain never read each other's.
 */
export function cookieSuffix(site: Site, all: readonly Site[]): string | undefined {
  const registrable = getDomain(site.domain, { allowPrivateDomains: true })
  const isBelow = registrable !== null && registrable !== site.domain
  const isShared = all.some((other) => other.domain !== site.domain && other.hosts.some((host) => site.hosts.includes(host)))
  return isBelow || isShared ? `_${shortHash(site.domain)}` : undefined
}

/** FNV-1a, 32 bits: it needs to be short and the same for ever, and keeps no secret. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(36)
}
