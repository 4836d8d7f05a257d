/** `GET /footfall.js?site=…`: the tag's core with the settings of one site. */
import type { Context } from 'hono'
import { hostPattern, type Site } from '../../contract/site.ts'
import { renderSnippet } from '../../contract/snippet.ts'
import type { Sites } from '../deps.ts'
import { publicAddressOf } from '../public-url.ts'
import { cookieSuffix } from '../sites/cookies.ts'
import { type Content, etagOf, shared } from './answer.ts'
import type { Send } from './encoded.ts'
import type { Pages } from './pages.ts'

const type = 'text/javascript; charset=utf-8'

export interface SnippetDeps {
  sites: Sites
  pages: Pages
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
    const site = deps.sites.get(asked)
    if (!site)
      return comment(
        context,
        404,
        hostPattern.test(asked) ? `there is no site ${asked} here` : 'name the site: footfall.js?site=example.org',
      )
    const known = remembered().get(site) ?? (await tagOf(deps, site))
    if (!known) return comment(context, 503, 'the tag is not built; start with npm start, or run npm run build')
    made.set(site, known)
    return deps.send(context, known, shared)
  }
}

function comment(context: Context, status: 404 | 503, text: string): Response {
  return context.body(`// Footfall: ${text}\n`, status, { 'content-type': type, 'cache-control': 'no-store', ...shared })
}

// A changed setting reaches pages within minutes.
async function tagOf({ pages: { tag }, publicUrl, sites }: SnippetDeps, site: Site): Promise<Content | null> {
  if (tag === null) return null
  const { domain, hosts, zone, baseline, detail, policy } = site
  const { core, banner, vitals } = tag
  const suffix = cookieSuffix(site, sites.all())
  const base = publicUrl ? `${publicAddressOf(publicUrl)}/` : undefined
  const body = renderSnippet(core, { site: domain, hosts, zone, baseline, detail, policy, suffix, banner, vitals, base })
  return { body, type, etag: await etagOf(body), cache: 'public, max-age=300, stale-while-revalidate=3600' }
}
