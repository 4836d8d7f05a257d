import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SpoolFull } from '../../../collector/ports.ts'
import { bounds } from '../../../contract/bounds.ts'
import { type Reason, reasonNames } from '../../../contract/reasons.ts'
import type { Site } from '../../../contract/site.ts'
import { address, consentedView, heard, intake, siteOf, today, view } from '../../kit/ingest.ts'

interface Row {
  why: string
  body: unknown
  reason: Reason
  field?: string
  headers?: Record<string, string>
  site?: Partial<Site>
}

const without = (name: string, event: Record<string, unknown> = view()) => {
  const { [name]: _, ...rest } = event
  return rest
}
const accept = (fields = {}) => ({ ...consentedView(), type: 'accept', ...fields })
const leave = (fields = {}) => ({ ...view(), type: 'leave', consent: true, seconds: 5, ...fields })
const vitals = (fields = {}) => ({ ...view(), type: 'vitals', metric: 'lcp', value: 1200, ...fields })
const choice = (fields = {}) => ({ ...view(), type: 'consent', policy: '1', action: 'shown', ...fields })
const stray = (fields = {}) => ({ v: 1, site: 'example.org', host: 'evil.example', type: 'stray', ...fields })
const unsaid = { from: undefined, first: undefined, recency: undefined, since: undefined }
const later = (fields = {}) => consentedView({ ...unsaid, visit: 3, from: '/', ...fields })
const page = { baseline: 'page' } as const
const none = { baseline: 'none' } as const
const domains = { detail: 'domain' } as const

