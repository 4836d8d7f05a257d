/**
 * P16: openapi.json is true. Whatever the collector answers at an address of its API, also when it refuses, is what is described there, and holds no field
 * that is not; whatever it takes is what is described as taken.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { busy, unknown } from '../../collector/ingest/reply.ts'
import { responseOf } from '../../collector/ingest/request.ts'
import { StoreAway } from '../../collector/ports.ts'
import { refusal } from '../../collector/query/answering.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import { bounds } from '../../contract/bounds.ts'
import { descriptive } from '../../contract/events.ts'
import { noteReasons } from '../../contract/query.ts'
import { signedIn, testApp } from '../kit/app.ts'
import { declarationOf, serviceOf } from '../kit/declaration.ts'
import { type Document, describedIn, judged, operationOf } from '../kit/described.ts'
import { command, type Footfall, startFootfall } from '../kit/footfall.ts'
import { faultsIn } from '../kit/json-schema.ts'
import { type Recorded, recordedIn } from '../kit/recorded.ts'

const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0'
const today = new Date().toISOString().slice(0, 10)
const days = { from: today, to: today }
const folder = mkdtempSync(join(tmpdir(), 'footfall-test-'))
const env = { FOOTFALL_DATA: join(folder, 'data'), FOOTFALL_SITES: 'example.org,other.example' }
/** Descriptions by which some answer was judged. */
const met = new Set<string>()
let footfall: Footfall
let document: Document
let key: Record<string, string>
let owner: Record<string, string>

