/** `GET /footfall.js?site=…`: the tag's core with the settings of one site. */
import type { Context } from 'hono'
import { bounds } from '../../contract/bounds.ts'
import { forEachBundle } from '../../contract/bundles.ts'
import { hostPattern, type Site } from '../../contract/site.ts'
import { coreFor, renderSnippet, type SnippetSettings } from '../../contract/snippet.ts'
import type { Sites } from '../ports.ts'
import { publicAddressOf } from '../public-url.ts'
import { cookieSuffix } from '../sites/cookies.ts'
import { siteNamed } from '../sites/site-named.ts'
import { type Content, etagOf, shared } from './answer.ts'
import type { Send } from './encoded.ts'
import type { BuiltFiles } from './pages.ts'

const type = 'text/javascript; charset=utf-8'

export interface SnippetDeps {
  sites: Sites
  pages: BuiltFiles
  send: Send
  /** The collector's public address, where it was given one. */
  publicUrl: URL | null
}

export function snippetRoute(deps: SnippetDeps): (context: Context) => Promise<Response> {
  let made = new Map<Site, Content>()
  let all: Site[] = []
  // A changed site is another object, and a new one may share a host: what is remembered is never old.
  const remembered = () => {
    const now = deps.sites.all()
    if (now.length !== all.length || now.some((site, index) => site !== all[index])) made = new Map()
    all = now
    return made
  }
  return async (context) => {
    const asked = (context.req.query('site') ?? '').toLowerCase()
    const site = siteNamed(deps.sites, asked)
    if (!site)
      return warning(context, hostPattern.test(asked) ? `there is no site ${asked} here` : 'name the site: footfall.js?site=example.org')
    const known = remembered().get(site) ?? (await tagOf(deps, site))
    if (!known) return warning(context, 'the tag is not built; start with npm start, or run npm run build')
    made.set(site, known)
    return deps.send(context, known, tagHeaders)
  }
}

// The tag may ask the browser whether it came out of the cache.
const tagHeaders = { ...shared, 'timing-allow-origin': '*' }

/**
 * The answer to a script's address where there is nothing. A mistyped tag says so in the page's console; any other script's 404 may be
 * read by pages of every origin, or the browser would tell its owner of a blocked answer instead.
 */
export function lostScript(context: Context): Response | undefined {
  const { path } = context.req
  if (!path.endsWith('.js')) return undefined
  if (context.req.query('site') === undefined) return context.body(null, 404, { 'cache-control': 'no-store', ...shared })
  return warning(context, `there is nothing at this address (${path.slice(0, bounds.saidCharacters.max)}); the tag is /footfall.js?site=…`)
}

/** A script that says in the page's console what is wrong: of an answer 404 a browser runs nothing, and its owner would hear no word. */
function warning(context: Context, text: string): Response {
  const body = `console.warn(${JSON.stringify(`Footfall: ${text}`)})\n`
  return context.body(body, 200, { 'content-type': type, 'cache-control': 'no-store', ...shared })
}

/** The zone by the name that browsers have known longest (`Europe/Kiev`): one that does not know the newer would have no day at all. */
function oldestName(zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
}

// A changed setting reaches pages within minutes.
async function tagOf({ pages: { tag }, publicUrl, sites }: SnippetDeps, site: Site): Promise<Content | null> {
  if (tag === null) return null
  const { domain, hosts, zone, baseline, detail, policy, returnHosts, hashRoutes, replaceViews, framedViews } = site
  const suffix = cookieSuffix(site, sites.all())
  const base = publicUrl ? `${publicAddressOf(publicUrl)}/` : undefined
  const queryPages = site.queryPages && [site.queryPages.key, ...site.queryPages.values]
  const settings: SnippetSettings = {
    site: domain,
    hosts,
    zone: oldestName(zone),
    baseline,
    detail,
    policy,
    returnHosts,
    hashRoutes,
    queryPages,
    replaceViews,
    framedViews,
    suffix,
    ...forEachBundle((name) => tag[name]),
    base,
  }
  const body = renderSnippet(tag[coreFor(settings)], settings)
  return { body, type, etag: await etagOf(body), cache: 'public, max-age=300, stale-while-revalidate=3600' }
}