const rows: Row[] = [
  { why: 'no JSON', body: '{"v":1', reason: 'malformed' },
  { why: 'nothing', body: '', reason: 'malformed' },
  { why: 'NaN', body: '{"v":NaN}', reason: 'malformed' },
  { why: 'a raw NUL in a string', body: '{"v":1,"type":"vi\u0000ew"}', reason: 'malformed' },
  { why: 'invalid UTF-8', body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), reason: 'malformed' },
  { why: 'an empty array', body: [], reason: 'malformed' },
  { why: 'a number', body: 5, reason: 'malformed' },
  { why: 'null', body: 'null', reason: 'malformed' },
  { why: 'an array in an array', body: [[view()]], reason: 'malformed' },
  { why: '30,000 brackets', body: '['.repeat(30_000) + ']'.repeat(30_000), reason: 'malformed' },
  { why: 'a body past the bound', body: ' '.repeat(bounds.bodyBytes.max) + JSON.stringify(view()), reason: 'too-large' },
  { why: 'too many events', body: Array.from({ length: 101 }, () => view()), reason: 'too-many' },
  { why: 'a field twice', body: JSON.stringify(view()).replace('"v":1', '"v":1,"v":1'), reason: 'duplicate-key', field: 'v' },
  {
    why: 'a field twice, once written with escapes',
    body: JSON.stringify(view()).replace('"host"', '"site":"example.org","h\u006fst":"example.org","host"'),
    reason: 'duplicate-key',
    field: 'host',
  },
  {
    why: 'a first view that comes from a page of its visit',
    body: consentedView({ visit: 1, from: '/' }),
    reason: 'contradiction',
    field: 'from',
  },
  {
    why: 'a first view after another',
    body: consentedView({ visit: 1, overnight: 'view', ...unsaid }),
    reason: 'contradiction',
    field: 'overnight',
  },
  { why: 'a second view without a first', body: consentedView({ visit: 2, ...unsaid }), reason: 'contradiction', field: 'from' },
  { why: 'overnight twice', body: later({ overnight: 'visit', recency: 1 }), reason: 'contradiction', field: 'recency' },
  { why: 'overnight after a week', body: later({ overnight: 'view', recency: 7 }), reason: 'contradiction', field: 'recency' },
  { why: 'a day opened in the middle of a visit', body: later({ recency: 'new' }), reason: 'contradiction', field: 'recency' },
  { why: 'a week that opens and no day', body: consentedView({ visit: 1, ...unsaid, since: 3 }), reason: 'contradiction', field: 'since' },
  {
    why: 'a new browser of an old week',
    body: consentedView({ visit: 1, ...unsaid, recency: 'new', since: 3 }),
    reason: 'contradiction',
    field: 'since',
  },
  {
    why: 'a new visit of an old browser',
    body: consentedView({ visit: 1, ...unsaid, recency: 9, first: 'new' }),
    reason: 'contradiction',
    field: 'first',
  },
  { why: 'an accept that was there before', body: accept({ visit: 1, ...unsaid, first: 'day' }), reason: 'contradiction', field: 'first' },
  { why: 'scrolling back', body: leave({ scroll: 3, had: 5 }), reason: 'contradiction', field: 'had' },
  { why: 'scrolled before, and not now', body: leave({ had: 5 }), reason: 'contradiction', field: 'had' },
  { why: 'a spammer as referrer', body: view({ referrer: 'semalt.com' }), reason: 'spam', field: 'referrer' },
  { why: 'a host below a spammer', body: view({ referrer: 'a.semalt.com' }), reason: 'spam', field: 'referrer' },
  { why: 'an accept that came from a spammer', body: accept({ referrer: 'semalt.com' }), reason: 'spam', field: 'referrer' },
  { why: 'an old version', body: view({ v: 0 }), reason: 'version', field: 'v' },
  { why: 'a version as text', body: view({ v: '1' }), reason: 'version', field: 'v' },
  { why: 'no version', body: without('v'), reason: 'missing-field', field: 'v' },
  { why: 'an unknown type', body: view({ type: 'click' }), reason: 'type', field: 'type' },
  { why: 'a type that every object has', body: view({ type: 'constructor' }), reason: 'type', field: 'type' },
  { why: 'a type that is no text', body: view({ type: ['view'] }), reason: 'type', field: 'type' },
  { why: 'no type', body: without('type'), reason: 'missing-field', field: 'type' },
  { why: 'an unknown field', body: view({ email: 'anna@example.org' }), reason: 'unknown-field', field: 'email' },
  { why: 'a field of another type', body: view({ seconds: 3 }), reason: 'unknown-field', field: 'seconds' },
  {
    why: '__proto__',
    body: JSON.stringify(view()).replace('"v"', '"__proto__":{"site":"x"},"v"'),
    reason: 'unknown-field',
    field: '__proto__',
  },
  { why: 'toString', body: view({ toString: 1 }), reason: 'unknown-field', field: 'toString' },
  { why: 'no host', body: without('host'), reason: 'missing-field', field: 'host' },
  { why: 'no consent', body: without('consent'), reason: 'missing-field', field: 'consent' },
  { why: 'no metric', body: without('metric', vitals()), reason: 'missing-field', field: 'metric' },
  { why: 'consent as text', body: view({ consent: 'true' }), reason: 'value', field: 'consent' },
  { why: 'a nested value', body: view({ referrer: { a: { b: 1 } } }), reason: 'value', field: 'referrer' },
  { why: 'null in a field', body: view({ path: null }), reason: 'value', field: 'path' },
  { why: 'a host with a path', body: view({ host: 'example.org/x' }), reason: 'value', field: 'host' },
  { why: 'a path with a query', body: consentedView({ path: '/?q=1' }), reason: 'value', field: 'path' },
  { why: 'a path too long', body: consentedView({ path: `/${'a'.repeat(200)}` }), reason: 'value', field: 'path' },
  { why: 'a route in the fragment that the site does not count', body: consentedView({ path: '/#/a' }), reason: 'value', field: 'path' },
  {
    why: 'a value of the query that is not listed',
    body: consentedView({ path: '/?page=b' }),
    site: { queryPages: { key: 'page', values: ['a'] } },
    reason: 'value',
    field: 'path',
  },
  {
    why: 'a key of the query that is not the one',
    body: consentedView({ path: '/?other=a' }),
    site: { queryPages: { key: 'page', values: ['a'] } },
    reason: 'value',
    field: 'path',
  },
  { why: 'a driven browser', body: view({ driven: true }), reason: 'bot' },
  {
    why: 'half a character',
    body: '{"v":1,"site":"example.org","host":"example.org","type":"view","consent":true,"path":"/\\ud800"}',
    reason: 'value',
    field: 'path',
  },
  { why: 'an escaped NUL', body: consentedView({ path: '/a\u0000' }), reason: 'value', field: 'path' },
  { why: 'a raw C1 control', body: consentedView({ path: '/a\u0085' }), reason: 'value', field: 'path' },
  { why: 'a number too large', body: JSON.stringify(vitals()).replace('1200', '1e999'), reason: 'value', field: 'value' },
  { why: 'a negative number', body: vitals({ value: -1 }), reason: 'value', field: 'value' },
  { why: 'a negative number told before', body: vitals({ before: -1 }), reason: 'value', field: 'before' },
  { why: 'a day that is none', body: view({ day: '2026-02-30' }), reason: 'value', field: 'day' },
  { why: 'the fifth view of a visit', body: consentedView({ visit: 5 }), reason: 'value', field: 'visit' },
  { why: 'recency 0', body: consentedView({ recency: 0 }), reason: 'value', field: 'recency' },
  { why: 'an unknown site', body: view({ site: 'other.org' }), reason: 'site', field: 'site' },
  { why: 'a host of nobody', body: view({ host: 'evil.example' }), reason: 'host', field: 'host' },
  { why: 'a subdomain that is not listed', body: view({ host: 'shop.example.org' }), reason: 'host', field: 'host' },
  { why: 'a stray', body: stray(), reason: 'host', field: 'host' },
  { why: 'a stray on a listed host', body: stray({ host: 'example.org' }), reason: 'host', field: 'host' },
  { why: 'another origin', body: view(), headers: { origin: 'https://evil.example' }, reason: 'origin', field: 'host' },
  { why: 'the origin null', body: view(), headers: { origin: 'null' }, reason: 'origin', field: 'host' },
  { why: 'an origin that is none', body: view(), headers: { origin: 'example.org' }, reason: 'origin', field: 'host' },
  { why: 'a bot', body: view(), headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }, reason: 'bot' },
  { why: 'a program', body: view(), headers: { 'user-agent': 'curl/8.5.0' }, reason: 'bot' },
  { why: 'two days ago', body: view({ day: '2026-11-22' }), reason: 'clock', field: 'day' },
  { why: 'the day after tomorrow', body: view({ day: '2026-11-26' }), reason: 'clock', field: 'day' },
  { why: 'a path without consent', body: view({ path: '/' }), reason: 'consent', field: 'path' },
  { why: 'a path of a timing without consent', body: vitals({ path: '/' }), reason: 'consent', field: 'path' },
  ...['from', 'source', 'medium', 'campaign', 'zone'].map(
    (field): Row => ({ why: `${field} without consent`, body: view({ [field]: '/x' }), site: page, reason: 'consent', field }),
  ),
  { why: 'visit without consent', body: view({ visit: 1 }), reason: 'consent', field: 'visit' },
  { why: 'first without consent', body: view({ first: true }), reason: 'consent', field: 'first' },
  { why: 'recency without consent', body: view({ recency: 'new' }), reason: 'consent', field: 'recency' },
  { why: 'since without consent', body: view({ since: 0 }), reason: 'consent', field: 'since' },
  { why: 'lang without consent', body: view({ lang: 'en' }), reason: 'consent', field: 'lang' },
  { why: 'screen without consent', body: view({ screen: 800 }), reason: 'consent', field: 'screen' },
  { why: 'overnight without consent', body: view({ overnight: 'view' }), reason: 'consent', field: 'overnight' },
  { why: 'leave without consent', body: leave({ consent: false }), reason: 'consent', field: 'consent' },
  { why: 'accept without consent', body: accept({ consent: false }), reason: 'consent', field: 'consent' },
  { why: 'a view without consent, baseline none', body: view(), site: none, reason: 'detail', field: 'type' },
  { why: 'a timing without consent, baseline none', body: vitals(), site: none, reason: 'detail', field: 'type' },
  { why: 'an accept, baseline none', body: accept(), site: none, reason: 'detail', field: 'type' },
  { why: 'a path with consent, detail domain', body: consentedView(), site: domains, reason: 'detail', field: 'path' },
  {
    why: 'from with consent, detail domain',
    body: without('path', consentedView({ from: '/' })),
    site: domains,
    reason: 'detail',
    field: 'from',
  },
  { why: 'a path of a leave, detail domain', body: leave({ path: '/' }), site: domains, reason: 'detail', field: 'path' },
]

