/** Bodies are read once it is known who sends, within a bound for each and one for all together. */
import { describe, expect, it } from 'vitest'
import { routes } from '../../../collector/routes/table.ts'
import { bounds } from '../../../contract/bounds.ts'
import { signedIn, testApp } from '../../kit/app.ts'

/** A body that says how much of it was taken, and whether it was let go. */
function watched(chunk = new Uint8Array(1_000)) {
  const seen = { taken: 0, cancelled: false }
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        seen.taken += chunk.length
        controller.enqueue(chunk)
      },
      cancel() {
        seen.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { seen, body }
}

const send = (method: string, body: BodyInit, headers: Record<string, string> = {}) =>
  ({ method, body, headers, duplex: 'half' }) as RequestInit

const acting = routes.filter(({ requires }) => requires !== 'public')
const refused = acting.filter(({ method }) => method !== 'GET').map((route) => [route.method, route.path, route.requires] as const)

describe.each(refused)('%s %s', (method, path, requires) => {
  it('of somebody unknown nothing is read', async () => {
    const { app } = await testApp({ controlKey: 'the control key' })
    const { body, seen } = watched()
    const answer = await app.request(path.replace(':domain', 'example.org'), send(method, body, { origin: 'https://elsewhere.org' }))
    expect([answer.status, seen.taken]).toEqual([requires === 'ownPage' ? 403 : 401, 0])
  })
})

it('of a read key where the owner alone may, and of the owner from another site’s page, nothing is read', async () => {
  const test = await testApp()
  const key = { authorization: `Bearer ${await test.credentials.createKey(['example.org'])}` }
  const elsewhere = { cookie: await signedIn(test), origin: 'https://elsewhere.org' }
  const changing = acting.filter(({ requires }) => requires === 'changeSite' || requires === 'removeSite')
  expect(changing.length).toBeGreaterThan(2)
  for (const { method, path } of changing)
    for (const headers of [key, elsewhere]) {
      const { body, seen } = watched()
      const answer = await test.app.request(path.replace(':domain', 'example.org'), send(method, body, headers))
      expect([path, answer.status, seen.taken]).toEqual([path, 403, 0])
    }
})

it('a body that says how long it is, and is too long, is not read', async () => {
  const { app, credentials } = await testApp()
  const key = await credentials.createKey(['example.org'])
  const { body, seen } = watched()
  const headers = { authorization: `Bearer ${key}`, 'content-length': String(bounds.queryBytes.max + 1) }
  const answer = await app.request('/api/query', send('POST', body, headers))
  expect([answer.status, (await answer.json()).error.code, seen.taken]).toEqual([413, 'tooLarge', 0])
})

it('one that does not say it is read to its bound and let go', async () => {
  const { app, credentials } = await testApp()
  const key = await credentials.createKey(['example.org'])
  const { body, seen } = watched(new Uint8Array(100_000))
  const answer = await app.request('/api/query', send('POST', body, { authorization: `Bearer ${key}` }))
  expect([answer.status, (await answer.json()).error.code, seen.cancelled]).toEqual([413, 'tooLarge', true])
  expect(seen.taken).toBeLessThan(bounds.queryBytes.max + 200_001)
})

it('one that breaks off is told so, and logged nowhere', async () => {
  const { app, credentials, logged } = await testApp()
  const key = await credentials.createKey(['example.org'])
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('cut off')) })
  const answer = await app.request('/api/query', send('POST', body, { authorization: `Bearer ${key}` }))
  expect([answer.status, (await answer.json()).error.code, logged]).toEqual([400, 'malformed', []])
})
