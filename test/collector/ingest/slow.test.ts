import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect, type Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterEach, describe, expect, it } from 'vitest'
import { intakeListener } from '../../../collector/node/http/intake-listener.ts'
import { bounds } from '../../../contract/bounds.ts'
import { intake, siteOf, view } from '../../kit/ingest.ts'

const milliseconds = 300
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** Both ways to the intake: by web-standard objects, and from node's own request. */
const faces = ['web', 'node'] as const
type Face = (typeof faces)[number]

/** The port of a server that ends with the test. */
async function served(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  closers.push(() => server.close())
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function listening(face: Face) {
  const made = intake([siteOf()], { bodyMilliseconds: milliseconds })
  const first = intakeListener({ own: '/e', take: (sent) => made.take(sent, '127.0.0.1'), log: () => {} })
  const web = getRequestListener((request) => made.ingest(request, '127.0.0.1'))
  const port = await served((request, response) => {
    if (face === 'web' || !first(request, response)) void web(request, response)
  })
  const post = (body: string) => fetch(`http://127.0.0.1:${port}/e`, { method: 'POST', body, headers: { 'user-agent': '' } })
  return { ...made, port, post }
}

it('a mistake in the program is told to the operator by its places alone, and to the sender as what nobody knows', async () => {
  const told: string[] = []
  const take = () => Promise.reject(new TypeError('what a visitor sent: needle'))
  const listener = intakeListener({ own: '/e', take, log: (line) => told.push(line) })
  const port = await served((request, response) => void listener(request, response))
  const answer = await fetch(`http://127.0.0.1:${port}/e`, { method: 'POST', body: '[]' })
  expect([answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.get('retry-after')]).toEqual([500, '*', null])
  expect(await answer.json()).toMatchObject({ taken: null })
  expect(told.join('\n')).toMatch(/^POST \/e: TypeError\n +at .*slow\.test/)
  expect(told.join('\n')).not.toContain('needle')
})

/** Sends the parts as they are and resolves to all that comes back until the other side ends or `until` is in it. */
function exchange(port: number, parts: string[], until?: string): { socket: Socket; answer: Promise<string> } {
  const socket = connect(port, '127.0.0.1')
  closers.push(() => socket.destroy())
  for (const part of parts) socket.write(part)
  const answer = new Promise<string>((resolve) => {
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk
      if (until && heard.includes(until)) resolve(heard)
    })
    socket.on('close', () => resolve(heard))
    // A reset after the answer ends the exchange as a close does, and `close` follows.
    socket.on('error', () => {})
  })
  return { socket, answer }
}

const head = (framing: string) => `POST /e HTTP/1.1\r\nHost: x\r\n${framing}\r\n\r\n`

describe.each(faces)('a slow sender (%s)', (face) => {
  it.each([
    ['of a body of known length', 'Content-Length: 100', '{"v"'],
    ['of a body of known length, of which nothing comes', 'Content-Length: 100', ''],
    ['of a body in chunks', 'Transfer-Encoding: chunked', '4\r\n{"v"\r\n'],
  ])('%s hears too-slow, and good events flow meanwhile', async (_, framing, part) => {
    const { port, post, facts, refusals } = await listening(face)
    const slow = Array.from({ length: 20 }, () => exchange(port, [head(framing), part]))
    for (let each = 0; each < 5; each++) expect((await post(JSON.stringify(view()))).status).toBe(202)
    for (const { answer } of slow) {
      const heard = await answer
      expect(heard).toMatch(/^HTTP\/1\.1 408 /)
      expect(heard.toLowerCase()).toContain('footfall-refused: too-slow')
    }
    expect(facts).toHaveLength(5)
    expect(refusals.unattributed()).toBe(20)
  })

  it('that sends in time in small parts is taken', async () => {
    const { port, facts } = await listening(face)
    const body = JSON.stringify(view())
    const chunks = [...body].map((character) => `1\r\n${character}\r\n`)
    const { answer } = exchange(port, [head('Transfer-Encoding: chunked'), ...chunks, '0\r\n\r\n'], '\r\n\r\n')
    expect(await answer).toMatch(/^HTTP\/1\.1 202 /)
    expect(facts).toHaveLength(1)
  })

  it('that goes away in the middle leaves nothing behind', async () => {
    const { port, post, facts, refusals } = await listening(face)
    const { socket } = exchange(port, [head('Content-Length: 100'), '{"v"'])
    await new Promise((resolve) => socket.once('connect', resolve))
    expect((await post(JSON.stringify(view()))).status).toBe(202)
    socket.destroy()
    await expect.poll(() => refusals.unattributed()).toBe(1)
    expect(facts).toHaveLength(1)
  })
})

