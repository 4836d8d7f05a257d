import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Fact } from '../../../collector/fact.ts'
import { events } from '../../../contract/events.ts'
import type { Site } from '../../../contract/site.ts'
import { bucketOf } from '../../../contract/vitals.ts'
import { address, consentedView, firefox, intake, iphone, siteOf, today, view } from '../../kit/ingest.ts'

const page = { baseline: 'page' } as const
const told = { site: 'example.org', day: today, hour: 9 }
const families = { browser: 'Firefox', system: 'Windows', device: 'desktop' }
const nearlyAll = { referrer: 'www.news.org', zone: 'America/Chicago', lang: 'en-GB', screen: 1440 }

interface Row {
  why: string
  event: Record<string, unknown>
  fact: Record<string, unknown>
  site?: Partial<Site>
  agent?: string
}

const rows: Row[] = [
  {
    why: 'without consent a view tells host, referring domain and hour only',
    event: view({ referrer: 'www.news.org' }),
    fact: { type: 'view', consent: false, ...told, host: 'example.org', referrer: 'news.org', external: true },
  },
  {
    why: 'a referrer of its own is not external',
    event: view({ host: 'www.example.org', referrer: 'example.org' }),
    fact: { type: 'view', consent: false, ...told, host: 'www.example.org', referrer: 'example.org', external: false },
  },
  {
    why: 'a referrer that the browser does not tell any more is none, and the view is an arrival',
    event: view({ referrer: null }),
    fact: { type: 'view', consent: false, ...told, host: 'example.org', external: true },
  },
  {
    why: 'a host with the dot of the root is the same host',
    event: view({ host: 'www.example.org.', referrer: 'example.org.' }),
    fact: { type: 'view', consent: false, ...told, host: 'www.example.org', referrer: 'example.org', external: false },
  },
  {
    why: 'with the baseline page also path and device, and nothing else',
    event: view({ path: '/users/anna@example.org' }),
    site: page,
    agent: iphone,
    fact: {
      type: 'view',
      consent: false,
      ...told,
      host: 'example.org',
      referrer: '(direct)',
      external: true,
      path: '/users/*',
      device: 'mobile',
    },
  },
  {
    why: 'with consent all is coarse: families, country, language, class',
    event: consentedView(nearlyAll),
    fact: {
      type: 'view',
      consent: true,
      ...told,
      host: 'example.org',
      referrer: 'news.org',
      external: true,
      path: '/',
      source: 'news.org',
      ...families,
      country: 'US',
      language: 'en',
      screen: 'large',
      visit: 1,
      first: 'new',
      recency: 'new',
      since: 0,
    },
  },
  {
    why: 'a later view keeps an absent source absent; numbers become names',
    event: view({
      consent: true,
      path: '/a',
      from: '/order/48213',
      referrer: 'example.org',
      visit: 2,
      first: true,
      recency: 1,
      overnight: 'view',
    }),
    fact: {
      type: 'view',
      consent: true,
      ...told,
      host: 'example.org',
      referrer: 'example.org',
      external: false,
      path: '/a',
      from: '/order/*',
      ...families,
      visit: 2,
      first: 'visit',
      recency: '1',
      overnight: 'view',
    },
  },
  {
    why: 'a visit referred from the site itself began directly',
    event: view({ consent: true, referrer: 'example.org', visit: 1 }),
    fact: {
      type: 'view',
      consent: true,
      ...told,
      host: 'example.org',
      referrer: 'example.org',
      external: false,
      source: '(direct)',
      ...families,
      visit: 1,
    },
  },
  {
    why: 'an accept tells what the view had told before',
    event: { ...view(), type: 'accept', consent: true, path: '/a', visit: 1 },
    site: page,
    agent: iphone,
    fact: {
      type: 'accept',
      consent: true,
      was: { path: '/a', device: 'mobile' },
      ...told,
      host: 'example.org',
      referrer: '(direct)',
      external: true,
      path: '/a',
      source: '(direct)',
      browser: 'Mobile Safari',
      system: 'iOS',
      device: 'mobile',
      visit: 1,
    },
  },
  {
    why: 'an accept with the baseline domain had told nothing more',
    event: { ...view(), type: 'accept', consent: true },
    fact: { type: 'accept', consent: true, was: {}, ...told, host: 'example.org', referrer: '(direct)', external: true, ...families },
  },
  {
    why: 'with detail domain an accept’s path is the old view’s alone',
    event: { ...view(), type: 'accept', consent: true, path: '/a' },
    site: { ...page, detail: 'domain' },
    fact: {
      type: 'accept',
      consent: true,
      was: { path: '/a', device: 'desktop' },
      ...told,
      host: 'example.org',
      referrer: '(direct)',
      external: true,
      ...families,
    },
  },
  {
    why: 'a leave tells seconds, and tenths where sent',
    event: { ...view(), type: 'leave', consent: true, path: '/a', seconds: 12, scroll: 7, had: 3 },
    fact: { type: 'leave', ...told, host: 'example.org', path: '/a', ...families, seconds: 12, scroll: 7, had: 3 },
  },
  {
    why: 'a leave without seconds has none',
    event: { ...view(), type: 'leave', consent: true },
    fact: { type: 'leave', ...told, host: 'example.org', ...families, seconds: 0 },
  },
  {
    why: 'a timing becomes its bucket; without consent it tells nothing else',
    event: { ...view(), type: 'vitals', metric: 'lcp', value: 2_500 },
    fact: { type: 'vitals', ...told, host: 'example.org', metric: 'lcp', bucket: '2500' },
  },
  {
    why: 'a timing that has grown tells the bucket in which it stood',
    event: { ...view(), type: 'vitals', metric: 'cls', value: 120, before: 90 },
    fact: { type: 'vitals', ...told, host: 'example.org', metric: 'cls', bucket: bucketOf('cls', 120), before: bucketOf('cls', 90) },
  },
  {
    why: 'a timing with consent tells page and families',
    event: { ...view(), type: 'vitals', consent: true, path: '/a', metric: 'cls', value: 0 },
    fact: { type: 'vitals', ...told, host: 'example.org', path: '/a', ...families, metric: 'cls', bucket: '0' },
  },
  {
    why: 'a timing with the baseline page tells path and device',
    event: { ...view(), type: 'vitals', path: '/a', metric: 'ttfb', value: 3_600_000 },
    site: page,
    fact: { type: 'vitals', ...told, host: 'example.org', path: '/a', device: 'desktop', metric: 'ttfb', bucket: '60000' },
  },
  {
    why: 'a choice is one closed value',
    event: { ...view(), type: 'consent', policy: '2', action: 'accepted', layer: 1, method: 'banner', lang: 'pt-BR' },
    fact: { type: 'consent', ...told, choice: '2 accepted 1 banner pt' },
  },
  {
    why: 'a choice has a dash for what is absent',
    event: { ...view(), type: 'consent', policy: '2', action: 'shown' },
    fact: { type: 'consent', ...told, choice: '2 shown - - -' },
  },
  {
    why: 'an absent user agent leaves the families absent',
    event: view({ consent: true }),
    agent: '',
    fact: { type: 'view', consent: true, ...told, host: 'example.org', referrer: '(direct)', external: true },
  },
  {
    why: 'an unknown user agent is other, on a desktop',
    event: view({ consent: true }),
    agent: 'Mozilla/5.0 (Kiosk; Town Hall) Unheard/1.0',
    fact: {
      type: 'view',
      consent: true,
      ...told,
      host: 'example.org',
      referrer: '(direct)',
      external: true,
      browser: '(other)',
      system: '(other)',
      device: 'desktop',
    },
  },
  {
    why: 'a day of its own is kept, the hour is the collector’s at the site',
    event: view({ day: '2026-11-23' }),
    site: { zone: 'America/Chicago' },
    fact: {
      type: 'view',
      consent: false,
      site: 'example.org',
      day: '2026-11-23',
      hour: 3,
      host: 'example.org',
      referrer: '(direct)',
      external: true,
    },
  },
]