const statuses: Partial<Record<Reason, number>> = { 'too-large': 413 }

describe('an event that must not count', () => {
  it.each(rows)('is refused as $reason: $why', async ({ body, reason, field, headers, site }) => {
    const { post, facts, viewed } = intake([siteOf(site)])
    const sent = await post(body, { headers })
    expect(sent.status).toBe(statuses[reason] ?? 400)
    expect(sent.refusedHeader).toBe(reason)
    expect(sent.body.taken).toBe(0)
    expect(sent.body.refused).toHaveLength(1)
    expect(sent.body.refused[0]).toMatchObject({ reason, message: expect.stringMatching(/.{5,200}/) })
    expect(sent.body.refused[0]?.field).toBe(field)
    expect(facts).toEqual([])
    expect(viewed).toEqual([])
  })

  it('has a row here, or a test of its own, for every reason of the closed list', () => {
    const own: Reason[] = ['too-slow', 'method', 'fault', 'busy']
    expect(new Set([...rows.map(({ reason }) => reason), ...own])).toEqual(new Set(reasonNames))
  })

  it('has its reason explained in docs/refusals.md, in the order of the list', () => {
    const text = readFileSync(new URL('../../../docs/refusals.md', import.meta.url), 'utf8')
    expect([...text.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1])).toEqual(reasonNames)
  })
})

