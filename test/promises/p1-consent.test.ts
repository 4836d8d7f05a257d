/** P1: no personal information without permission. Without a yes a view stores domains and counts only. */
import { describe, expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { admit } from '../../collector/ingest/admit.ts'
import { type Event, type EventType, eventTypes, fieldsOf, fieldsWithoutConsent } from '../../contract/events.ts'
import { lines, states } from '../kit/facts.ts'
import { firefox, intake, siteOf } from '../kit/ingest.ts'

const view = { v: 1, site: 'example.org', host: 'example.org', type: 'view', consent: false, referrer: 'mail.news.org' }
/** All that needs a yes, written out here and not read from the program. */
const samples: Record<string, unknown> = {
  from: '/a',
  source: 'news.org',
  medium: 'email',
  campaign: 'spring',
  visit: 1,
  first: true,
  recency: 'new',
  since: 0,
  zone: 'Europe/Paris',
  lang: 'fr',
  screen: 1280,
  overnight: 'view',
  seconds: 3,
  scroll: 2,
  had: 1,
}

describe('P1: without a yes', () => {
  it('a view becomes domains and counts, and the user agent is not even read', async () => {
    const { facts, post } = intake()
    expect((await post(view)).status).toBe(202)
    expect(lines(aggregate(facts, states()).cells)).toEqual([
      '2026-11-24 total views:1 visits:1',
      '2026-11-24 event=view count:1',
      '2026-11-24 host=example.org views:1 visits:1',
      '2026-11-24 hour=9 views:1 visits:1',
      '2026-11-24 referrer=news.org views:1 visits:1',
    ])
  })
  it.each(['view', 'vitals', 'leave', 'accept'].flatMap((type) => Object.keys(samples).map((field) => [type, field] as const)))(
    'a %s with %s is refused and leaves nothing',
    async (type, field) => {
      const { facts, post } = intake()
      const { referrer: _, ...plain } = view
      const response = await post({ ...plain, ...(type === 'vitals' ? { metric: 'lcp', value: 1 } : {}), type, [field]: samples[field] })
      expect(response.status).toBe(400)
      // A field that this type never has is refused as unknown; any other because consent is missing.
      expect(response.refusedHeader).toMatch(/^(consent|unknown-field)$/)
      expect(facts).toEqual([])
    },
  )
  it('whatever nobody has allowed without it needs it, also a field or a type that is new', () => {
    const needing = (type: EventType) => fieldsOf(type).filter((field) => !fieldsWithoutConsent[type]?.has(field))
    // The banner's language is not the visitor's.
    const isPersonal = (type: EventType, field: string) => field in samples && !(type === 'consent' && field === 'lang')
    for (const type of ['view', 'vitals', 'consent', 'stray'] as const)
      expect(needing(type), type).toEqual(fieldsOf(type).filter((field) => isPersonal(type, field)))
    expect(eventTypes.filter((type) => fieldsWithoutConsent[type] === null)).toEqual(['accept', 'leave'])
    const sites = { get: () => siteOf(), all: () => [siteOf()], put: async () => {}, remove: async () => {} }
    const caller = { address: '192.0.2.7', userAgent: firefox, originHost: undefined, platform: {} }
    const judged = (more: object) => admit({ ...view, ...more } as Event, caller, { clock: Date, sites, stray: () => {} })
    expect(judged({})).toHaveProperty('event')
    expect(judged({ theme: 'dark' })).toMatchObject({ reason: 'consent', field: 'theme' })
  })
  it('a path is refused, but where the owner has chosen the baseline page', async () => {
    const refused = intake()
    expect((await refused.post({ ...view, path: '/a' })).refusedHeader).toBe('consent')
    expect(refused.facts).toEqual([])
    const chosen = intake([siteOf({ baseline: 'page' })])
    expect((await chosen.post({ ...view, path: '/a' })).status).toBe(202)
    expect(chosen.facts).toMatchObject([{ path: '/a', device: 'desktop' }])
    expect(chosen.facts[0]).not.toHaveProperty('browser')
  })
  it('an accept takes back what had been told, and that is no path, but with the baseline page', async () => {
    const accept = { ...view, type: 'accept', consent: true, path: '/a', visit: 1, first: 'new', recency: 'new', since: 0 }
    const domain = intake()
    expect((await domain.post(accept)).status).toBe(202)
    expect(domain.facts).toMatchObject([{ type: 'accept', path: '/a' }])
    expect(domain.facts[0]).toHaveProperty('was', {})
    const page = intake([siteOf({ baseline: 'page' })])
    expect((await page.post(accept)).status).toBe(202)
    expect(page.facts).toMatchObject([{ was: { path: '/a', device: 'desktop' } }])
  })
  it('nothing is taken of a site whose baseline is none', async () => {
    const { facts, post } = intake([siteOf({ baseline: 'none' })])
    expect((await post(view)).status).toBe(400)
    expect(facts).toEqual([])
  })
})
