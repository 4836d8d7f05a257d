/** A small real server for tests of the tag: pages that carry it, the tag itself, and a record of all that was asked and sent. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bundleFile, forEachBundle } from '../../contract/bundles.ts'
import { coreFor, renderSnippet, type SnippetSettings } from '../../contract/snippet.ts'

export interface Asked {
  method: string
  host: string
  path: string
  headers: IncomingHttpHeaders
}

export interface Sent {
  /** As it stood in the body. */
  text: string
  event: Record<string, unknown>
  headers: IncomingHttpHeaders
}

export interface TagServer {
  url: string
  port: number
  /** All requests, in order. */
  asked: Asked[]
  /** What was taken with 202, and what was put off. */
  taken: Sent[]
  refused: Sent[]
  close(): Promise<void>
}

export interface TagServerOptions {
  /** The built tag's files by name. */
  files: ReadonlyMap<string, string>
  settings?: Partial<SnippetSettings>
  /** How many tags each page carries. */
  tags?: number
  /** More sites, by domain: each page carries a tag of each. */
  sites?: Record<string, Partial<SnippetSettings>>
  /** The nonce that each tag is given. */
  nonce?: string
  /** The page's language and, where it differs, its direction. */
  lang?: string
  dir?: 'rtl'
  /** Markup of each page's head, before the tag. */
  head?: string
  /** Headers of each page, for a policy say. */
  pageHeaders?: Record<string, string>
  /** Where the tag is loaded from; absent: this server itself. */
  tagFrom?: string
  /** The status for the n-th event (from 0); absent: 202. `null`: the connection is cut. */
  answer?: (index: number, event: Record<string, unknown>) => number | null
}

/** Starts the server on a free port; its site is `site.test` with this server's own host. */
export async function startTagServer(given: TagServerOptions): Promise<TagServer> {
  const record = { asked: [] as Asked[], taken: [] as Sent[], refused: [] as Sent[] }
  const server = createServer((request, response) => void handle({ ...given, ...record }, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { ...record, url: `http://127.0.0.1:${port}`, port, close }
}

type State = TagServerOptions & Pick<TagServer, 'asked' | 'taken' | 'refused'>

async function handle(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://any')
  state.asked.push({ method: request.method ?? '', host: request.headers.host ?? '', path: request.url ?? '', headers: request.headers })
  if (pathname === '/e') return takeEvent(state, request, response)
  if (pathname === '/footfall.js') return end(response, 'text/javascript', tagOf(state, searchParams.get('site') ?? ''))
  const bundle = state.files.get(pathname.slice(1).replace(/-test|_test/, ''))
  if (bundle) return end(response, 'text/javascript', bundle, { 'access-control-allow-origin': '*' })
  if (pathname === '/favicon.ico') return end(response, 'image/x-icon', '')
  const body = pageOf(state, pathname)
  end(response, 'text/html', body, state.pageHeaders)
}

function pageOf({ head = '', tags = 1, tagFrom = '', sites = {}, nonce = '', lang = 'en', dir }: State, pathname: string): string {
  const attributes = nonce && ` nonce="${nonce}"`
  const tag = (site: string) => `<script async src="${tagFrom}/footfall.js?site=${site}"${attributes}></script>`
  const all = tag('site.test').repeat(tags) + Object.keys(sites).map(tag).join('')
  return `<!doctype html><html lang="${lang}"${dir ? ` dir="${dir}"` : ''}><title>${pathname}</title>${head}${all}<a href="/one">one</a> <a href="/two">two</a> <a href="#" data-footfall="consent">choices</a>`
}

async function takeEvent(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  const sent = { text, event: JSON.parse(text), headers: request.headers }
  const status = state.answer ? state.answer(state.taken.length + state.refused.length, sent.event) : 202
  ;(status === 202 ? state.taken : state.refused).push(sent)
  if (status === null) return void request.socket.destroy()
  const shared = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Footfall-Refused, Retry-After' }
  response.writeHead(status, { ...shared, ...(status === 202 ? {} : { 'retry-after': '1' }) }).end()
}

/** The core that the site needs, as the collector serves it. */
function tagOf(state: State, site: string): string {
  const settings = settingsOf(state, site)
  return renderSnippet(state.files.get(`${coreFor(settings)}.js`) ?? '', settings)
}

function settingsOf(state: State, site: string): SnippetSettings {
  return {
    site,
    hosts: ['127.0.0.1'],
    baseline: 'domain',
    detail: 'page',
    zone: 'UTC',
    policy: '1',
    ...forEachBundle((name) => bundleFile(name, 'test')),
    ...state.settings,
    ...state.sites?.[site],
  }
}

function end(response: ServerResponse, type: string, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': type, ...headers }).end(body)
}
