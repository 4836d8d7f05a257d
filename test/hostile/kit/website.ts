/** A website made of hostile pages under any names, with the collector at a host of its own, and below the site's hosts too. */
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { parseBundleFile } from '../../../contract/bundles.ts'
import type { Site } from '../../../contract/site.ts'
import { siteOf } from '../../kit/ingest.ts'
import { eventually } from '../../kit/temporary.ts'
import { type Collector, openCollector, version } from './collector.ts'

/** Names under `localhost` lead to this machine in every browser, and are as trusted as https is. */
export const hosts = { bare: 'site.localhost', www: 'www.site.localhost', app: 'app.site.localhost', other: 'other.localhost' }
const collectorHost = 'stats.localhost'

export interface Asked {
  method: string
  host: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
}

/** An answer: markup, in which `TAG` stands for the tag and `COLLECTOR` for where it comes from; parts of it with pauses (milliseconds) between; or whatever else. */
export type Answer =
  | string
  | {
      body?: string | (string | number)[]
      status?: number
      headers?: Record<string, string>
      type?: string
      file?: string
      /** A script: the tag's own text, after this one. */
      copyAfter?: string
    }

export type Pages = Record<string, Answer> | ((asked: Asked) => Answer | undefined | Promise<Answer | undefined>)

export interface WebsiteOptions {
  pages: Pages
  settings?: Partial<Site>
  /** What stands on the tag beside its address. */
  attributes?: string
  /** The tag's whole markup, where it is not the usual one; `BASE` stands for the collector's address. */
  tag?: string
  /** Where the tag comes from: a host of its own (usual), or the page's own host. */
  from?: 'own host' | 'page'
  /** Whether the collector knows its address; as in a first `npm start` it does not. */
  knowsAddress?: boolean
  /** The tag comes out of a cache that is older than the collector: it names bundles that are gone. */
  isOld?: boolean
  /** The first page that asks for the tag waits for it as long as it lives. */
  isTagLate?: boolean
  /** On this host the tag is an empty script. */
  bareHost?: string
  /** A folder whose files are served below `/lib/`. */
  libraries?: string
}

export interface Website extends Pick<Collector, 'told' | 'facts' | 'viewed' | 'refusals'> {
  port: number
  /** `http://www.site.localhost:PORT`, or the same of another host. */
  url(host?: string): string
  /** Every request but the collector's. */
  asked: Asked[]
  close(): Promise<void>
}

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.woff2': 'font/woff2',
}

export async function openWebsite(files: ReadonlyMap<string, string>, options: WebsiteOptions): Promise<Website> {
  const asked: Asked[] = []
  const site = siteOf({ domain: hosts.bare, hosts: [hosts.bare, hosts.www, hosts.app], baseline: 'page', ...options.settings })
  let collector: Collector | undefined
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const base = options.from === 'page' ? '' : `http://${collectorHost}:${port}`
  const tag = (options.tag ?? `<script async src="BASE/footfall.js?site=${site.domain}"${spaced(options.attributes)}></script>`).replaceAll(
    'BASE',
    base,
  )
  collector = await openCollector(files, site, options.knowsAddress ? new URL(`http://${collectorHost}:${port}`) : null)

  let underWay = 0

  async function ask(request: Request): Promise<Response> {
    underWay++
    const answer = await collector!.fetch(request).finally(() => underWay--)
    if (!options.isOld || !request.url.includes('/footfall.js')) return answer
    return new Response((await answer.text()).replaceAll(version, '00000000'), { status: answer.status, headers: answer.headers })
  }

  let isTagLate = options.isTagLate

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { hostname, pathname, searchParams } = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const ofCollector =
      hostname === collectorHost || /^\/(e|footfall\.js)$/.test(pathname) || parseBundleFile(pathname.slice(1)) !== undefined
    if (isTagLate && pathname === '/footfall.js') {
      isTagLate = false
      return
    }
    if (ofCollector && hostname === options.bareHost) return void response.writeHead(200, { 'content-type': 'text/javascript' }).end('')
    if (ofCollector) return relay(await ask(requestOf(request)), response)
    const each: Asked = { method: request.method ?? '', host: hostname, path: pathname, query: searchParams, headers: request.headers }
    asked.push(each)
    // What has come before it has been answered.
    if (pathname === '/fence') await eventually('all events are answered', () => underWay === 0)
    if (pathname === '/favicon.ico') return void response.writeHead(204).end()
    if (pathname.startsWith('/lib/'))
      return sendFile(response, join(options.libraries ?? '', 'node_modules', pathname.slice('/lib/'.length)))
    const answer = typeof options.pages === 'function' ? await options.pages(each) : options.pages[pathname]
    if (answer === undefined) return void response.writeHead(404, { 'content-type': 'text/html' }).end('')
    if (typeof answer === 'object' && answer.copyAfter !== undefined) {
      const copied = await (await ask(new Request(`http://${collectorHost}/footfall.js?site=${site.domain}`))).text()
      await send({ ...answer, type: 'text/javascript', body: answer.copyAfter + copied }, { response, tag, base })
    } else await send(answer, { response, tag, base })
  }
  return {
    port,
    url: (host = hosts.www) => `http://${host}:${port}`,
    asked,
    told: collector.told,
    facts: collector.facts,
    viewed: collector.viewed,
    refusals: collector.refusals,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

const spaced = (text: string | undefined) => (text ? ` ${text}` : '')

async function send(answer: Answer, { response, tag, base }: { response: ServerResponse; tag: string; base: string }): Promise<void> {
  const {
    body = '',
    status = 200,
    headers = {},
    type = 'text/html; charset=utf-8',
    file,
  } = typeof answer === 'string' ? { body: answer } : answer
  if (file) return sendFile(response, file, headers)
  response.writeHead(status, { 'content-type': type, ...headers })
  for (const part of [body].flat()) {
    if (typeof part === 'number') await delay(part)
    // Inside a script of the page a tag's end would be the script's.
    else response.write(part.replaceAll('TAG_IN_SCRIPT', tag.replaceAll('</', '<\\/')).replaceAll('TAG', tag).replaceAll('COLLECTOR', base))
  }
  response.end()
}

function sendFile(response: ServerResponse, file: string, headers: Record<string, string> = {}): void {
  if (!existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end()
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', ...headers })
  createReadStream(file).pipe(response)
}

function requestOf(request: IncomingMessage): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value)
  const hasBody = request.method === 'POST' || request.method === 'PUT'
  const body = hasBody ? { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' } : {}
  return new Request(`http://${request.headers.host}${request.url}`, { method: request.method, headers, ...body } as RequestInit)
}

async function relay(answer: Response, response: ServerResponse): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer())
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'content-length': body.length }).end(body)
}
