/** A lean HTTP/1.1 client for load: many keep-alive connections to 127.0.0.1, one request at a time on each, every outcome known. */
import { connect, type Socket } from 'node:net'

export interface Post {
  body: string
  headers?: Record<string, string>
}

/** `unknown`: the connection broke before an answer, so the event may or may not have been taken. */
export type Outcome = { status: number; refused: string | null; closing: boolean } | 'unknown'

export interface Load {
  port: number
  path?: string
  connections: number
  /** The next request, or null where there are no more. */
  next(): Post | null
  done(post: Post, outcome: Outcome): void
  /** How long to wait before a broken connection is opened again. */
  reconnectMilliseconds?: number
}

/** Resolves when every request that `next` gave has its outcome. Requests are never sent twice. */
export async function run(load: Load): Promise<void> {
  await Promise.all(Array.from({ length: load.connections }, () => worker(load)))
}

async function worker(load: Load): Promise<void> {
  let socket: Socket | null = null
  for (let post = load.next(); post; post = load.next()) {
    while (!socket) {
      socket = await open(load.port)
      if (!socket) await new Promise((resolve) => setTimeout(resolve, load.reconnectMilliseconds ?? 20))
    }
    const outcome = await exchange(socket, request(load, post))
    load.done(post, outcome)
    if (outcome === 'unknown' || outcome.closing || socket.destroyed) {
      socket.destroy()
      socket = null
    }
  }
  socket?.destroy()
}

function request({ port, path = '/e' }: Load, { body, headers = {} }: Post): string {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, 'content-type': 'text/plain', ...headers })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `POST ${path} HTTP/1.1\r\n${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

function open(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(null))
  })
}

function exchange(socket: Socket, text: string): Promise<Outcome> {
  return new Promise((resolve) => {
    let received = ''
    const finish = (outcome: Outcome) => {
      socket.removeAllListeners()
      // Without a listener a late reset would end the process.
      socket.on('error', () => socket.destroy())
      resolve(outcome)
    }
    socket.removeAllListeners()
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      const outcome = answered(received)
      if (outcome) finish(outcome)
    })
    socket.on('error', () => finish('unknown'))
    socket.on('close', () => finish('unknown'))
    socket.write(text)
  })
}

function answered(text: string): Outcome | null {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = text.slice(0, end)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)
  const complete = length
    ? text.length >= end + 4 + Number(length[1])
    : /\r\ntransfer-encoding: *chunked/i.test(head)
      ? text.endsWith('0\r\n\r\n')
      : true
  if (!complete) return null
  return {
    status: Number(head.slice(9, 12)),
    refused: /\r\nfootfall-refused: *([^\r]*)/i.exec(head)?.[1] ?? null,
    closing: /\r\nconnection: *close/i.test(head),
  }
}