beforeAll(async () => {
  footfall = await startFootfall({ env })
  document = (await (await fetch(`${footfall.url}/openapi.json`)).json()) as Document
  key = { authorization: `Bearer ${(await command(env, 'key', 'create', '--site', 'example.org')).out.trim()}` }
  const link = (await command(env, 'link')).out.trim()
  const entered = await fetch(link, { redirect: 'manual', headers: { 'sec-fetch-mode': 'navigate' } })
  owner = { cookie: entered.headers.getSetCookie()[0]!.split(';')[0]!, origin: footfall.url, 'sec-fetch-site': 'same-origin' }
})
afterAll(async () => {
  await footfall?.stop('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

type Headers = () => Record<string, string>
const nobody: Headers = () => ({})
const byKey: Headers = () => key
const byOwner: Headers = () => owner

const view = { v: 1, site: 'example.org', host: 'example.org', type: 'view', consent: true, path: '/' }
const question = { site: 'example.org', ...days, measures: ['views'] }
const large = ' '.repeat(bounds.queryBytes.max + 1)

/** Method, address, whose request, body, status. */
const asked: [string, string, Headers, unknown, number][] = [
  ['GET', '/health', nobody, undefined, 200],
  ['POST', '/e', nobody, view, 202],
  ['POST', '/e', nobody, [view, { ...view, host: 'copy.example' }, { ...view, colour: 'green' }], 202],
  ['POST', '/e', nobody, { ...view, visit: 5 }, 400],
  ['POST', '/e', nobody, 'no JSON', 400],
  ['POST', '/e', nobody, Array.from({ length: bounds.bodyEvents.max + 1 }, () => view), 400],
  ['POST', '/e', nobody, large, 413],
  ['POST', '/api/query', byKey, question, 200],
  ['POST', '/api/query', byKey, [question, { ...question, by: ['path'] }], 200],
  ['POST', '/api/query', byKey, { ...question, by: ['path'], interval: 'day', filters: [['is', 'browser', ['Firefox']]] }, 200],
  ['POST', '/api/query', byKey, { ...question, colour: 'green' }, 400],
  ['POST', '/api/query', byKey, 'no JSON', 400],
  ['POST', '/api/query', byKey, { ...question, from: '2020-01-01', interval: 'month', order: [['colour', 'asc']] }, 400],
  ['POST', '/api/query', nobody, question, 401],
  ['POST', '/api/query', byKey, { ...question, site: 'other.example' }, 403],
  ['POST', '/api/query', byOwner, [question, { ...question, site: 'nobody.example' }], 404],
  ['POST', '/api/query', byKey, large, 413],
  ['GET', '/api/sites', byKey, undefined, 200],
  ['GET', '/api/sites', byOwner, undefined, 200],
  ['GET', '/api/sites', nobody, undefined, 401],
  ['PATCH', '/api/sites/example.org', byOwner, { paths: ['/a/*'], slices: [{ name: 'S', conditions: [['device', ['mobile']]] }] }, 200],
  ['PATCH', '/api/sites/example.org', byOwner, { slices: [] }, 200],
  ['PATCH', '/api/sites/example.org', byOwner, { paths: ['a'] }, 400],
  ['PATCH', '/api/sites/example.org', byOwner, { consent: declarationOf([serviceOf()]) }, 200],
  ['PATCH', '/api/sites/example.org', byOwner, { consent: declarationOf([serviceOf({ lifetime: 500 })]) }, 400],
  ['GET', '/api/sites', byOwner, undefined, 200],
  ['GET', '/consent.schema.json', nobody, undefined, 200],
  ['PATCH', '/api/sites/example.org', byKey, { paths: [] }, 403],
  ['PATCH', '/api/sites/nobody.example', byOwner, { paths: [] }, 404],
  ['POST', '/api/sites/example.org/paths/preview', byOwner, { rules: ['/*'] }, 200],
  ['POST', '/api/sites/example.org/paths/preview', byOwner, { rules: 1 }, 400],
  ['POST', '/api/sites/example.org/paths/preview', byKey, { rules: [] }, 403],
  ['POST', '/api/sites/nobody.example/paths/preview', byOwner, { rules: [] }, 404],
  ['DELETE', '/api/sites/example.org', byOwner, undefined, 409],
  ['DELETE', '/api/sites/nobody.example', byOwner, undefined, 404],
  ['DELETE', '/api/sites/example.org', byKey, undefined, 403],
]

async function ask(method: string, path: string, headers: Record<string, string>, body: unknown): Promise<Response> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  return fetch(`${footfall.url}${path}`, { method, headers: { 'user-agent': agent, ...headers }, body: text })
}

async function expectTrue(method: string, path: string, response: Response): Promise<void> {
  const { by, faults } = await judged(document, method, path, response)
  expect(faults).toEqual([])
  met.add(by)
}

describe('P16: an answer of the collector is what openapi.json says', () => {
  it.each(asked.map(([method, path, headers, body, status], index) => ({ index, method, path, headers, body, status })))(
    '$index $method $path: $status',
    async ({ method, path, headers, body, status }) => {
      const response = await ask(method, path, headers(), body)
      expect(response.status).toBe(status)
      await expectTrue(method, path, response)
    },
  )

  it('also with a note of each reason, and with the bounds of a number', async () => {
    const past = { ...view, day: today }
    const visit = [
      { ...past, path: '/', visit: 1, first: 'new', recency: 'new', since: 0 },
      { ...past, path: '/parks', from: '/', visit: 2, first: true },
    ]
    await expectTrue('POST', '/e', await ask('POST', '/e', {}, visit))
    expect((await command(env, 'audit')).code).toBe(0)
    const reasons = new Set<string>()
    for (const more of [
      { measures: ['visitorsEstimate', 'visits'] },
      { by: ['path'], measures: ['newVisitors'] },
      { by: ['path'], measures: ['bounces'] },
    ]) {
      const response = await ask('POST', '/api/query', owner, { ...question, ...more })
      const { notes } = (await response.clone().json()) as { notes: { reason: string }[] }
      for (const { reason } of notes) reasons.add(reason)
      await expectTrue('POST', '/api/query', response)
    }
    expect([...reasons].sort()).toEqual([...noteReasons].sort())
  })
})

describe('P16: what an answer is that takes a store that is away, or a sample site, to see', () => {
  const app = async (given: Parameters<typeof testApp>[0] = {}) => {
    const test = await testApp(given)
    await test.sites.put({ ...defaultSite('sample.example'), sample: true })
    const cookie = await signedIn(test)
    const send = (method: string, path: string, body?: unknown) =>
      test.app.request(`http://localhost${path}`, {
        method,
        headers: { cookie, origin: 'http://localhost', 'sec-fetch-site': 'same-origin', host: 'localhost' },
        body: body === undefined ? undefined : JSON.stringify(body),
      })
    return { test, send }
  }

  it('a site that is being filled, and one whose visitors share a network', async () => {
    const response = await (await app()).send('GET', '/api/sites')
    const { sites } = (await response.clone().json()) as { sites: Record<string, unknown>[] }
    expect(sites.filter(({ filling, sameNetwork }) => filling || sameNetwork)).toHaveLength(2)
    await expectTrue('GET', '/api/sites', response)
  })

  it('nothing, where the sample site was removed', async () => {
    const response = await (await app()).send('DELETE', '/api/sites/sample.example')
    expect(response.status).toBe(204)
    await expectTrue('DELETE', '/api/sites/sample.example', response)
  })

  it('503, where the store does not answer', async () => {
    const { test, send } = await app({
      answer: async () => refusal(503, { code: 'storeAway', message: 'away' }),
      previewPaths: async () => {
        throw new StoreAway('away')
      },
    })
    Object.assign(test.health, {
      ok: false,
      store: 'starting',
      draining: false,
      standstill: { since: new Date(0).toISOString(), why: 'x' },
    })
    for (const [method, path, body] of [
      ['GET', '/health', undefined],
      ['POST', '/api/query', question],
      ['DELETE', '/api/sites/sample.example', undefined],
      ['POST', '/api/sites/example.org/paths/preview', { rules: [] }],
    ] as const) {
      const response = await send(method, path, body)
      expect(response.status, path).toBe(503)
      await expectTrue(method, path, response)
    }
  })
})

it.each([
  ['too much is waiting', busy(2), 503],
  ['nobody knows whether the disk has it', unknown(), 500],
])('P16: an answer to events, where %s, is what openapi.json says', async (_, reply, status) => {
  expect(reply.status).toBe(status)
  await expectTrue('POST', '/e', responseOf(reply))
})

describe('P16: what the collector takes is what openapi.json says', () => {
  const schemaOf = (path: string) => operationOf(document, 'POST', path).requestBody!.content['application/json']!.schema

  type Asked = Record<string, unknown>
  /** As it is read: a value that cannot be read costs these fields themselves (contract/events.ts), and a host may end with the root's dot. */
  const asRead = (event: Asked) =>
    Object.fromEntries(
      Object.entries(event)
        .filter(([name, value]) => !(name in descriptive && typeof value === 'object'))
        .map(([name, value]) => [name, name === 'host' ? String(value).replace(/\.$/, '') : value]),
    )
  const single = recordedIn<Asked | Asked[]>('events').filter(
    (row): row is Recorded<Asked> => typeof row.ask === 'object' && row.ask !== null && !Array.isArray(row.ask),
  )
  /** Rules that JSON Schema has no words for: what a day is, and whether the site counts pages by a query or a fragment. */
  const untold = ({ day, path }: Asked) => day !== undefined || /[?#]/.test(String(path))

  it('of events: one that is taken fits, and one that is refused for its form does not', () => {
    const outcomes = single.map(({ ask: event, answer }) => {
      const [status, reason] = answer as [number, string | null]
      return { event, status, reason, fits: faultsIn(schemaOf('/e'), asRead(event), document).length === 0 }
    })
    expect(outcomes.filter(({ status, fits }) => status === 202 && !fits)).toEqual([])
    const formal = ['version', 'type', 'unknown-field', 'missing-field', 'value']
    const misfits = outcomes.filter(({ reason }) => formal.includes(reason ?? ''))
    expect(misfits.length).toBeGreaterThan(30)
    expect(misfits.filter(({ event, fits }) => fits && !untold(event))).toEqual([])
  })

  it('of questions: one that is answered fits', () => {
    const answered = recordedIn<Asked>('questions').filter(({ answer }) => (answer as unknown[])[0] === 200)
    expect(answered.length).toBeGreaterThan(30)
    expect(answered.filter(({ ask: body }) => faultsIn(schemaOf('/api/query'), body, document).length > 0)).toEqual([])
  })
})

it('P16: every description was met by an answer', () => {
  // Bodies that memory has no room for: test/collector/routes/body.test.ts.
  const others = ['patch /api/sites/{domain} 503']
  expect(describedIn(document).filter((each) => !met.has(each))).toEqual(others)
})

it('P16: every address of the API is described', async () => {
  const { app } = await testApp()
  // The command line's own door, for whoever runs the collector.
  const others = ['POST /api/command']
  const served = app.routes.filter(({ method, path }) => method !== 'ALL' && /^\/(api|health|consent\.schema\.json)(\/|$)/.test(path))
  // What a route requires stands there as a handler of its own.
  const routes = new Set(served.map(({ method, path }) => `${method} ${path}`))
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  )
  expect([...described, ...others].sort()).toEqual([...routes, 'POST /e'].sort())
})
