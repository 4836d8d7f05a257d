/** `GET /footfall.js?site=…`: the tag's core with the settings of one site. */
import type { Context } from 'hono'
import { hostPattern, type Site } from '../../contract/site.ts'
import { renderSnippet, type SnippetSettings } from '../../contract/snippet.ts'
import type { Sites } from '../deps.ts'
import { type Content, content, etagOf } from './answer.ts'
import type { Pages } from './pages.ts'

const type = 'text/javascript; charset=utf-8'
// Every site's pages load it; a changed setting reaches them within minutes.
const shared = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

export interface SnippetDeps {
  sites: Sites
  pages: Pages
  /** The collector's public address, where it was given one. */
  publicUrl: URL | null
}

export function snippetRoute(deps: SnippetDeps): (context: Context) => Promise<Response> {
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
    const known = made.get(site) ?? (await tagOf(deps, site))
    if (!known) return comment(context, 503, 'the tag is not built; start with npm start, or run npm run build')
    made.set(site, known)
    return content(context, known, shared)
  }
}

function comment(context: Context, status: 404 | 503, text: string): Response {
  return context.body(`// Footfall: ${text}\n`, status, { 'content-type': type, 'cache-control': 'no-store', ...shared })
}

async function tagOf({ pages, publicUrl }: SnippetDeps, site: Site): Promise<Content | null> {
  if (pages.core === null) return null
  const body = renderSnippet(pages.core, settingsOf(site, publicUrl))
  return { body, type, etag: await etagOf(body), cache: 'public, max-age=300, stale-while-revalidate=3600' }
}

/** What the tag must know of its site: the owner's settings, nothing of the visitor. */
function settingsOf({ domain, hosts, zone, baseline, detail }: Site, publicUrl: URL | null): SnippetSettings {
  return { site: domain, hosts, zone, baseline, detail, ...(publicUrl ? { origin: publicUrl.origin } : {}) }
}
