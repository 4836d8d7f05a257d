/** Bodies are read once it is known who sends, within a bound for each and one for all together. */
import { describe, expect, it } from 'vitest'
import { bounds } from '../../../contract/bounds.ts'
import { testApp } from '../../kit/app.ts'

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

describe.each([
  ['POST', '/api/query', 401],
  ['POST', '/api/command', 401],
  ['PATCH', '/api/sites/example.org', 401],
  ['POST', '/api/sites/example.org/paths/preview', 401],
  ['POST', '/sign-out', 403],
  ['POST', '/sign-in', 403],
])('%s %s', (method, path, status) => {
  it('of somebody unknown nothing is read', async () => {
    const { app } = await testApp({ controlKey: 'the control key' })
    const { body, seen } = watched()
    const answer = await app.request(path, send(method, body, { origin: 'https://elsewhere.org' }))
    expect([answer.status, seen.taken]).toEqual([status, 0])
  })
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
