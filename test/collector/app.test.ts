/** The app's routes: who is answered what, by status, header and body. */
import { describe, expect, it } from 'vitest'
import { defaultSite } from '../../collector/sites/start.ts'
import { signedIn, type TestApp, testApp } from '../kit/app.ts'

const question = { site: 'example.org', from: '2026-11-01', to: '2026-11-30', measures: ['views'] }
const post = (body: unknown, headers: Record<string, string> = {}) => ({ method: 'POST', body: JSON.stringify(body), headers })

describe('POST /e', () => {
  it('is handed to the intake with the address of its sender', async () => {
    const { app, received } = await testApp()
    const answer = await app.request('/e', { method: 'POST', body: '{}', headers: { 'x-test-address': '198.51.100.7' } })
    expect(answer.status).toBe(202)
    expect(received).toEqual([{ text: '{}', address: '198.51.100.7' }])
  })
})

describe('GET /health', () => {
  it.each([
    [true, 200],
    [false, 503],
  ])('with ok %s is %i', async (ok, status) => {
    const { app, health } = await testApp()
    health.ok = ok
    const answer = await app.request('/health')
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ ok, store: 'up', version: '1.2.3', backlog: { bytes: 0 } })
  })
})

describe('GET /footfall.js', () => {
  it('is the core with the settings of the site', async () => {
    const { app } = await testApp()
    const answer = await app.request('/footfall.js?site=Example.org')
    expect(answer.headers.get('content-type')).toContain('text/javascript')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    const text = await answer.text()
    expect(JSON.parse(text.slice(text.indexOf('{'), -1))).toEqual({
      site: 'example.org',
      hosts: ['example.org', 'www.example.org'],
      policy: '1',
      banner: 'banner-01234567.js',
      vitals: 'vitals-01234567.js',
      zone: 'UTC',
      baseline: 'domain',
      detail: 'page',
    })
  })
  it('names the zone as browsers have known it longest', async () => {
    const { app, sites } = await testApp()
    await sites.put({ ...sites.get('example.org')!, zone: 'Europe/Kyiv' })
    expect(await (await app.request('/footfall.js?site=example.org')).text()).toContain('"zone":"Europe/Kiev"')
  })
  it('answers 304 to its own ETag, and 200 again once a setting has changed', async () => {
    const { app, sites } = await testApp()
    const ask = (headers = {}) => app.request('/footfall.js?site=example.org', { headers })
    const etag = (await ask()).headers.get('etag') ?? ''
    expect((await ask({ 'if-none-match': etag })).status).toBe(304)
    await sites.put({ ...sites.get('example.org')!, baseline: 'none' })
    const changed = await ask({ 'if-none-match': etag })
    expect(changed.status).toBe(200)
    expect(await changed.text()).toContain('"baseline":"none"')
  })
  it.each([
    ['/footfall.js?site=unknown.org', 'there is no site unknown.org here'],
    ['/footfall.js', 'name the site'],
    ['/footfall.js?site=%0Aalert(1)', 'name the site'],
    ['/footfal.js?site=example.org', 'there is nothing at this address (/footfal.js)'],
  ])('%s is a script that says so in the page’s console, and does nothing else', async (path, words) => {
    const answer = await (await testApp()).app.request(path)
    expect([answer.status, answer.headers.get('cross-origin-resource-policy')]).toEqual([200, 'cross-origin'])
    const said: string[] = []
    new Function('console', await answer.text())({ warn: (text: string) => said.push(text) })
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(words)
  })
  it('is also served by the name with www., and counts for the same site', async () => {
    const answer = await (await testApp()).app.request('/footfall.js?site=www.example.org')
    expect(await answer.text()).toContain('"site":"example.org"')
  })
  it('lets the tag ask the browser whether it came out of the cache', async () => {
    const { headers } = await (await testApp()).app.request('/footfall.js?site=example.org')
    expect(headers.get('timing-allow-origin')).toBe('*')
  })
  it('is the larger core where the site has opted for something, and only there', async () => {
    const { app, sites } = await testApp()
    const ask = async () => (await app.request('/footfall.js?site=example.org')).text()
    expect(await ask()).toMatch(/^const settings/)
    await sites.put({ ...sites.get('example.org')!, hashRoutes: true, queryPages: { key: 'page', values: ['home', 'about'] } })
    expect(await ask()).toMatch(/^const opted/)
    expect(await ask()).toContain('"hashRoutes":true,"queryPages":["page","home","about"]')
  })
  it('a bundle of no version that is known is the one of now; a language that is not spoken is the banner itself', async () => {
    const { app } = await testApp()
    for (const file of ['banner-deadbeef.js', 'banner-xx_deadbeef.js']) {
      const answer = await app.request(`/${file}`)
      expect([answer.status, await answer.text(), answer.headers.get('access-control-allow-origin')]).toEqual([200, 'the banner', '*'])
      expect(answer.headers.get('cache-control')).not.toContain('immutable')
    }
  })
  it('another script that is not there is a 404 which pages of every origin may be told', async () => {
    const { status, headers } = await (await testApp()).app.request('/other.js')
    expect([status, headers.get('cross-origin-resource-policy')]).toEqual([404, 'cross-origin'])
  })
})

