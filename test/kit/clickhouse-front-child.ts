/** The process of the stand-in ClickHouse server. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openConnections } from '../../collector/node/engine/connections.ts'
import { createHttpGateway } from '../../collector/node/engine/http-gateway.ts'
import type { Fault, FrontOrder } from './clickhouse-front.ts'

const order = JSON.parse(process.argv[2] ?? '') as FrontOrder
const connections = openConnections(order.folder)
const front = createHttpGateway(connections)
let armed: Fault | null = null

const faults: Record<Fault, RequestListener> = {
  dropBefore: (request) => request.destroy(),
  dropAfter: (request, response) => {
    response.end = () => response.destroy()
    front(request, response)
  },
  lateAnswer: (request, response) => {
    response.end = () => response
    front(request, response)
  },
  lateStart: (request, response) => {
    void connections.write.use((connection) => connection.run('SELECT sleep(3)'))
    front(request, response)
  },
  unavailable: (_request, response) => {
    response.shouldKeepAlive = false
    response.writeHead(503).end('<html><h1>503 Service Temporarily Unavailable</h1></html>')
  },
}

const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  const expected = `Basic ${Buffer.from(`collector:${order.password}`).toString('base64')}`
  if (request.headers.authorization !== expected) {
    response.shouldKeepAlive = false
    response.writeHead(403, { 'X-ClickHouse-Exception-Code': '516' })
    return void response.end('Code: 516. DB::Exception: collector: Authentication failed. (AUTHENTICATION_FAILED)')
  }
  // One client names the statement in the address, the other sends it with the rows.
  const isInsert = request.url?.includes('async_insert=0')
  const listener = armed && isInsert ? faults[armed] : front
  if (isInsert) armed = null
  listener(request, response)
})

process.on('message', (fault: Fault) => {
  armed = fault
  process.send?.('armed')
})
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
server.listen(order.port, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