describe('what only describes a view', () => {
  const odd = (fields: Record<string, unknown>) =>
    consentedView({ visit: 2, from: '/', first: true, recency: undefined, since: undefined, ...fields })
  it.each<[string, Record<string, unknown>, string[]]>([
    ['a label with a control in it', { source: 'a\u0000b' }, ['source']],
    ['a label that is no text', { medium: { a: 1 }, campaign: 7 }, ['medium', 'campaign']],
    ['half a character', { campaign: '\ud83c' }, ['campaign']],
    ['a screen that is a page’s own variable', { screen: '100%' }, ['screen']],
    ['a screen without end', { screen: null }, ['screen']],
    ['a visit’s beginning that is none', { first: 'tomorrow' }, ['first']],
    ['a page before that is no path, and with it the view’s place in the visit', { from: 'about' }, ['from', 'visit']],
    ['a page before with a control in it', { from: '/a\u0007' }, ['from', 'visit']],
    ['a page before with a query', { from: '/?a=1&b=2' }, ['from', 'visit']],
  ])('costs itself where it cannot be read, and never the view: %s', async (_, fields, gone) => {
    const { post, facts } = intake()
    const sent = await post(odd(fields))
    expect([sent.status, sent.refusedHeader]).toEqual([202, null])
    const { post: plainly, facts: plain } = intake()
    const rest = Object.fromEntries(Object.entries(odd(fields)).filter(([name]) => !gone.includes(name)))
    await plainly(rest)
    expect(facts).toEqual(plain)
  })

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['blank labels are as good as absent', { source: ' ', medium: '\u00a0' }, { medium: undefined }],
    ['a referrer that is no host name', { referrer: 'foo bar' }, { referrer: '(other)' }],
    ['a referrer that the browser does not tell', { referrer: null }, { referrer: undefined, external: true }],
    [
      'a language, a zone and a width that are none',
      { lang: '??', zone: 'x'.repeat(900), screen: -1 },
      { language: undefined, country: undefined, screen: undefined },
    ],
    ['a page in another spelling', { path: ' /caf%c3%a9 ' }, { path: '/café' }],
  ])('%s', async (_, fields, expected) => {
    const { post, facts } = intake()
    expect((await post(consentedView(fields))).status).toBe(202)
    expect(facts[0]).toMatchObject(expected)
  })
})

