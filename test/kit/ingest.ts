/** The real intake over sites of a test, a clock that stands still and a spool in memory: what is sent, what is answered, and the facts that come of it. */
import type { Fact } from '../../collector/fact.ts'
import { createIntake, type Intake } from '../../collector/ingest/pipeline.ts'
import { createRefusals, type Refusals } from '../../collector/ingest/refusals.ts'
import { ingestRequestOf, responseOf } from '../../collector/ingest/request.ts'
import type { Sites, Spool } from '../../collector/ports.ts'
import type { Site } from '../../contract/site.ts'

export const today = '2026-11-24'
/** 09:30 on that day in UTC. */
export const morning = Date.parse(`${today}T09:30:00Z`)
export const address = '203.0.113.77'
export const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'
export const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

export function siteOf(given: Partial<Site> = {}): Site {
  const domain = given.domain ?? 'example.org'
  return { domain, hosts: [domain, `www.${domain}`], zone: 'UTC', baseline: 'domain', detail: 'page', campaigns: [], policy: '1', ...given }
}

/** An event as a page of example.org sends it. */
export function view(fields: Record<string, unknown> = {}) {
  return { v: 1, site: 'example.org', host: 'example.org', type: 'view', consent: false, ...fields }
}

/** The first view of a browser's first visit of a day. */
export function consentedView(fields: Record<string, unknown> = {}) {
  return view({ consent: true, day: today, path: '/', visit: 1, first: 'new', recency: 'new', since: 0, ...fields })
}

/** What a sender hears. */
export interface Heard {
  status: number
  headers: Headers
  refusedHeader: string | null
  body: { taken: number | null; refused: { index?: number; reason: string; field?: string; message: string }[] }
}

export interface TestIntake {
  facts: Fact[]
  refusals: Refusals
  sites: Sites
  /** The addresses that are handed on to be named by their network, each with its site and day. */
  viewed: [site: string, day: string, address: string][]
  /** As a home has it that makes no web-standard request. */
  take: Intake
  ingest(request: Request, from: string): Promise<Response>
  /** A request to its address, from the usual one. */
  request(init: RequestInit, from?: string): Promise<Response>
  /** Sends an event, several, or a text. */
  post(body: unknown, sent?: { headers?: Record<string, string>; address?: string }): Promise<Heard>
}

interface Options {
  now?: () => number
  bodyMilliseconds?: number
  append?: Spool['append']
  log?: (line: string) => void
}

export function intake(sites: Site[] = [siteOf()], { now = () => morning, bodyMilliseconds, append, log }: Options = {}): TestIntake {
  const facts: Fact[] = []
  const viewed: TestIntake['viewed'] = []
  const clock = { now }
  const known = new Map(sites.map((site) => [site.domain, site]))
  const bySites = { get: (domain: string) => known.get(domain), all: () => sites, put: async () => {}, remove: async () => {} }
  const refusals = createRefusals({ clock, sites: bySites })
  const spool: Spool = { append: append ?? (async (appended) => void facts.push(...appended)), backlog: () => ({ bytes: 0 }) }
  const take = createIntake({
    ...{ clock, sites: bySites, spool, refusals, bodyMilliseconds, log },
    viewed: (site, day, from) => void viewed.push([site, day, from]),
  })
  const ingest = async (sent: Request, from: string) => responseOf(await take(ingestRequestOf(sent), from))
  const request = (init: RequestInit, from = address) =>
    ingest(new Request('https://collector.example/e', { method: 'POST', ...init }), from)
  return {
    ...{ facts, refusals, sites: bySites, viewed, take, ingest, request },
    post: async (body, { headers = {}, address: from } = {}) => {
      const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
      return heard(await request({ body: sent as BodyInit, headers: { 'user-agent': firefox, ...headers } }, from))
    },
  }
}

export async function heard(response: Response): Promise<Heard> {
  // Where all was taken there is nothing more to say.
  const text = await response.text()
  const body: Heard['body'] = text === '' ? { taken: null, refused: [] } : JSON.parse(text)
  return { status: response.status, headers: response.headers, refusedHeader: response.headers.get('footfall-refused'), body }
}
