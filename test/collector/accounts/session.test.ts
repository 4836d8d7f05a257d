/** Signing in by a one-time link: once, in time, by a person, and only from our own pages. */
import { describe, expect, it } from 'vitest'
import { bounds } from '../../../contract/bounds.ts'
import { signedIn, type TestApp, testApp } from '../../kit/app.ts'

const hour = 3_600_000
const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'user-agent': 'Mozilla/5.0 HeadlessChrome/140' }
const link = async ({ credentials }: TestApp) => `/sign-in?key=${await credentials.createLink()}`
const asOwner = ({ app }: TestApp, cookie: string, headers = {}) =>
  app.request('/api/query', { method: 'POST', body: '{}', headers: { cookie, ...headers } })

describe('a one-time link', () => {
  it('signs in once', async () => {
    const test = await testApp()
    const path = await link(test)
    const first = await test.app.request(path, { headers: navigation })
    expect([first.status, first.headers.get('location')]).toEqual([303, './'])
    expect((await asOwner(test, first.headers.get('set-cookie') ?? '')).status).toBe(200)
    const second = await test.app.request(path, { headers: navigation })
    expect([second.status, second.headers.get('set-cookie')]).toEqual([403, null])
    expect(await second.text()).toContain('npm run footfall -- link')
  })
  it('lets only one of two in who come at once', async () => {
    const test = await testApp()
    const path = await link(test)
    const answers = await Promise.all([1, 2, 3].map(() => test.app.request(path, { headers: navigation })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403])
  })
  it('is used up by an owner who is signed in already, and who stays so', async () => {
    const test = await testApp()
    const cookie = await signedIn(test)
    const path = await link(test)
    const opened = await test.app.request(path, { headers: { ...navigation, cookie } })
    expect([opened.status, opened.headers.get('location'), opened.headers.get('set-cookie')]).toEqual([303, './', null])
    // Opened once more in the same browser it still leads home; nobody else gets in by it.
    expect((await test.app.request(path, { headers: { ...navigation, cookie } })).status).toBe(303)
    expect((await test.app.request(path, { headers: navigation })).status).toBe(403)
    expect((await asOwner(test, cookie)).status).toBe(200)
  })
  it('is not used up by the preview of an owner who is signed in', async () => {
    const test = await testApp()
    const cookie = await signedIn(test)
    const path = await link(test)
    expect((await test.app.request(path, { headers: { ...navigation, cookie, 'sec-purpose': 'prefetch' } })).status).toBe(200)
    expect((await test.app.request(path, { method: 'HEAD', headers: { cookie } })).status).toBe(200)
    expect((await test.app.request(path, { headers: navigation })).status).toBe(303)
  })
  it('is good for 24 hours', async () => {
    const test = await testApp()
    const [early, late] = [await link(test), await link(test)]
    test.clock.time += 24 * hour - 1
    expect((await test.app.request(early, { headers: navigation })).status).toBe(303)
    test.clock.time += 1
    expect((await test.app.request(late, { headers: navigation })).status).toBe(403)
  })
  it.each([
    ['a chat program', { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }],
    ['a messenger', { 'user-agent': 'facebookexternalhit/1.1' }],
    ['a browser that fetches ahead', { ...navigation, 'sec-purpose': 'prefetch;prerender' }],
  ])('is not used up by the preview of %s, and its button still signs in', async (_, headers) => {
    const test = await testApp()
    const path = await link(test)
    const preview = await test.app.request(path, { headers })
    expect([preview.status, preview.headers.get('set-cookie')]).toEqual([200, null])
    expect(await preview.text()).toContain('<form method="post" action="sign-in">')
    const body = new URLSearchParams({ key: path.split('key=')[1]! })
    const pressed = await test.app.request('/sign-in', { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } })
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, './'])
  })
  it('is told to be used by a page that looks as the dashboard does, and needs nothing but its stylesheet', async () => {
    const sheet = '<link rel="stylesheet" crossorigin href="./assets/index-4f2a4f2a.css">'
    for (const body of [sheet, new TextEncoder().encode(sheet), '']) {
      const home = { body, type: 'text/html', etag: '"1"', cache: 'no-cache' }
      const page = (path: string) => (path === '/' ? home : undefined)
      const { app } = await testApp({ pages: { page, bundle: async () => undefined, tag: null, built: true } })
      const told = await (await app.request(`/sign-in?key=${'0'.repeat(64)}`, { headers: navigation })).text()
      expect(told.includes(sheet)).toBe(body !== '')
      expect(told).not.toMatch(/<style|\sstyle=|<script|https?:/)
    }
  })
  it('cannot put markup into the page', async () => {
    const answer = await (await testApp()).app.request('/sign-in?key=%22%3E%3Cscript%3E', { headers: { 'user-agent': 'Slackbot' } })
    expect(await answer.text()).not.toContain('<script>')
  })
})

