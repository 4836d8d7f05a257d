/** The real intake over a clock that stands still and a spool in memory: what was sent, and the facts that came of it. */

import type { Fact } from '../../collector/fact.ts'
import { createIngest } from '../../collector/ingest/pipeline.ts'
import { createRefusals, type Refusals } from '../../collector/ingest/refusals.ts'
import type { Spool } from '../../collector/ports.ts'
import type { Site } from '../../contract/site.ts'

export const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'

export function siteOf(given: Partial<Site> = {}): Site {
  const domain = given.domain ?? 'example.org'
  return { domain, hosts: [domain, `www.${domain}`], zone: 'UTC', baseline: 'domain', detail: 'page', campaigns: [], policy: '1', ...given }
}

export interface Intake {
  facts: Fact[]
  refusals: Refusals
  /** Addresses handed on to be named by their network. */
  viewed: string[]
  post(body: unknown, sent?: { headers?: Record<string, string>; address?: string }): Promise<Response>
}

export function intake(sites: Site[] = [siteOf()], now: number | (() => number) = Date.parse('2026-11-24T09:30:00Z')): Intake {
  const facts: Fact[] = []
  const viewed: string[] = []
  const known = new Map(sites.map((site) => [site.domain, site]))
  const clock = { now: () => (typeof now === 'number' ? now : now()) }
  const spool: Spool = {
    append: async (appended) => {
      facts.push(...appended)
    },
    backlog: () => ({ bytes: 0 }),
  }
  const bySites = { get: (domain: string) => known.get(domain), all: () => sites, put: async () => {}, remove: async () => {} }
  const refusals = createRefusals({ clock, sites: bySites })
  const ingest = createIngest({ clock, sites: bySites, spool, refusals, viewed: (_site, _day, address) => viewed.push(address) })
  return {
    facts,
    refusals,
    viewed,
    post: (body, { headers = {}, address = '192.0.2.7' } = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const request = new Request('http://collector/e', { method: 'POST', body: text, headers: { 'user-agent': firefox, ...headers } })
      return ingest(request, address)
    },
  }
}