describe('an event that may count', () => {
  it.each<{ why: string; body: unknown; headers?: Record<string, string>; site?: Partial<Site> }>([
    { why: 'a view without consent', body: view({ referrer: 'news.org' }) },
    { why: 'a view from its own origin, on any port', body: view(), headers: { origin: 'http://example.org:8080' } },
    { why: 'an absent user agent', body: view(), headers: { 'user-agent': '' } },
    { why: 'yesterday', body: view({ day: '2026-11-23' }) },
    { why: 'tomorrow', body: view({ day: '2026-11-25' }) },
    { why: 'names in capitals', body: view({ site: 'Example.ORG', host: 'WWW.example.org' }) },
    { why: 'names with the dot of the root', body: view({ site: 'example.org.', host: 'www.example.org.' }) },
    {
      why: 'a page at a name with the dot of the root',
      body: view({ host: 'example.org.' }),
      headers: { origin: 'https://example.org.' },
    },
    {
      why: 'a page there on a port',
      body: view({ host: 'example.org.' }),
      headers: { origin: 'http://example.org.:8080' },
    },
    { why: 'a site and a host that begin with www.', body: view({ site: 'www.example.org', host: 'www.example.org' }) },
    { why: 'a route in the fragment that the site counts', body: consentedView({ path: '/app#!/a' }), site: { hashRoutes: true } },
    {
      why: 'a page in the query that the site lists',
      body: consentedView({ path: '/?page=a' }),
      site: { queryPages: { key: 'page', values: ['a'] } },
    },
    { why: 'a path without consent, baseline page', body: view({ path: '/' }), site: page },
    { why: 'a timing without consent', body: vitals() },
    { why: 'a timing that was told before', body: vitals({ before: 900 }) },
    { why: 'a timing with consent and path', body: vitals({ consent: true, path: '/' }) },
    { why: 'an accept', body: accept() },
    { why: 'an accept that names its path for the view as it was', body: accept(), site: { ...page, ...domains } },
    { why: 'a leave', body: leave({ path: '/', scroll: 10, had: 3 }) },
    { why: 'a choice without consent, with the banner’s language', body: choice({ lang: 'pl', layer: 1, method: 'banner' }) },
    { why: 'a choice, baseline none', body: choice(), site: none },
    { why: 'a view with consent, baseline none', body: consentedView(), site: none },
    { why: 'a view without path, detail domain', body: without('path', consentedView()), site: domains },
    { why: 'a byte order mark', body: `\ufeff${JSON.stringify(view())}` },
    { why: 'a colon and quotes in a value', body: consentedView({ campaign: '"spring": \\"1\\"' }) },
  ])('is taken: $why', async ({ body, headers, site }) => {
    const { post, facts } = intake([siteOf(site)])
    const sent = await post(body, { headers })
    expect(sent.body.refused).toEqual([])
    expect(sent.status).toBe(202)
    expect(sent.refusedHeader).toBeNull()
    expect(facts).toHaveLength(1)
  })
})

describe('a body that cannot be read as a whole', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  it.each([
    ['no JSON', '{"v":1,"site":"example.org",'],
    ['a name in capitals', '{"site" : "Example.ORG"'],
    ['a text in Latin-1', new Uint8Array([...bytes('{"v":1,"site":"example.org","campaign":"caf'), 0xe9, ...bytes('"}')])],
  ])('is counted for the site that it names, where its owner looks: %s', async (_, body) => {
    const { post, refusals, facts } = intake()
    const sent = await post(body)
    expect([sent.status, sent.refusedHeader, facts]).toEqual([400, 'malformed', []])
    expect(refusals.flush()).toMatchObject([{ site: 'example.org', dimension: 'refused', value: 'malformed', count: 1 }])
    expect(refusals.unattributed()).toBe(0)
  })
  it('is nobody’s where it names no site that is here', async () => {
    const { post, refusals } = intake()
    for (const body of ['{"site":"other.org"', '{"site":5', new Uint8Array([0xff])]) await post(body)
    expect([refusals.flush(), refusals.unattributed()]).toEqual([[], 3])
  })
})

