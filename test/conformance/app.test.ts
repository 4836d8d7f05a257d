/** One suite over the three homes: each capability is tried in each, and docs/homes.md shows what came of it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type JobName, jobs } from '../../collector/jobs/table.ts'
import { addDays, localTime } from '../../contract/day.ts'
import type { Health } from '../../contract/health.ts'
import { testApp } from '../kit/app.ts'
import { expectDocBlock } from '../kit/doc.ts'
import { userAgents } from '../kit/events.ts'
import { command } from '../kit/footfall.ts'
import { askerOf, commandOf, controlKey, type Home, type HomeName, homeNames, openHome, send } from '../kit/homes.ts'
import { eventually } from '../kit/temporary.ts'
import { table } from './table.ts'

const site = 'example.org'
/** A folder of the site's own host. */
const folder = '/stats'
const dayNow = () => localTime('UTC', Date.now()).day
const today = dayNow()
/** The run may go over midnight. */
const days = { from: addDays(today, -1), to: addDays(today, 1) }
const folders: string[] = []
const homes = new Map<HomeName, Home>()
/** By capability, what each home said. */
const said = new Map<string, Map<HomeName, string>>()

beforeAll(async () => {
  for (const name of homeNames) {
    const data = mkdtempSync(join(tmpdir(), 'footfall-home-'))
    folders.push(data)
    const settings = { FOOTFALL_SITES: site, FOOTFALL_URL: `https://${site}${folder}/` }
    homes.set(name, await openHome(name, { folder: data, settings, platform: { country: 'ES', asOrganization: 'Example Net' } }))
  }
}, 180_000)
afterAll(async () => {
  for (const home of homes.values()) await home.close()
  for (const data of folders) rmSync(data, { recursive: true, force: true })
})

/** Tries something in each home; what it resolves to stands in the table, `yes` unless it says otherwise. */
function capability(what: string, attempt: (home: Home) => Promise<unknown>): void {
  describe(what, () => {
    it.each(homeNames)('%s', async (name) => {
      const row = said.get(what) ?? new Map<HomeName, string>()
      said.set(what, row)
      row.set(name, String((await attempt(homes.get(name) as Home)) ?? 'yes'))
    })
  })
}

const always = { v: 1, site, host: site }
const view = {
  ...always,
  type: 'view',
  consent: true,
  day: today,
  referrer: 'news.org',
  source: 'news.org',
  zone: 'Asia/Tokyo',
  lang: 'de',
  screen: 1_200,
}

capability('every route of the app', async (home) => {
  const { app } = await testApp()
  const routes = app.routes.filter(({ method, path }) => method !== 'ALL' && !path.endsWith('*'))
  expect(routes.length).toBeGreaterThan(10)
  const missing: string[] = []
  for (const { method, path } of routes) {
    const response = await fetch(home.url() + path.replace(':domain', 'nobody.example'), { method, redirect: 'manual' })
    const { error } = (await response.json().catch(() => ({}))) as { error?: { code: string } }
    if (error?.code === 'notFound') missing.push(`${method} ${path}`)
  }
  expect(missing).toEqual([])
})

capability('says whether it is well, and what waits', async (home) => {
  const response = await fetch(`${home.url()}/health`)
  expect(response.status).toBe(200)
  const health = await response.json()
  expect(health).toMatchObject({ ok: true, store: 'up', stuck: 0, built: true, backlog: { bytes: expect.any(Number) } })
})

