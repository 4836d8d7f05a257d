/** The HTTP server itself: whom a request names as its host, and how connections end. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Listening, serve } from '../../../../collector/node/http/http-server.ts'

/** A server that answers with the host it was asked for, at `/first` before the app. */
async function opened(): Promise<Listening> {
  const server = await serve((request) => new Response(new URL(request.url).host), {
    host: '127.0.0.1',
    port: 0,
    first(request, response) {
      if (request.url !== '/first') return false
      response.writeHead(200, { 'content-length': 5 }).end('first')
      return true
    },
  })
  onTestFinished(() => server.close(0))
  return server
}

async function connected({ port }: Listening): Promise<{ socket: Socket; ask(text: string): Promise<string> }> {
  const socket = connect(port, '127.0.0.1')
  socket.setEncoding('utf8').on('error', () => {})
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return {
    socket,
    ask: (text) =>
      new Promise((resolve) => {
        socket.once('data', (answer: string) => resolve(answer))
        socket.once('close', () => resolve('closed'))
        socket.write(text)
      }),
  }
}

describe('a request', () => {
  it.each([
    ['names its host once', 'GET / HTTP/1.1\r\nHost: a.example\r\n\r\n', 200],
    ['names its host in its target too', 'GET http://a.example/ HTTP/1.1\r\nHost: A.example\r\n\r\n', 200],
    ['names two hosts', 'GET / HTTP/1.1\r\nHost: a.example\r\nhOst: b.example\r\n\r\n', 400],
    ['names one host twice', 'GET /first HTTP/1.1\r\nHost: a.example\r\nHost: a.example\r\n\r\n', 400],
    ['names another in its target', 'GET http://b.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n', 400],
    ['names another port in its target', 'GET http://a.example:8080/ HTTP/1.1\r\nHost: a.example\r\n\r\n', 400],
    ['has a target that is none', 'GET nowhere HTTP/1.1\r\nHost: a.example\r\n\r\n', 400],
  ])('that %s is answered', async (_, text, status) => {
    const { ask } = await connected(await opened())
    expect(await ask(text)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })
})

describe('a server that ends', () => {
  it.each(['/', '/first'])('answers what comes on a connection that was kept open (%s), and says that it is the last', async (path) => {
    const server = await opened()
    const { socket, ask } = await connected(server)
    const request = `GET ${path} HTTP/1.1\r\nHost: a.example\r\n\r\n`
    expect(await ask(request)).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\nConnection: keep-alive/i)
    const ended = server.close(1_000)
    const closed = once(socket, 'close')
    expect(await ask(request)).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\nconnection: close/i)
    await Promise.all([ended, closed])
  })
  it('waits for nobody who keeps a connection open and says nothing', async () => {
    const server = await opened()
    const { socket, ask } = await connected(server)
    await ask('GET / HTTP/1.1\r\nHost: a.example\r\n\r\n')
    const closed = once(socket, 'close')
    await server.close(60_000)
    await closed
  })
})
