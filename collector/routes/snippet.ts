/** `GET /footfall.js?site=…`: the tag's core with the settings of one site. */
import type { Context } from 'hono'
import { hostPattern, type Site } from '../../contract/site.ts'
import type { Sites } from '../deps.ts'
import { type Content, content, etagOf } from './answer.ts'
import type { Pages } from './pages.ts'

const type = 'text/javascript; charset=utf-8'
// Every site's pages load it; a changed setting reaches them within minutes.
const shared = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

export function snippetRoute(deps: { sites: Sites; pages: Pages }): (context: Context) => Promise<Response> {
  // A changed site is another object, so what is remembered is never old.
  const made = new WeakMap<Site, Content>()
  return async (context) => {
    const asked = (context.req.query('site') ?? '').toLowerCase()
    const site = deps.sites.get(asked)
    if (!site)
      return comment(
        context,
        404,
        hostPattern.test(asked) ? `there is no site ${asked} here` : 'name the site: footfall.js?site=example.org',
      )
    const known = made.get(site) ?? (await tagOf(deps.pages, site))
    if (!known) return comment(context, 503, 'the tag is not built; start with npm start, or run npm run build')
    made.set(site, known)
    return content(context, known, shared)
  }
}

function comment(context: Context, status: 404 | 503, text: string): Response {
  return context.body(`// Footfall: ${text}\n`, status, { 'content-type': type, 'cache-control': 'no-store', ...shared })
}

async function tagOf(pages: Pages, site: Site): Promise<Content | null> {
  const body = pages.tag(tagSettings(site))
  return body === null ? null : { body, type, etag: await etagOf(body), cache: 'public, max-age=300, stale-while-revalidate=3600' }
}

/** What the tag must know of its site; the hosts and the rest are the owner's, nothing is the visitor's. */
export function tagSettings(site: Site) {
  return { site: site.domain, hosts: site.hosts, zone: site.zone, baseline: site.baseline, detail: site.detail }
}
