/** `GET /api/sites` for whoever may read; to change, preview and remove, for the signed-in owner alone. */
import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import * as v from 'valibot'
import { pathPreviewSchema, type Site } from '../../contract/site.ts'
import { authenticate, type Guard } from '../accounts/authenticate.ts'
import { type Sites, StoreAway } from '../deps.ts'
import type { PreviewPaths } from '../query/path-preview.ts'
import type { Removal, Sample } from '../sample/sample.ts'
import { changeSite, faultIn } from '../sites/change.ts'
import { failure } from './answer.ts'
import { type ReadBody, readJson } from './body.ts'
import { denied, mayRead, withReader } from './query.ts'

export interface SitesDeps {
  sites: Sites
  previewPaths: PreviewPaths
  sample: Pick<Sample, 'filling' | 'remove'>
  /** Whether all that a site was sent lately came out of one network. Absent where no process sees enough of it. */
  isOneNetwork?: (domain: string) => boolean
  guard: Guard
  readBody: ReadBody
  /** Whether the store answers now. */
  storeUp: () => Promise<boolean>
  addressOf: (request: Request, environment: unknown) => string
}

export function sitesRoutes(deps: SitesDeps): Hono {
  const routes = new Hono()
  const { sites, sample } = deps
  routes.get('/api/sites', (context) =>
    withReader(deps, context, async (reader) => {
      const readable = sites.all().filter((site) => mayRead(reader, site.domain))
      const toldOf = (site: Site) => ({
        ...site,
        ...(sample.filling(site.domain) && { filling: true }),
        ...(!site.oneNetwork && deps.isOneNetwork?.(site.domain) && { sameNetwork: true }),
      })
      return context.json({ sites: readable.map(toldOf) })
    }),
  )
  routes.delete('/api/sites/:domain', (context) => asOwner(deps, context, () => remove(deps, context, domainOf(context))))
  routes.patch('/api/sites/:domain', (context) => asOwner(deps, context, () => change(deps, context, domainOf(context))))
  routes.post('/api/sites/:domain/paths/preview', (context) => asOwner(deps, context, () => preview(deps, context, domainOf(context))))
  return routes
}

const domainOf = (context: Context) => (context.req.param('domain') ?? '').toLowerCase()

/** Lets the signed-in owner act, from this address's own pages. */
async function asOwner(deps: SitesDeps, context: Context, act: () => Promise<Response>): Promise<Response> {
  const asker = await authenticate(deps.guard, context, deps.addressOf(context.req.raw, context.env))
  if (typeof asker !== 'object') return denied(context, asker)
  if (asker.sites !== 'all')
    return failure(context, 403, { code: 'forbidden', message: 'a read key reads; only the signed-in owner changes anything' })
  context.header('cache-control', 'no-store')
  return act()
}

const unknown = { code: 'siteUnknown', message: 'there is no such site here' }

async function change({ sites, readBody }: SitesDeps, context: Context, domain: string): Promise<Response> {
  const changed = await changeSite(sites, domain, await readJson(readBody, context))
  if (changed === 'unknown') return failure(context, 404, unknown)
  return 'message' in changed ? failure(context, 400, changed) : context.json({ site: changed })
}

async function preview({ sites, previewPaths, readBody }: SitesDeps, context: Context, domain: string): Promise<Response> {
  if (!sites.get(domain)) return failure(context, 404, unknown)
  const asked = v.safeParse(pathPreviewSchema, await readJson(readBody, context))
  if (!asked.success) return failure(context, 400, faultIn(asked.issues[0]))
  try {
    return context.json(await previewPaths(domain, asked.output.rules))
  } catch (error) {
    if (error instanceof StoreAway) return failure(context, 503, storeAway)
    throw error
  }
}

const storeAway = { code: 'storeAway', message: 'the store does not answer now; nothing was done, ask again' }

const refusals: Record<Exclude<Removal, 'removed'>, { status: ContentfulStatusCode; code: string; message: string }> = {
  unknown: { status: 404, ...unknown },
  notSample: { status: 409, code: 'notSample', message: 'only the sample site can be removed; this one counts real visits' },
}

async function remove(deps: SitesDeps, context: Context, domain: string): Promise<Response> {
  // Nothing is begun that could not be ended while somebody waits.
  if (!(await deps.storeUp())) return failure(context, 503, storeAway)
  const removal = await deps.sample.remove(domain)
  if (removal === 'removed') return context.body(null, 204, { 'cache-control': 'no-store' })
  const { status, ...error } = refusals[removal]
  return failure(context, status, error)
}
