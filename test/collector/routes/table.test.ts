/** The route table: who is answered what at each address. */
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { createAttempts } from '../../../collector/accounts/attempts.ts'
import { may, type Role } from '../../../collector/accounts/principal.ts'
import { createAnswering } from '../../../collector/query/answering.ts'
import { createQuery } from '../../../collector/query/query.ts'
import { mount, type Route } from '../../../collector/routes/route.ts'
import { type RouteDeps, routes } from '../../../collector/routes/table.ts'
import { defaultSite } from '../../../collector/sites/start.ts'
import { bounds } from '../../../contract/bounds.ts'
import { table } from '../../conformance/table.ts'
import { signedIn, type TestApp, testApp } from '../../kit/app.ts'
import { expectDocBlock } from '../../kit/doc.ts'
import { controlKey } from '../../kit/homes.ts'

type Headers = Record<string, string>
type Asked = Pick<Route<RouteDeps>, 'method' | 'path' | 'requires'>
const nameOf = ({ method, path }: Asked) => `${method} ${path}`
const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

/** Everybody who asks, in the order of the columns below. */
const askers: Record<string, (test: TestApp) => Promise<Headers>> = {
  nobody: async () => ({}),
  'a wrong key': async () => bearer('f'.repeat(64)),
  'a key of the site': async ({ credentials }) => bearer(await credentials.createKey(['example.org'])),
  'a key of another site': async ({ credentials }) => bearer(await credentials.createKey(['other.org'])),
  'the owner from here': async (test) => ({ cookie: await signedIn(test), 'sec-fetch-site': 'same-origin' }),
  'the owner from another site’s page': async (test) => ({ cookie: await signedIn(test), 'sec-fetch-site': 'cross-site' }),
  'the control key': async () => bearer(controlKey),
}
const statuses: Record<string, number[]> = {
  'GET /health': [200, 200, 200, 200, 200, 200, 200],
  'GET /footfall.js': [200, 200, 200, 200, 200, 200, 200],
  'GET /openapi.json': [200, 200, 200, 200, 200, 200, 200],
  'GET /declaration': [200, 200, 200, 200, 200, 200, 200],
  'GET /consent.schema.json': [200, 200, 200, 200, 200, 200, 200],
  // Without a link nobody comes in; who is in already is led home.
  'GET /sign-in': [403, 403, 403, 403, 303, 303, 403],
  // What is sent is no form.
  'POST /sign-in': [400, 400, 400, 400, 400, 403, 400],
  'POST /sign-out': [303, 303, 303, 303, 303, 403, 303],
  'POST /api/command': [401, 401, 401, 401, 401, 401, 200],
  'POST /api/query': [401, 401, 200, 403, 200, 403, 401],
  'GET /api/sites': [401, 401, 200, 200, 200, 200, 401],
  'PATCH /api/sites/:domain': [401, 401, 403, 403, 200, 403, 401],
  'DELETE /api/sites/:domain': [401, 401, 403, 403, 204, 403, 401],
  'POST /api/sites/:domain/paths/preview': [401, 401, 403, 403, 200, 403, 401],
}
const bodies: Record<string, unknown> = {
  'POST /api/command': { command: 'site list' },
  'POST /api/query': { site: 'example.org', from: '2026-11-01', to: '2026-11-30', measures: ['views'] },
  'PATCH /api/sites/:domain': { paths: ['/case/*'] },
  'POST /api/sites/:domain/paths/preview': { rules: [] },
}

/** A collector whose site is a sample, so that it can be removed, and which answers questions of an empty store. */
async function opened(key?: string): Promise<TestApp> {
  const clock = { now: () => Date.UTC(2026, 10, 24) }
  const answer = createAnswering(createQuery({ store: { select: async () => [] }, sites: { get: defaultSite }, clock }))
  const test = await testApp({ answer, controlKey: key })
  await test.sites.put({ ...defaultSite('example.org'), sample: true })
  return test
}