describe.each(faces)('a sender of too much (%s)', (face) => {
  it('hears too-large at once by its declared length', async () => {
    const { port } = await listening(face)
    const { answer } = exchange(port, [head(`Content-Length: ${bounds.bodyBytes.max + 1}`)])
    expect((await answer).toLowerCase()).toMatch(/^http\/1\.1 413 .*footfall-refused: too-large/s)
  })

  it('hears too-large while it still sends, without a declared length', async () => {
    const { port, post } = await listening(face)
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
    const { answer } = exchange(port, [head('Transfer-Encoding: chunked'), ...Array(6).fill(chunk)])
    expect((await answer).toLowerCase()).toMatch(/^http\/1\.1 413 .*footfall-refused: too-large/s)
    expect((await post(JSON.stringify(view()))).status).toBe(202)
  })

  it('is not believed where its length is a lie', async () => {
    const { request } = intake()
    const sent = await request({ body: 'x'.repeat(bounds.bodyBytes.max + 1), headers: { 'content-length': '10' } })
    expect(sent.status).toBe(413)
  })
})

describe.each(faces)('a body that begins with a byte-order mark (%s)', (face) => {
  it.each([
    ['one mark', '\ufeff', 202],
    ['two marks', '\ufeff\ufeff', 400],
  ])('of %s is answered the same', async (_, mark, status) => {
    const { post, facts } = await listening(face)
    const answer = await post(mark + JSON.stringify(view()))
    expect([answer.status, facts.length]).toEqual([status, status === 202 ? 1 : 0])
  })
})

describe.each(faces)('an answer (%s)', (face) => {
  it('is the same in status, headers and body', async () => {
    const { port } = await listening(face)
    const url = `http://127.0.0.1:${port}/e`
    const ask = async (init: RequestInit) => {
      const { status, headers, ...response } = await fetch(url, { ...init, headers: { 'user-agent': '', ...init.headers } }).then(
        async (got) => ({
          status: got.status,
          headers: got.headers,
          body: await got.text(),
        }),
      )
      const named = [
        'footfall-refused',
        'access-control-allow-origin',
        'access-control-expose-headers',
        'cache-control',
        'allow',
        'set-cookie',
      ]
      return { status, ...response, headers: named.map((name) => headers.get(name)) }
    }
    const shared = ['*', 'Footfall-Refused, Retry-After', 'no-store']
    expect(await ask({ method: 'POST', body: JSON.stringify(view()) })).toEqual({
      status: 202,
      body: '',
      headers: [null, ...shared, null, null],
    })
    expect(await ask({ method: 'POST', body: '{' })).toMatchObject({ status: 400, headers: ['malformed', ...shared, null, null] })
    expect(await ask({ method: 'POST', body: JSON.stringify(view()), headers: { origin: 'https://evil.net' } })).toMatchObject({
      status: 400,
      headers: ['origin', ...shared, null, null],
    })
    expect(await ask({ method: 'PUT', body: '{}' })).toMatchObject({ status: 405, headers: ['method', ...shared, 'POST, OPTIONS', null] })
    expect(await ask({ method: 'OPTIONS' })).toMatchObject({ status: 204, body: '' })
  })
})
