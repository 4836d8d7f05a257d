/** The sites that exist from the start: those named in the settings of the process, and the demo. */
import * as v from 'valibot'
import { type Site, siteSchema } from '../../contract/site.ts'
import type { Sites } from '../ports.ts'
import { defaultHosts } from './typed.ts'

export const demoDomain = 'demo.localhost'

/** Creates each site of `domains` that is not there yet, with its own hosts; existing ones stay as they are. */
export async function createNamedSites(sites: Sites, domains: readonly string[]): Promise<void> {
  for (const domain of domains) {
    if (!sites.get(domain)) await sites.put(defaultSite(domain))
  }
}

/** A site as it is when only its domain is given. */
export function defaultSite(domain: string): Site {
  return v.parse(siteSchema, { domain, hosts: defaultHosts(domain) })
}

/** Creates the demo's site, whose hosts are all by which this machine's own pages may be opened. */
export async function createDemoSite(sites: Sites, publicHost: string | null): Promise<void> {
  const hosts = new Set(['localhost', '127.0.0.1', '[::1]', ...(publicHost ? [publicHost] : [])])
  const existing = sites.get(demoDomain)
  if (existing && [...hosts].every((host) => existing.hosts.includes(host))) return
  // Whoever looks at it sits at this machine, or beside it.
  await sites.put({ ...defaultSite(demoDomain), oneNetwork: true, ...existing, hosts: [...hosts] })
}