describe('a body of several events', () => {
  it('is taken in part: each is judged alone, the header names each reason once', async () => {
    const { post, facts, viewed, refusals } = intake()
    const events = [view(), view({ x: 1 }), 'no', view({ y: 1 }), consentedView(), view({ site: 'other.org' })]
    const sent = await post(events)
    expect(sent.status).toBe(202)
    expect(sent.refusedHeader).toBe('unknown-field, malformed, site')
    expect(sent.body.taken).toBe(2)
    expect(sent.body.refused.map(({ index, reason }) => [index, reason])).toEqual([
      [1, 'unknown-field'],
      [2, 'malformed'],
      [3, 'unknown-field'],
      [5, 'site'],
    ])
    expect(facts.map(({ type }) => type)).toEqual(['view', 'view'])
    expect(viewed).toEqual([
      ['example.org', today, address],
      ['example.org', today, address],
    ])
    expect(refusals.flush()).toEqual([
      { type: 'count', site: 'example.org', day: today, hour: 9, dimension: 'refused', value: 'unknown-field', count: 2 },
    ])
    expect(refusals.unattributed()).toBe(2)
  })

  it('refuses a field named twice in one event and takes the others', async () => {
    const { post } = intake()
    const good = JSON.stringify(view())
    const nested = good.replace('"v":1', '"x":{"a":1,"a":2},"v":1')
    const sent = await post(`[${good},${good.replace('"v":1', '"v":1, "v" : 1')},${good},${nested}]`)
    expect(sent.body.taken).toBe(2)
    expect(sent.body.refused.map(({ index, reason }) => [index, reason])).toEqual([
      [1, 'duplicate-key'],
      [3, 'duplicate-key'],
    ])
  })
})

describe('the answer', () => {
  it('lets any page read it, is never kept and sets no cookie', async () => {
    const { post } = intake()
    for (const body of [view(), 'no', view({ x: 1 })]) {
      const { headers } = await post(body)
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('access-control-expose-headers')).toBe('Footfall-Refused, Retry-After')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.has('set-cookie')).toBe(false)
    }
  })

  it.each([
    ['content-type, traceparent, x-csrf-token', 'content-type, traceparent, x-csrf-token'],
    [undefined, 'Content-Type'],
    ['x\u00e9', 'Content-Type'],
    ['x'.repeat(bounds.headerBytes.max + 1), 'Content-Type'],
  ])('to a preflight lets through whatever headers a page’s own fetch adds: %s', async (asked, allowed) => {
    const { request } = intake()
    const headers: HeadersInit = asked === undefined ? {} : { 'access-control-request-headers': asked }
    const { status, headers: answered } = await request({ method: 'OPTIONS', headers })
    expect([status, answered.get('access-control-allow-headers')]).toEqual([204, allowed])
  })

  it('allows a preflight and refuses every other method', async () => {
    const { request, refusals } = intake()
    const preflight = await request({ method: 'OPTIONS' })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-methods')).toBe('POST')
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const sent = await heard(await request({ method }))
      expect([sent.status, sent.refusedHeader, sent.headers.get('allow')]).toEqual([405, 'method', 'POST, OPTIONS'])
    }
    expect(refusals.unattributed()).toBe(3)
  })

  it('is 503 with Retry-After where the spool is full: nothing taken, nothing counted but busy', async () => {
    const full = intake([siteOf()], { append: () => Promise.reject(new SpoolFull(7)) })
    const sent = await full.post([view(), view({ x: 1 })])
    expect([sent.status, sent.refusedHeader, sent.headers.get('retry-after'), sent.body.taken]).toEqual([503, 'busy', '7', 0])
    expect(full.viewed).toEqual([])
    expect(full.refusals.flush().map((fact) => [fact.value, fact.count])).toEqual([['busy', 1]])
  })

  it('is 500 without Retry-After where nobody knows, so that nobody sends it again', async () => {
    const broken = intake([siteOf()], { append: () => Promise.reject(new Error('disk')) })
    const sent = await broken.post(view())
    expect([sent.status, sent.refusedHeader, sent.headers.get('retry-after'), sent.body.taken]).toEqual([500, null, null, null])
    expect(broken.viewed).toEqual([])
  })

  it('waits for the spool: no 202, and no view told, before the facts are durable', async () => {
    const durable = Promise.withResolvers<void>()
    const slow = intake([siteOf()], { append: () => durable.promise })
    const answer = slow.post(view())
    const early = await Promise.race([answer.then(() => 'answered'), new Promise((resolve) => setImmediate(() => resolve('waiting')))])
    expect([early, slow.viewed]).toEqual(['waiting', []])
    durable.resolve()
    expect((await answer).status).toBe(202)
    expect(slow.viewed).toHaveLength(1)
  })
})
