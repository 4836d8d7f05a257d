import type { AddressInfo } from 'node:net'
import { connect, type Socket } from 'node:net'
import { serve } from '@hono/node-server'
import { afterEach, describe, expect, it } from 'vitest'
import { bounds } from '../../../contract/bounds.ts'
import { fixture, view } from './fixture.ts'

const milliseconds = 300
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function listening() {
  const intake = fixture({}, { bodyMilliseconds: milliseconds })
  const server = serve({ fetch: (request) => intake.ingest(request, '127.0.0.1'), port: 0, hostname: '127.0.0.1' })
  closers.push(() => server.close())
  await new Promise<void>((resolve) => (server.listening ? resolve() : server.once('listening', resolve)))
  const { port } = server.address() as AddressInfo
  const post = (body: string) => fetch(`http://127.0.0.1:${port}/e`, { method: 'POST', body, headers: { 'user-agent': '' } })
  return { ...intake, port, post }
}

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

describe('a slow sender', () => {
  it.each([
    ['of a body of known length', 'Content-Length: 100', '{"v"'],
    ['of a body of known length, of which nothing comes', 'Content-Length: 100', ''],
    ['of a body in chunks', 'Transfer-Encoding: chunked', '4\r\n{"v"\r\n'],
  ])('%s hears too-slow, and good events flow meanwhile', async (_, framing, part) => {
    const { port, post, facts, refusals } = await listening()
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
    const { port, facts } = await listening()
    const body = JSON.stringify(view())
    const chunks = [...body].map((character) => `1\r\n${character}\r\n`)
    const { answer } = exchange(port, [head('Transfer-Encoding: chunked'), ...chunks, '0\r\n\r\n'], '"taken":1')
    expect(await answer).toMatch(/^HTTP\/1\.1 202 /)
    expect(facts).toHaveLength(1)
  })

  it('that goes away in the middle leaves nothing behind', async () => {
    const { port, post, facts, refusals } = await listening()
    const { socket } = exchange(port, [head('Content-Length: 100'), '{"v"'])
    await new Promise((resolve) => socket.once('connect', resolve))
    expect((await post(JSON.stringify(view()))).status).toBe(202)
    socket.destroy()
    await expect.poll(() => refusals.unattributed()).toBe(1)
    expect(facts).toHaveLength(1)
  })
})

describe('a sender of too much', () => {
  it('hears too-large at once by its declared length', async () => {
    const { port } = await listening()
    const { answer } = exchange(port, [head(`Content-Length: ${bounds.bodyBytes.max + 1}`)])
    expect((await answer).toLowerCase()).toMatch(/^http\/1\.1 413 .*footfall-refused: too-large/s)
  })

  it('hears too-large while it still sends, without a declared length', async () => {
    const { port, post } = await listening()
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
    const { answer } = exchange(port, [head('Transfer-Encoding: chunked'), ...Array(6).fill(chunk)])
    expect((await answer).toLowerCase()).toMatch(/^http\/1\.1 413 .*footfall-refused: too-large/s)
    expect((await post(JSON.stringify(view()))).status).toBe(202)
  })

  it('is not believed where its length is a lie', async () => {
    const { request } = fixture()
    const sent = await request({ body: 'x'.repeat(bounds.bodyBytes.max + 1), headers: { 'content-length': '10' } })
    expect(sent.status).toBe(413)
  })
})