capability('takes events, and answers the same questions alike', async (home) => {
  const events = [
    { ...view, path: '/', visit: 1, first: 'new', recency: 'new', since: 0 },
    { ...view, path: '/parks', from: '/', visit: 2, first: true },
    { ...view, path: '/', visit: 1, first: 'day', recency: 3, campaign: 'spring', source: 'letter', medium: 'email' },
    { ...always, type: 'view', consent: false, referrer: 'google.com' },
    { ...always, type: 'leave', consent: true, day: today, path: '/', seconds: 30, scroll: 4 },
    { ...always, type: 'vitals', consent: true, day: today, path: '/', metric: 'lcp', value: 1_800 },
    { ...always, type: 'consent', consent: true, policy: '1', action: 'accepted', layer: 1, method: 'banner', lang: 'en' },
  ]
  const response = await send(home, events)
  expect([response.status, await response.text()]).toEqual([202, ''])
  const ask = await askerOf(home, [site])
  const question = (by: string[], measures: string[]) => ({ site, ...days, by, measures })
  await stored(home)
  expect(
    await ask(question([], ['views', 'visits', 'visitors', 'newVisitors', 'bounces', 'entries', 'exits', 'seconds', 'lcpP75'])),
  ).toMatchObject({
    totals: { views: 4, visits: 3, visitors: 2, newVisitors: 1, bounces: 1, entries: 2, exits: 2, seconds: 30, lcpP75: expect.any(Number) },
  })
  expect(await ask(question(['path'], ['views', 'visits']))).toMatchObject({
    rows: [
      { path: '/', views: 2, visits: 2 },
      { path: '/parks', views: 1, visits: 1 },
      { path: null, views: 1 },
    ],
  })
  expect(await ask(question(['choice'], ['count']))).toMatchObject({ rows: [{ choice: '1 accepted 1 banner en', count: 1 }] })
  const askEach = await askerOf(home, [site], '?errors=each')
  expect(await askEach([question(['nose'], ['views']), question([], ['views'])])).toMatchObject([
    { error: { code: 'malformed', field: 'by[0]' } },
    { totals: { views: 4 } },
  ])
})

capability('its scheduled work', async (home) => {
  const ran = async (name: JobName) => ((await (await fetch(`${home.url()}/health`)).json()) as Health).jobs[name]
  const done = { started: expect.any(String), ended: expect.any(String), took: expect.any(Number) }
  const isTold = async (name: JobName, did: object) => {
    await eventually(`${name} has run`, () => ran(name), 30_000)
    expect(await ran(name)).toEqual({ ...done, did })
  }
  if (home.name !== 'the edge') {
    await isTold('fold', { cells: 0 })
    await isTold('flush', { counts: expect.any(Number), lost: 0 })
    await isTold('purge', { links: 0, sessions: 0 })
    return 'by its own timers'
  }
  for (const cron of new Set(Object.values(jobs).flatMap((job) => job.cron ?? []))) {
    const called = await fetch(`${home.url()}/__scheduled?cron=${encodeURIComponent(cron)}`)
    expect([called.status, await called.text()]).toEqual([200, 'Ran scheduled event'])
  }
  await isTold('fold', { cells: 0 })
  await isTold('purge', { links: 0, sessions: 0 })
  await isTold('wake', {})
  // Each isolate hands over its own counts: no other knows of it.
  expect(await ran('flush')).toBeUndefined()
  return 'by cron triggers'
})

capability('refuses what it cannot take, says why, and shows it', async (home) => {
  const refused = async (event: object, headers?: Record<string, string>) =>
    (await send(home, event, headers)).headers.get('footfall-refused')
  expect(await refused({ ...view, path: '/', unknown: 1 })).toBe('unknown-field')
  expect(await refused({ ...view, host: 'copy.example', path: '/' })).toBe('host')
  expect(await refused({ ...view, path: '/' }, { 'user-agent': 'Googlebot/2.1' })).toBe('bot')
  const ask = await askerOf(home, [site])
  const question = { site, ...days, by: ['refused'], measures: ['count'] }
  // Counted in memory, and stored within seconds.
  await eventually('refusals are counted', async () => ((await ask(question)) as { rows: unknown[] }).rows.length === 3, 30_000)
})

capability('the country of a consented view', async (home) => {
  const ask = await askerOf(home, [site])
  const { rows } = (await ask({ site, ...days, by: ['country'], measures: ['views'] })) as {
    rows: { country: string | null }[]
  }
  const countries = rows.map(({ country }) => country).filter((country) => country !== null)
  expect(countries).toHaveLength(1)
  if (countries[0] === 'JP') return 'by its time zone'
  expect(countries).toEqual(['ES'])
  return 'by the request'
})