describe('POST /api/query', () => {
  it('is refused to whoever is not signed in', async () => {
    const { app, asked } = await testApp()
    const answer = await app.request('/api/query', post(question))
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ error: { code: 'unauthorized' } })
    expect(asked).toEqual([])
  })
  it('may ask about every site with the cookie of a session', async () => {
    const test = await testApp()
    const answer = await test.app.request('/api/query', post(question, { cookie: await signedIn(test) }))
    expect(answer.status).toBe(200)
    expect(test.asked).toEqual([{ body: question, allowed: ['example.org', 'other.org'] }])
  })
  it('may ask about the sites of a read key with that key, and no other', async () => {
    const { app, credentials, asked } = await testApp()
    const key = await credentials.createKey(['other.org'])
    const answer = await app.request('/api/query', post(question, { authorization: `Bearer ${key}` }))
    expect(answer.status).toBe(200)
    expect(asked).toEqual([{ body: question, allowed: ['other.org'] }])
  })
  it('refuses a body that is not JSON', async () => {
    const test = await testApp()
    const answer = await test.app.request('/api/query', { method: 'POST', body: '{', headers: { cookie: await signedIn(test) } })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code: 'malformed' } })
  })
})

describe('GET /api/sites', () => {
  it('names to a key only the sites that it was made for', async () => {
    const { app, credentials } = await testApp()
    const key = await credentials.createKey(['other.org'])
    const answer = await app.request('/api/sites', { headers: { authorization: `Bearer ${key}` } })
    expect(await answer.json()).toMatchObject({ sites: [{ domain: 'other.org' }] })
  })
  it('says which is made up, and that its history is still being written', async () => {
    const test = await testApp()
    await test.sites.put({ ...defaultSite('sample.example'), sample: true })
    const { sites } = await (await test.app.request('/api/sites', { headers: { cookie: await signedIn(test) } })).json()
    expect(sites.map(({ domain, sample, filling }: Record<string, unknown>) => [domain, sample, filling])).toEqual([
      ['example.org', undefined, undefined],
      ['other.org', undefined, undefined],
      ['sample.example', true, true],
    ])
  })
})

it('GET /api/sites says of which site all came out of one network, unless its owner has said so', async () => {
  const test = await testApp()
  const listed = async () => {
    const { sites } = await (await test.app.request('/api/sites', { headers: { cookie: await signedIn(test) } })).json()
    return sites.map(({ domain, sameNetwork }: Record<string, unknown>) => [domain, sameNetwork])
  }
  expect(await listed()).toEqual([
    ['example.org', undefined],
    ['other.org', true],
  ])
  await test.sites.put({ ...defaultSite('other.org'), oneNetwork: true })
  expect(await listed()).toContainEqual(['other.org', undefined])
})

