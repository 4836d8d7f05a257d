/** P1: no personal information without permission. Without a yes a view stores domains and counts only. */
import { describe, expect, it } from 'vitest'
import { aggregate } from '../../collector/cells/aggregate.ts'
import { consentedFields } from '../../contract/event.ts'
import { lines, states } from '../kit/facts.ts'
import { intake, siteOf } from '../kit/ingest.ts'

const view = { v: 1, site: 'example.org', host: 'example.org', type: 'view', consent: false, referrer: 'mail.news.org' }
const samples: Record<(typeof consentedFields)[number], unknown> = {
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
  it.each(['view', 'vitals', 'leave', 'accept'].flatMap((type) => consentedFields.map((field) => [type, field] as const)))(
    'a %s with %s is refused and leaves nothing',
    async (type, field) => {
      const { facts, post } = intake()
      const { referrer: _, ...plain } = view
      const response = await post({ ...plain, ...(type === 'vitals' ? { metric: 'lcp', value: 1 } : {}), type, [field]: samples[field] })
      expect(response.status).toBe(400)
      // A field that this type never has is refused as unknown; any other because consent is missing.
      expect(response.headers.get('footfall-refused')).toMatch(/^(consent|unknown-field)$/)
      expect(facts).toEqual([])
    },
  )
  it('a path is refused, but where the owner has chosen the baseline page', async () => {
    const refused = intake()
    expect((await refused.post({ ...view, path: '/a' })).headers.get('footfall-refused')).toBe('consent')
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