capability('the visitor’s network, once common', async (home) => {
  if (home.name !== 'the edge') return 'its domain, by DNS (test/promises/p2-network.test.ts)'
  const from = (network: number) => ({ 'cf-connecting-ip': `203.0.${network}.7` })
  let day: string
  do {
    // It becomes common within one day.
    day = dayNow()
    for (let count = 0; count < 10; count++) await send(home, { ...always, type: 'view', consent: false }, from(count % 3))
  } while (day !== dayNow())
  const ask = await askerOf(home, [site])
  const isNamed = async () => {
    const { rows } = (await ask({ site, ...days, by: ['provider'], measures: ['views'] })) as {
      rows: { provider: string; views: number }[]
    }
    return rows.some(({ provider, views }) => provider === 'Example Net' && views >= 10)
  }
  await eventually('a common network', isNamed, 30_000)
  return 'the platform’s name for it'
})

capability('its command line, over the network', async (home) => {
  const added = await commandOf(home, { command: 'site add', site: { domain: 'new.example', zone: 'Europe/Berlin' } })
  expect(added.out[0]).toMatch(/^added new\.example {2}hosts new\.example,www\.new\.example {2}zone Europe\/Berlin/)
  expect((await commandOf(home, { command: 'site list' })).out.join('\n')).toContain('new.example')
  await expect(commandOf(home, { command: 'audit' })).resolves.toMatchObject({ code: 0 })
  const inTokyo = { command: 'site add', site: { domain: 'new.example', zone: 'Asia/Tokyo' } } as const
  expect((await commandOf(home, inTokyo)).out).toHaveLength(2)
  expect((await send(home, { ...always, site: 'new.example', host: 'new.example', type: 'view', consent: false })).status).toBe(202)
  await expect(commandOf(home, { command: 'audit' })).resolves.toMatchObject({ code: 0 })
  const { out } = await commandOf(home, { ...inTokyo, site: { ...inTokyo.site, zone: 'Europe/Berlin' } })
  expect(out[1]).toBe('from now on its days begin and end by Europe/Berlin; what was counted stays in the days of Asia/Tokyo')
  const slices = [{ name: 'Phones', conditions: [['device', ['mobile']]] }]
  for (const others of [{ slices }, { sample: true }, { colour: 'green' }]) {
    const refused = await commandOf(home, { command: 'site add', site: { domain: 'new.example', ...others } })
    expect(refused).toMatchObject({ code: 2, out: [], error: expect.stringMatching(new RegExp(`^${Object.keys(others)[0]}: `)) })
  }
  expect(await commandOf(home, { command: 'site remove', domain: 'new.example' })).toMatchObject({ code: 1, out: [] })
  const made = await commandOf(home, { command: 'key create', sites: ['new.example'], label: 'report', days: 1 })
  expect((await commandOf(home, { command: 'key create', sites: ['new.example'], label: 'report' })).code).toBe(1)
  expect((await commandOf(home, { command: 'key list' })).out.filter((line) => line.includes('  report  '))).toHaveLength(1)
  const byKey = () => fetch(`${home.url()}/api/sites`, { headers: { authorization: `Bearer ${made.out[0]}` } })
  expect((await byKey()).status).toBe(200)
  expect(await commandOf(home, { command: 'key revoke', key: 'report' })).toMatchObject({ code: 0 })
  expect((await byKey()).status).toBe(401)
  expect((await commandOf(home, { command: 'session list' })).out[0]).toMatch(/^\d+ sessions?$/)
  expect((await commandOf(home, { command: 'session end-all' })).code).toBe(0)
  const env = { FOOTFALL_REMOTE: home.url(), FOOTFALL_CONTROL_KEY: controlKey }
  expect(await command(env, 'site', 'list')).toMatchObject({ code: 0, out: expect.stringContaining('new.example') })
  expect(await command({ FOOTFALL_REMOTE: home.url() }, 'site', 'list')).toMatchObject({ code: 1, out: '' })
  const wrong = await fetch(`${home.url()}/api/command`, {
    method: 'POST',
    headers: { authorization: `Bearer ${controlKey}x` },
    body: '{}',
  })
  expect(wrong.status).toBe(401)
})

