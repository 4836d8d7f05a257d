/** The HTTP server: bounded in connections, header sizes and patience, and closed without cutting off an answer. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, Server as NetServer } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { bounds } from '../../../contract/bounds.ts'
import type { Admit } from './connection-shares.ts'

export interface Listening {
  port: number
  /** Accepts nothing more, finishes what is being answered, and cuts off what takes longer than `milliseconds`, or than its bound. */
  close(milliseconds?: number): Promise<void>
}

/** Why the server cannot listen, as one line that says what to do. */
export class CannotListen extends Error {
  override name = 'CannotListen'
}

type Fetch = (request: Request, environment: unknown) => Response | Promise<Response>

interface Where {
  host: string
  port: number
  /** At once; `bounds.connections` unless given. */
  connections?: number
  /** Asked before the app: true where it has taken the request. */
  first?: (request: IncomingMessage, response: ServerResponse) => boolean
  /** Whether a connection may stay; any may where it is absent. */
  admit?: Admit
}

/** Listens; rejects with `CannotListen`. `environment.incoming` is node's request. */
export async function serve(fetch: Fetch, where: Where): Promise<Listening> {
  const server = createServer(patience)
  const app = getRequestListener(fetch, { hostname: where.host })
  let isEnding = false
  server.on('request', (request, response) => {
    // Its sender opens another connection, to whatever listens then, instead of losing what it sends next.
    if (isEnding) response.setHeader('connection', 'close')
    if (!hasOneHost(request)) response.writeHead(400, { connection: 'close' }).end()
    else if (!where.first?.(request, response)) void app(request, response)
  })
  const { admit } = where
  if (admit) server.on('connection', (socket) => admit(socket) || socket.destroy())
  server.maxConnections = where.connections ?? bounds.connections.max
  await listen(server, where)
  return {
    port: (server.address() as AddressInfo).port,
    close(milliseconds = bounds.endAnswersMilliseconds.max) {
      isEnding = true
      return close(server, milliseconds)
    },
  }
}

/** Where two hosts are named, a program in front of this one may go by the other. */
function hasOneHost({ url = '', headers, rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let name = 0; name < rawHeaders.length; name += 2) if (/^host$/i.test(rawHeaders[name] ?? '')) hosts += 1
  if (hosts > 1) return false
  return url.startsWith('/') || (URL.canParse(url) && new URL(url).host === headers.host?.toLowerCase())
}

/** Connections that are kept open and busy end with their next answer; those that say nothing are not waited for. */
function farewell(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const began = performance.now()
    const look = () =>
      server.getConnections((_, open) => {
        if (open > 0 && performance.now() - began < bounds.endIdleMilliseconds.max) setTimeout(look, 10)
        else resolve()
      })
    look()
  })
}

// The intake gives a body its own, shorter time and says so; these end what never comes that far.
const patience = {
  maxHeaderSize: bounds.headerBytes.max,
  headersTimeout: bounds.bodyMilliseconds.max,
  requestTimeout: bounds.bodyMilliseconds.max + 5_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: bounds.idleConnectionMilliseconds.max,
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new CannotListen(lineOf(error.code ?? error.message, { host, port }))))
    // A burst waits to be accepted; a shorter queue would leave its senders to time out.
    server.listen({ port, host, backlog: bounds.connections.max }, () => resolve())
  })
}

function lineOf(code: string, { host, port }: { host: string; port: number }): string {
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`
  if (code === 'EACCES') return `Port ${port} needs more rights than this user has. Choose one above 1023: PORT=8787 npm start`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST=${host} is not an address of this machine. Leave it out, or use 0.0.0.0 for all.`
  return `Cannot listen on ${host} port ${port}: ${code}`
}

async function close(server: Server, milliseconds: number): Promise<void> {
  // Listening alone ends: `server.close` would cut off at once what is sent on connections that are kept open.
  const gone = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()))
  await farewell(server)
  server.closeIdleConnections()
  const cut = setTimeout(() => server.closeAllConnections(), milliseconds)
  await gone
  clearTimeout(cut)
  // For its own timer: it listens no more.
  server.close()
}
