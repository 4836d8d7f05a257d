/** A site, a clock and an intake over a spool in memory, and events to send through it. */

import type { Fact } from '../../../collector/fact.ts'
import { createIntake } from '../../../collector/ingest/pipeline.ts'
import { createRefusals } from '../../../collector/ingest/refusals.ts'
import { ingestRequestOf, responseOf } from '../../../collector/ingest/request.ts'
import type { Spool } from '../../../collector/ports.ts'
import type { Site } from '../../../contract/site.ts'

export const today = '2026-11-24'
/** 09:30 on that day in UTC. */
export const morning = Date.parse(`${today}T09:30:00Z`)
export const address = '203.0.113.77'
export const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
export const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

const plain: Site = {
  domain: 'example.org',
  hosts: ['example.org', 'www.example.org'],
  zone: 'UTC',
  baseline: 'domain',
  detail: 'page',
  campaigns: ['spring'],
  policy: '1',
}

export interface Sent {
  status: number
  refusedHeader: string | null
  headers: Headers
  body: { taken: number | null; refused: { index?: number; reason: string; field?: string; message: string }[] }
}

export function fixture(
  settings: Partial<Site> = {},
  options: { bodyMilliseconds?: number; append?: Spool['append']; log?: (line: string) => void } = {},
) {
  const site = { ...plain, ...settings }
  const facts: Fact[] = []
  const views: [string, string, string][] = []
  const clock = { milliseconds: morning, now: () => clock.milliseconds }
  const sites = {
    get: (domain: string) => (domain === site.domain ? site : undefined),
    all: () => [site],
    put: async () => {},
    remove: async () => {},
  }
  const refusals = createRefusals({ clock, sites })
  const spool: Spool = {
    append: options.append ?? (async (given) => void facts.push(...given)),
    backlog: () => ({ bytes: 0 }),
  }
  const intake = createIntake({
    clock,
    sites,
    spool,
    refusals,
    viewed: (site, day, from) => void views.push([site, day, from]),
    bodyMilliseconds: options.bodyMilliseconds,
    log: options.log,
  })
  const ingest = async (sent: Request, from: string) => responseOf(await intake(ingestRequestOf(sent), from))
  const request = (init: RequestInit, from = address) =>
    ingest(new Request('https://collector.example/e', { method: 'POST', ...init }), from)
  const post = async (body: unknown, headers: Record<string, string> = {}, from = address): Promise<Sent> => {
    const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
    return told(await request({ body: sent as BodyInit, headers: { 'user-agent': firefox, ...headers } }, from))
  }
  return { site, facts, views, clock, refusals, intake, ingest, request, post }
}

export async function told(response: Response): Promise<Sent> {
  // Where all was taken there is nothing more to say.
  const text = await response.text()
  const body: Sent['body'] = text === '' ? { taken: null, refused: [] } : JSON.parse(text)
  return { status: response.status, refusedHeader: response.headers.get('footfall-refused'), headers: response.headers, body }
}

export function view(fields: Record<string, unknown> = {}) {
  return { v: 1, site: 'example.org', host: 'example.org', type: 'view', consent: false, ...fields }
}

/** The first view of a browser's first visit of a day. */
export function consentedView(fields: Record<string, unknown> = {}) {
  return view({ consent: true, day: today, path: '/', visit: 1, first: 'new', recency: 'new', since: 0, ...fields })
}