describe('DELETE /api/sites/:domain', () => {
  const sample = { ...defaultSite('sample.example'), sample: true as const }
  const ask = async (test: TestApp, domain: string, headers: Record<string, string>) => {
    await test.sites.put(sample)
    return test.app.request(`/api/sites/${domain}`, { method: 'DELETE', headers })
  }
  it('removes the sample site for the signed-in owner, once', async () => {
    const test = await testApp()
    const cookie = await signedIn(test)
    expect((await ask(test, 'Sample.example', { cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(204)
    expect(test.removed).toEqual(['sample.example'])
  })
  it.each([
    ['a site that counts real visits', 'example.org', 409, 'notSample'],
    ['a site that is not there', 'nowhere.org', 404, 'siteUnknown'],
  ])('does not remove %s', async (_what, domain, status, code) => {
    const test = await testApp()
    const answer = await ask(test, domain, { cookie: await signedIn(test) })
    expect([answer.status, (await answer.json()).error.code]).toEqual([status, code])
  })
  it('is refused to a read key, to another site’s page, and to nobody in particular', async () => {
    const test = await testApp()
    const key = await test.credentials.createKey(['sample.example'])
    const cookie = await signedIn(test)
    const asked: [Record<string, string>, number][] = [
      [{ authorization: `Bearer ${key}` }, 403],
      [{ cookie, 'sec-fetch-site': 'cross-site' }, 403],
      [{ cookie, origin: 'https://evil.example' }, 403],
      [{}, 401],
    ]
    for (const [headers, status] of asked) expect((await ask(test, 'sample.example', headers)).status).toBe(status)
    expect(test.removed).toEqual([])
  })
  it('begins nothing while the store is away', async () => {
    const test = await testApp()
    test.health.store = 'away'
    const answer = await ask(test, 'sample.example', { cookie: await signedIn(test) })
    expect([answer.status, (await answer.json()).error.code]).toEqual([503, 'storeAway'])
    expect(test.removed).toEqual([])
  })
})

describe('PATCH /api/sites/:domain', () => {
  const ask = (test: TestApp, body: unknown, headers: Record<string, string>, domain = 'example.org') =>
    test.app.request(`/api/sites/${domain}`, { method: 'PATCH', body: JSON.stringify(body), headers })
  it('sets path rules for the signed-in owner, and keeps all else', async () => {
    const test = await testApp()
    const before = test.sites.get('example.org')
    const answer = await ask(test, { paths: ['/case/*'] }, { cookie: await signedIn(test) }, 'Example.org')
    expect(answer.status).toBe(200)
    expect(test.sites.get('example.org')).toEqual({ ...before, paths: ['/case/*'] })
    expect(await answer.json()).toEqual({ site: test.sites.get('example.org') })
    await ask(test, {}, { cookie: await signedIn(test) })
    expect(test.sites.get('example.org')?.paths).toEqual(['/case/*'])
  })
  it.each([
    [{ paths: ['case'] }, 'paths.0'],
    [{ paths: '/case/*' }, 'paths'],
    [{ hosts: ['evil.example'] }, 'hosts'],
    [null, ''],
  ])('refuses %j, and changes nothing', async (body, field) => {
    const test = await testApp()
    const before = test.sites.get('example.org')
    const answer = await ask(test, body, { cookie: await signedIn(test) })
    expect([answer.status, (await answer.json()).error]).toEqual([400, { code: 'malformed', field, message: expect.any(String) }])
    expect(test.sites.get('example.org')).toEqual(before)
  })
  it('is refused to a read key, to another site’s page, to nobody in particular, and of a site that is not there', async () => {
    const test = await testApp()
    const key = await test.credentials.createKey(['example.org'])
    const cookie = await signedIn(test)
    const status = async (headers: Record<string, string>, domain?: string) => (await ask(test, { paths: ['/a'] }, headers, domain)).status
    expect(await status({ authorization: `Bearer ${key}` })).toBe(403)
    expect(await status({ cookie, 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await status({ cookie, origin: 'https://evil.example' })).toBe(403)
    expect(await status({})).toBe(401)
    expect(await status({ cookie }, 'nowhere.org')).toBe(404)
    expect(test.sites.get('example.org')?.paths).toBeUndefined()
  })
})

describe('POST /api/sites/:domain/paths/preview', () => {
  const ask = (test: TestApp, body: unknown, headers: Record<string, string>) =>
    test.app.request('/api/sites/example.org/paths/preview', post(body, headers))
  it('says which stored paths would have become what, the most viewed first, and sets nothing', async () => {
    const test = await testApp()
    test.stored.push({ path: '/case/7', seen: 9 }, { path: '/parks', seen: 8 }, { path: '/case/8', seen: 3 }, { path: '/case/*', seen: 1 })
    const answer = await ask(test, { rules: ['/none/*', '/case/*'] }, { cookie: await signedIn(test) })
    expect(await answer.json()).toEqual({
      from: '2026-10-26',
      to: '2026-11-24',
      looked: 4,
      rules: [
        { rule: '/none/*', paths: 0, views: 0 },
        { rule: '/case/*', paths: 2, views: 12 },
      ],
      rows: [
        { path: '/case/7', becomes: '/case/*', views: 9 },
        { path: '/case/8', becomes: '/case/*', views: 3 },
      ],
    })
    expect(test.sites.get('example.org')?.paths).toBeUndefined()
  })
  it('is refused to a read key, and with a rule that is none', async () => {
    const test = await testApp()
    const key = await test.credentials.createKey(['example.org'])
    expect((await ask(test, { rules: [] }, { authorization: `Bearer ${key}` })).status).toBe(403)
    const answer = await ask(test, { rules: ['/a', 'b'] }, { cookie: await signedIn(test) })
    expect([answer.status, (await answer.json()).error.field]).toEqual([400, 'rules.1'])
  })
})

describe('GET /openapi.json', () => {
  it('describes each address, each field of each event, and holds no dangling reference', async () => {
    const text = await (await (await testApp()).app.request('/openapi.json')).text()
    const document = JSON.parse(text)
    expect(Object.keys(document.paths)).toEqual([
      '/e',
      '/api/query',
      '/api/sites',
      '/api/sites/{domain}',
      '/api/sites/{domain}/paths/preview',
      '/consent.schema.json',
      '/health',
    ])
    expect(document.components.schemas['event.view'].properties.visit.enum).toEqual([1, 2, 3, 4, 6, 11])
    expect(document.components.schemas['event.view']).toMatchObject({
      required: ['type', 'v', 'site', 'host', 'consent'],
      additionalProperties: false,
    })
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) expect(document.components.schemas).toHaveProperty([name!])
  })
})

describe('our own pages', () => {
  it('load from and send to nobody else', async () => {
    const { headers } = await (await testApp()).app.request('/')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|https:|\*/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
  })
  it.each([
    ['https://stats.example.org', 'max-age=31536000'],
    ['http://localhost:8787', null],
  ])('at %s send strict transport security %s', async (publicUrl, expected) => {
    const { headers } = await (await testApp({ publicUrl })).app.request('/')
    expect(headers.get('strict-transport-security')).toBe(expected)
  })
  it('answer 404 and 500 as JSON that tells nothing of the inside', async () => {
    const failing = await testApp({ answer: () => Promise.reject(new Error('the password is swordfish')) })
    expect(await (await failing.app.request('/nowhere')).json()).toMatchObject({ error: { code: 'notFound' } })
    const answer = await failing.app.request('/api/query', post(question, { cookie: await signedIn(failing) }))
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('swordfish')
    expect(failing.logged.join()).toContain('swordfish')
  })
  it('log nothing of who goes away before the answer', async () => {
    const leaving = new AbortController()
    const leave = () => {
      leaving.abort()
      return Promise.reject(leaving.signal.reason)
    }
    const left = await testApp({ answer: leave })
    const key = await left.credentials.createKey(['example.org'])
    const headers = { authorization: `Bearer ${key}` }
    await left.app.request('/api/query', { method: 'POST', headers, body: '{}', signal: leaving.signal })
    expect([leaving.signal.aborted, left.logged]).toEqual([true, []])
  })

  it('tell the operator of a mistake without what was sent: no address, query, header or body', async () => {
    const failing = await testApp({ answer: () => Promise.reject(new Error('a mistake')) })
    const headers = {
      cookie: await signedIn(failing),
      'x-test-address': '198.51.100.77',
      'user-agent': 'needle-agent',
      referer: 'https://needle.example/',
    }
    const answer = await failing.app.request('/api/query?needle=query', post({ ...question, from: '2026-11-03' }, headers))
    expect(answer.status).toBe(500)
    const told = failing.logged.join('\n')
    expect(told).toMatch(/^POST \/api\/query: Error: a mistake/)
    for (const needle of ['needle', '198.51.100.77', '2026-11-03', headers.cookie]) expect(told).not.toContain(needle)
  })
})
