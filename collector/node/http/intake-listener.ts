/**
 * `POST /e` straight from node's own request to the intake: the busiest route by far, and making web-standard objects of it would
 * cost a third of its time (npm run bench:ingest). Every rule and every answer is the intake's; here are only bytes and headers.
 */
import { isUtf8 } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { bounds } from '../../../contract/bounds.ts'
import { unknown } from '../../ingest/reply.ts'
import { declaredLength, type IngestRequest, type IngestResponse, NotUtf8 } from '../../ingest/request.ts'
import { placesOf } from '../../why.ts'

export type TakeSent = (sent: IngestRequest, socketAddress: string | undefined) => Promise<IngestResponse>

interface Listening {
  /** The intake's public path, below the collector's. */
  own: string
  take: TakeSent
  /** Tells the operator of a mistake in the program. Never given what a visitor sent. */
  log: (line: string) => void
}

/** True where it has taken the request; any other is for the app. */
export function intakeListener({ own, take, log }: Listening): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    if (request.url !== '/e' && request.url !== own) return false
    const sent = sentOf(request)
    take(sent, request.socket.remoteAddress).then(
      (reply) => send(request, response, reply),
      // Only a mistake in the program comes here; its sender hears that nobody knows.
      (error: Error) => {
        log(`POST /e: ${placesOf(error)}`)
        send(request, response, unknown())
      },
    )
    return true
  }
}

function sentOf(request: IncomingMessage): IngestRequest {
  const headers = {
    get: (name: string) => {
      const value = request.headers[name]
      return typeof value === 'string' ? value : null
    },
  }
  return { method: request.method ?? '', headers, text: () => textOf(request, headers) }
}

const closed = new Error('the connection was closed')

function textOf(request: IncomingMessage, headers: IngestRequest['headers']): Promise<string | null> {
  const max = bounds.bodyBytes.max
  if (declaredLength(headers) > max) return Promise.resolve(null)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= max) chunks.push(chunk)
      else {
        chunks.length = 0
        resolve(null)
      }
    })
    request.on('end', () => {
      const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
      if (isUtf8(bytes)) resolve(decoded(bytes))
      else reject(new NotUtf8(bytes))
    })
    // Follows an error too; after the end it says nothing new.
    request.on('close', () => reject(closed))
  })
}

// As a web-standard request's text is: without a byte-order mark.
function decoded(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: IngestResponse): void {
  if (response.destroyed) return
  // What was not read flows away unseen; a connection that is to be closed ends with its answer.
  if (!request.complete) request.resume()
  response.writeHead(status, { ...headers, 'content-length': body === null ? 0 : Buffer.byteLength(body) })
  response.end(body ?? undefined)
}