capability('signing in by a link, settings, signing out', async (home) => {
  const [link = ''] = (await commandOf(home, { command: 'link' })).out
  const open = () =>
    fetch(home.url() + new URL(link).pathname + new URL(link).search, { redirect: 'manual', headers: { 'sec-fetch-mode': 'navigate' } })
  const entered = await open()
  expect(entered.status).toBe(303)
  const [cookie = ''] = (entered.headers.get('set-cookie') ?? '').split(';')
  expect((await open()).status).toBe(403)
  const headers = { cookie, origin: home.url(), 'sec-fetch-site': 'same-origin' }
  const change = { method: 'PATCH', headers, body: JSON.stringify({ paths: ['/case/*'] }) }
  const changed = await fetch(`${home.url()}/api/sites/${site}`, change)
  expect(await changed.json()).toMatchObject({ site: { domain: site, paths: ['/case/*'] } })
  const preview = { method: 'POST', headers, body: JSON.stringify({ rules: ['/parks/*'] }) }
  expect((await fetch(`${home.url()}/api/sites/${site}/paths/preview`, preview)).status).toBe(200)
  await fetch(`${home.url()}/sign-out`, { method: 'POST', headers, redirect: 'manual' })
  expect((await fetch(`${home.url()}/api/sites`, { headers })).status).toBe(401)
})