describe('an event becomes this fact and no more', () => {
  it.each(rows)('$why', async ({ event, fact, site, agent = firefox }) => {
    const { post, facts } = intake([siteOf(site)])
    expect((await post(event, { headers: { 'user-agent': agent } })).body.refused).toEqual([])
    // As it is written: what is undefined is not there.
    expect(JSON.parse(JSON.stringify(facts))).toEqual([fact])
  })

  it('takes the collector’s own day at the site where none is sent', async () => {
    let now = Date.parse('2026-11-24T11:30:00Z')
    const { post, facts, viewed } = intake([siteOf({ zone: 'Pacific/Auckland' })], { now: () => now })
    await post(view())
    expect(facts[0]).toMatchObject({ day: '2026-11-25', hour: 0 })
    expect(viewed).toEqual([['example.org', '2026-11-25', address]])
    now -= 31 * 60_000
    await post(view())
    expect(facts[1]).toMatchObject({ day: '2026-11-24', hour: 23 })
  })
})

describe('a referrer', () => {
  it.each([
    ['www.google.co.uk', 'google.co.uk'],
    ['anna.blogspot.com', 'blogspot.com'],
    ['intranet', 'intranet'],
    ['wiki.office.invented', 'office.invented'],
    ['www.xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['co.uk', 'co.uk'],
    ['83.149.9.216', '(other)'],
    ['[2001:db8::1]', '(other)'],
    ['2130706433', '(other)'],
    ['a.0x7f', '(other)'],
  ])('%s is stored as %s', async (referrer, stored) => {
    const { post, facts } = intake()
    await post(view({ referrer }))
    expect(facts[0]).toMatchObject({ referrer: stored, external: true })
  })
})

describe('zone, language and screen', () => {
  it.each([
    [{ zone: 'Europe/Warsaw' }, { country: 'PL' }],
    [{ zone: 'Asia/Calcutta' }, { country: 'IN' }],
    [{ zone: 'UTC' }, {}],
    [{ zone: 'Mars/Olympus' }, {}],
    [{ lang: 'PL' }, { language: 'pl' }],
    [{ lang: 'zh-Hant-TW' }, { language: 'zh' }],
    [{ lang: 'iw' }, { language: 'he' }],
    [{ lang: 'abcdefgh' }, {}],
    [{ screen: 599 }, { screen: 'small' }],
    [{ screen: 600 }, { screen: 'medium' }],
    [{ screen: 1_023 }, { screen: 'medium' }],
    [{ screen: 1_024 }, { screen: 'large' }],
    [{ screen: 1_920 }, { screen: 'wide' }],
  ])('%j becomes %j', async (sent, stored) => {
    const { post, facts } = intake()
    await post(view({ consent: true, ...sent }))
    const { country, language, screen } = facts[0] as { country?: string; language?: string; screen?: string }
    expect(JSON.parse(JSON.stringify({ country, language, screen }))).toEqual(stored)
  })
})

describe('a fact', () => {
  it('cannot carry an address or a user agent: the types forbid it', () => {
    const fact: Fact = { type: 'view', consent: false, ...told, host: 'example.org', referrer: '(direct)', external: true }
    // @ts-expect-error: no fact has an address
    const withAddress: Fact = { ...fact, type: 'view', address }
    // @ts-expect-error: no fact has a user agent
    const withAgent: Fact = { ...fact, type: 'view', userAgent: firefox }
    expect([withAddress, withAgent]).toHaveLength(2)
    type Keys<Kind> = Kind extends unknown ? keyof Kind : never
    expectTypeOf<Extract<Keys<Fact>, 'address' | 'userAgent' | 'caller' | 'origin' | 'zone' | 'lang'>>().toEqualTypeOf<never>()
  })

  it('never holds the address or the user agent, whatever is sent', async () => {
    const agent = fc.stringMatching(/^Xyzzy[A-Z]{8}$/).map((mark) => `${firefox} ${mark}/1.0`)
    const event = fc
      .record(
        {
          type: fc.constantFrom('view' as const, 'accept' as const, 'leave' as const, 'vitals' as const, 'consent' as const),
          consent: fc.boolean(),
          path: fc.constantFrom('/', `/${address}`, '/a'),
          from: fc.constantFrom('/', `/${address}`),
          referrer: fc.constantFrom('news.org', address),
          source: fc.constantFrom('news.org', address, 'x'),
          campaign: fc.constantFrom('spring', address),
          visit: fc.constantFrom(1, 2),
          seconds: fc.nat(100),
          metric: fc.constant('lcp'),
          value: fc.nat(1_000),
          policy: fc.constant('1'),
          action: fc.constant('shown'),
        },
        { requiredKeys: ['type', 'consent'] },
      )
      .map((given) => ({ v: 1, site: 'example.org', host: 'example.org', ...given }))
      .map((given) => Object.fromEntries(Object.entries(given).filter(([name]) => name in events[given.type].schema.entries)))
    const { post, facts, viewed } = intake([siteOf({ ...page, campaigns: ['spring'] })])
    const probe = async (given: object, userAgent: string) => {
      await post(given, { headers: { 'user-agent': userAgent } })
      const written = JSON.stringify(facts.splice(0))
      expect(written).not.toContain(address)
      expect(written).not.toContain('Xyzzy')
    }
    await fc.assert(fc.asyncProperty(event, agent, probe), { numRuns: 1_000, seed: 3 })
    expect(viewed.length).toBeGreaterThan(50)
  })
})