describe('a session', () => {
  it.each([
    ['http://localhost:8787', undefined, 'footfall_session', false],
    ['http://127.0.0.1:8787', undefined, 'footfall_session', false],
    ['http://192.0.2.9:8787', undefined, '__Host-footfall_session', true],
    ['http://127.0.0.1:8787', 'https://stats.example.org', 'footfall_session', true],
    ['http://stats.example.org', 'https://stats.example.org', '__Host-footfall_session', true],
    ['http://example.org/stats', 'https://example.org/stats/', '__Secure-footfall_session', true],
  ])('opened at %s with public address %s has the cookie %s; secure: %s', async (origin, publicUrl, name, secure) => {
    const test = await testApp(publicUrl ? { publicUrl } : {})
    const cookie = (await test.app.request(`${origin}${await link(test)}`)).headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(new RegExp(`^${name}=[0-9a-f]{64}; .*HttpOnly`))
    expect(cookie).toMatch(/SameSite=Lax/)
    expect(/; Secure/.test(cookie)).toBe(secure)
    const own = { cookie: cookie.split(';')[0]! }
    expect((await test.app.request(`${origin}/api/sites`, { headers: own })).status).toBe(200)
    const out = (await test.app.request(`${origin}/sign-out`, { method: 'POST', headers: own })).headers.get('set-cookie')
    expect(out).toMatch(new RegExp(`^${name}=; Max-Age=0`))
    expect((await test.app.request(`${origin}/api/sites`, { headers: own })).status).toBe(401)
  })
  it('ends when it is signed out, wherever the cookie is kept', async () => {
    const test = await testApp()
    const cookie = await signedIn(test)
    expect((await test.app.request('/sign-out', { method: 'POST', headers: { cookie } })).status).toBe(303)
    expect((await asOwner(test, cookie)).status).toBe(401)
  })
  it('ends after 30 days', async () => {
    const test = await testApp()
    const cookie = await signedIn(test)
    test.clock.time += 30 * 24 * hour - 1
    expect((await asOwner(test, cookie)).status).toBe(200)
    test.clock.time += 1
    expect((await asOwner(test, cookie)).status).toBe(401)
  })
  it.each([
    ['before', (own: string, other: string) => `${other}; ${own}`],
    ['after', (own: string, other: string) => `${own}; ${other}`],
  ])('is found, and ended, where another host has set a cookie of its name %s it', async (_, joined) => {
    const test = await testApp()
    const own = await signedIn(test)
    for (const value of ['a'.repeat(64), 'nonsense', '']) {
      const cookie = joined(own, `footfall_session=${value}`)
      expect((await asOwner(test, cookie)).status).toBe(200)
    }
    const cookie = joined(own, `footfall_session=${'a'.repeat(64)}`)
    expect((await test.app.request('/sign-out', { method: 'POST', headers: { cookie } })).status).toBe(303)
    expect((await asOwner(test, own)).status).toBe(401)
  })
  it('is not believed with another secret', async () => {
    const test = await testApp()
    const cookie = await signedIn(test)
    const [name, value = ''] = cookie.split('=')
    const forged = `${name}=${value.startsWith('0') ? '1' : '0'}${value.slice(1)}`
    expect((await asOwner(test, forged)).status).toBe(401)
  })
  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ origin: 'http://localhost' }, 200],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{}, 200],
  ])('asked from %j is answered %i', async (headers, status) => {
    const test = await testApp()
    expect((await asOwner(test, await signedIn(test), headers)).status).toBe(status)
  })
})

describe('guessing', () => {
  const noKey = 'f'.repeat(64)
  const from = { 'x-test-address': '192.0.2.8' }
  const withKey = ({ app }: TestApp, key: string, headers = from) =>
    app.request('/api/sites', { headers: { authorization: `Bearer ${key}`, ...headers } })
  const guessed = async (test: TestApp) => {
    for (let attempt = 0; attempt < bounds.failedAttempts.max; attempt++) expect((await withKey(test, noKey)).status).toBe(401)
  }

  it.each([
    ['a key', noKey],
    ['what is no key', 'nothing'],
  ])('%s too often is told to wait, at that address, for a minute', async (_, key) => {
    const test = await testApp()
    await guessed(test)
    const stopped = await withKey(test, key)
    expect([stopped.status, stopped.headers.get('retry-after')]).toEqual([429, '60'])
    expect((await test.app.request(`/sign-in?key=${noKey}`, { headers: { ...navigation, ...from } })).status).toBe(429)
    expect((await withKey(test, key, { 'x-test-address': '192.0.2.9' })).status).toBe(401)
    test.clock.time += 60_000
    expect((await withKey(test, key)).status).toBe(401)
  })

  it('by others at the same address shuts nobody out who has a key, a session or a link', async () => {
    const test = await testApp()
    const [key, cookie, path] = [await test.credentials.createKey(['example.org']), await signedIn(test), await link(test)]
    await guessed(test)
    expect((await withKey(test, noKey)).status).toBe(429)
    expect((await withKey(test, key)).status).toBe(200)
    expect((await asOwner(test, cookie, from)).status).toBe(200)
    const entered = await test.app.request(path, { headers: { ...navigation, ...from } })
    expect([entered.status, entered.headers.get('location')]).toEqual([303, './'])
    expect((await asOwner(test, entered.headers.get('set-cookie') ?? '', from)).status).toBe(200)
  })
})

describe('what is kept', () => {
  it('is hashes: no link, session or key can be read from the settings', async () => {
    const test = await testApp()
    const secrets = [
      await test.credentials.createLink(),
      await test.credentials.startSession(),
      await test.credentials.createKey(['example.org']),
    ]
    for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{64}$/)
    const kept = await test.settings.all<object>(
      'SELECT hash FROM sign_in_link UNION ALL SELECT hash FROM session UNION ALL SELECT hash FROM read_key',
    )
    expect(kept).toHaveLength(3)
    for (const secret of secrets) expect(JSON.stringify(kept)).not.toContain(secret)
  })
})