capability('the tag with its site’s settings, its bundles, the dashboard and the demo', async (home) => {
  const tag = await fetch(`${home.url()}/footfall.js?site=new.example`)
  const text = await tag.text()
  expect([tag.status, tag.headers.get('cache-control')]).toEqual([200, 'public, max-age=300, stale-while-revalidate=3600'])
  expect(text).toContain('Europe/Berlin')
  for (const [bundle = ''] of text.matchAll(/(?:banner|vitals)-\w{8}\.js/g)) {
    const { status, headers } = await fetch(`${home.url()}/${bundle}`)
    expect([status, headers.get('access-control-allow-origin'), headers.get('cache-control')]).toEqual([
      200,
      '*',
      'public, max-age=31536000, immutable',
    ])
  }
  const now = (name: string) => fetch(`${home.url()}/${new RegExp(`${name}-\\w{8}\\.js`).exec(text)?.[0]}`)
  for (const name of ['banner', 'vitals']) {
    // A tag that was kept for long asks for a bundle that nobody has any more.
    const old = await fetch(`${home.url()}/${name}-deadbeef.js`)
    expect([old.status, old.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    expect(old.headers.get('cache-control')).not.toContain('immutable')
    expect(await old.text()).toBe(await (await now(name)).text())
  }
  for (const path of ['/', '/demo/']) {
    const { status, headers } = await fetch(home.url() + path)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'/)
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  }
})

capability('all of it below a path of the site’s own host', async (home) => {
  const at = (path: string) => home.url() + folder + path
  const tag = await (await fetch(at('/footfall.js?site=example.org'))).text()
  expect(tag).toContain('"base":"https://example.org/stats/"')
  const page = await (await fetch(at('/'))).text()
  const files = [...page.matchAll(/(?:href|src)="\.(\/[\w./-]+)"/g)].map(([, path = '']) => path)
  expect(files.length).toBeGreaterThan(2)
  const bundles = [...tag.matchAll(/(?:banner|vitals)-\w{8}\.js/g)].map(([name]) => `/${name}`)
  for (const path of [...files, ...bundles, '/demo/', '/demo/style.css', '/health']) {
    const [below, here] = await Promise.all([fetch(at(path)), fetch(home.url() + path)])
    expect([path, below.status, below.headers.get('content-type'), below.headers.get('cache-control')]).toEqual([
      path,
      200,
      here.headers.get('content-type'),
      here.headers.get('cache-control'),
    ])
    if (path !== '/health') expect(await below.text()).toBe(await here.text())
    expect(below.headers.get('cross-origin-resource-policy')).toBe(here.headers.get('cross-origin-resource-policy'))
  }
  expect((await fetch(at('/nothing'))).status).toBe(404)
  expect((await fetch(at('x/e'), { method: 'POST' })).status).toBe(404)
  const moved = await fetch(at(''), { redirect: 'manual' })
  expect([moved.status, moved.headers.get('location')]).toEqual([308, '/stats/'])
  const post = { method: 'POST', headers: { 'user-agent': userAgents[0] as string }, body: JSON.stringify({ ...view, path: '/below' }) }
  expect((await fetch(at('/e'), post)).status).toBe(202)
  const [link = ''] = (await commandOf(home, { command: 'link' })).out
  expect(link).toMatch(/^https:\/\/example\.org\/stats\/sign-in\?key=/)
  const entered = await fetch(home.url() + new URL(link).pathname + new URL(link).search, {
    redirect: 'manual',
    headers: { 'sec-fetch-mode': 'navigate' },
  })
  expect([entered.status, entered.headers.get('location')]).toEqual([303, './'])
  // No other page of the site's host is sent the session.
  expect(entered.headers.get('set-cookie')).toMatch(/; Path=\/stats; HttpOnly; Secure; SameSite=Lax$/)
  const [cookie = ''] = entered.headers.get('set-cookie')!.split(';')
  expect(await (await fetch(at('/api/sites'), { headers: { cookie } })).json()).toMatchObject({ sites: expect.any(Array) })
})

capability('killed between its answers: each 202 counted once', async (home) => {
  const ask = await askerOf(home, [site])
  const counted = async () => {
    const question = { site, ...days, by: ['path'], measures: ['views'], filters: [['contains', 'path', ['/kill']]] }
    const { rows } = (await ask(question)) as { rows: { path: string; views: number }[] }
    return Object.fromEntries(rows.map(({ path, views }) => [path, views]))
  }
  const acknowledged: Record<string, number> = {}
  for (const life of ['one', 'two', 'three']) {
    for (const part of ['a', 'b', 'c']) {
      const path = `/kill-${life}-${part}`
      if ((await send(home, { ...view, path })).status === 202) acknowledged[path] = 1
    }
    await home.kill()
    await home.start()
  }
  expect(Object.keys(acknowledged)).toHaveLength(9)
  await eventually('all are stored', async () => Object.keys(await counted()).length === 9, 60_000)
  expect(await counted()).toEqual(acknowledged)
  await expect(commandOf(home, { command: 'audit' })).resolves.toMatchObject({ code: 0 })
})

capability('goes on taking events while its store is away', async (home) => {
  if (!home.store) return 'yes: test/e2e/kills.test.ts kills the engine'
  const ask = await askerOf(home, [site])
  await home.store.kill()
  const response = await send(home, { ...view, path: '/meanwhile' })
  expect(response.status).toBe(202)
  await home.store.start()
  const question = { site, ...days, by: ['path'], measures: ['views'], filters: [['is', 'path', ['/meanwhile']]] }
  await eventually('what came meanwhile', async () => ((await ask(question)) as { totals?: { views: number } }).totals?.views === 1, 60_000)
})

/** Everything that was taken is in the store. */
async function stored(home: Home): Promise<void> {
  await expect(commandOf(home, { command: 'audit' })).resolves.toMatchObject({ code: 0 })
}

it('docs/homes.md says what each home can and cannot do', () => {
  expectDocBlock(
    'homes.md',
    'homes',
    table(
      ['', ...homeNames],
      [...said].map(([what, row]) => [what, ...homeNames.map((name) => row.get(name) ?? 'no')]),
    ),
  )
})