const ask = ({ app }: TestApp, route: Asked, headers: Headers) => {
  const body = bodies[nameOf(route)]
  const given = { method: route.method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  return app.request(`${route.path.replace(':domain', 'example.org')}${route.path === '/declaration' ? '?site=example.org' : ''}`, given)
}

describe.each(routes.map((route): [string, Asked] => [nameOf(route), route]))('%s', (name, route) => {
  it('answers each who may, and nobody else', async () => {
    const test = await opened(controlKey)
    const seen: [string, number | undefined][] = []
    for (const [asker, headersOf] of Object.entries(askers)) {
      const { status, headers } = await ask(test, route, await headersOf(test))
      seen.push([asker, status])
      if (status === 401) expect(headers.get('www-authenticate')).toBe('Bearer')
      if (status >= 400 || !['public', 'ownPage'].includes(route.requires)) expect(headers.get('cache-control')).toBe('no-store')
    }
    expect(seen).toEqual(Object.keys(askers).map((asker, index) => [asker, statuses[name]?.[index]]))
  })
})

const guarded = routes.filter(({ requires }) => requires !== 'public' && requires !== 'ownPage')

it('a wrong key is told to wait at each route that requires something, once it came too often; who has a right one is not', async () => {
  const test = await opened(controlKey)
  const wrong = bearer('f'.repeat(64))
  for (let attempt = 0; attempt < bounds.failedAttempts.max; attempt++) await test.app.request('/api/sites', { headers: wrong })
  const owner = await signedIn(test)
  for (const route of guarded) {
    const { status, headers } = await ask(test, route, wrong)
    expect([nameOf(route), status, headers.get('retry-after')]).toEqual([nameOf(route), 429, '60'])
    const right = await ask(test, route, route.requires === 'command' ? bearer(controlKey) : { cookie: owner })
    expect(right.status).toBeLessThan(300)
  }
})

it('without a control key there are no commands, for nobody, and nothing counts as a failed attempt', async () => {
  const test = await opened()
  const command = guarded.filter(({ requires }) => requires === 'command')
  expect(command).toHaveLength(1)
  for (const headersOf of Object.values(askers)) {
    const answer = await ask(test, command[0]!, await headersOf(test))
    expect([answer.status, (await answer.json()).error.code]).toEqual([404, 'off'])
  }
  for (let attempt = 0; attempt <= bounds.failedAttempts.max; attempt++) await ask(test, command[0]!, bearer('wrong'))
  expect((await test.app.request('/api/sites', { headers: bearer('wrong') })).status).toBe(401)
})

it('a role that is held for some sites is held at the addresses of these alone', async () => {
  const { credentials, clock } = await testApp()
  const app = new Hono()
  const guard = { credentials, attempts: createAttempts(clock), controlKey: null, publicUrl: null, addressOf: () => '192.0.2.1' }
  const read: Route<object> = {
    method: 'GET',
    path: '/of/:domain',
    requires: 'readCounts',
    handler: () => (context) => context.json(context.get('principal').sites),
  }
  mount(app, [read], guard)
  const headers = bearer(await credentials.createKey(['example.org']))
  expect(await (await app.request('/of/Example.org', { headers })).json()).toEqual(['example.org'])
  expect((await app.request('/of/other.org', { headers })).status).toBe(403)
})

it('the app answers at the addresses of the table, and else only as intake and pages', async () => {
  const { app } = await testApp({ publicUrl: 'https://example.org/stats' })
  const mounted = new Set(
    app.routes.filter(({ method }) => method !== 'ALL').map(nameOf as (route: { method: string; path: string }) => string),
  )
  expect([...mounted]).toEqual(['GET /stats', ...routes.map(nameOf), 'GET /demo', 'GET /*'])
  expect(app.routes[0]).toMatchObject({ method: 'ALL', path: '/e' })
})

it('a route that declares nothing, or less than its handler takes, does not compile', () => {
  const place = { method: 'GET', path: '/new' } as const
  const answered: Route<object>[] = [
    // @ts-expect-error: nothing is required
    { ...place, handler: () => (context) => context.text('') },
    // @ts-expect-error: there is no such action
    { ...place, requires: 'everything', handler: () => (context) => context.text('') },
    // @ts-expect-error: of a public route nobody knows who asks
    { ...place, requires: 'public', handler: () => (context) => context.json(context.get('principal')) },
    { ...place, requires: 'readCounts', handler: () => (context) => context.json(context.get('principal')) },
  ]
  expect(answered).toHaveLength(4)
})

it('openapi.json says by what each address may be asked, as the table has it', async () => {
  const { paths, components } = await (await (await testApp()).app.request('/openapi.json')).json()
  const said = Object.entries(paths as Record<string, Record<string, { security?: object }>>).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security }]) => [`${method} ${path}`, security]),
  )
  expect(Object.fromEntries(said)).toEqual({
    'post /e': undefined,
    'post /api/query': [{ key: [] }, { session: [] }],
    'get /api/sites': [{ key: [] }, { session: [] }],
    'patch /api/sites/{domain}': [{ session: [] }],
    'delete /api/sites/{domain}': [{ session: [] }],
    'post /api/sites/{domain}/paths/preview': [{ session: [] }],
    'get /consent.schema.json': undefined,
    'get /health': undefined,
  })
  expect(Object.keys(components.securitySchemes)).toEqual(expect.arrayContaining(['key', 'session']))
})

it('docs/architecture.md shows the table', () => {
  const roles: Role[] = ['owner', 'reader', 'operator']
  const byOf = (need: Asked['requires']) => {
    if (need === 'public') return 'anybody'
    if (need === 'ownPage') return 'anybody, from our own pages'
    return roles.filter((role) => may({ role, sites: 'all' }, need)).join(', ')
  }
  const rows = routes.map(({ method, path, requires }) => [`${method} ${path}`, requires, byOf(requires)])
  expectDocBlock('architecture.md', 'routes', table(['', 'requires', 'who may'], rows))
})
