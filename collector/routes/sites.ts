/** `GET /api/sites` for whoever may read, and `DELETE /api/sites/:domain` for the signed-in owner alone. */
import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { authenticate, type Guard } from '../auth/authenticate.ts'
import type { Sites } from '../deps.ts'
import type { Removal, Sample } from '../sample/sample.ts'
import { failure } from './answer.ts'
import { denied, mayRead, withReader } from './query.ts'

export interface SitesDeps {
  sites: Sites
  sample: Pick<Sample, 'filling' | 'remove'>
  guard: Guard
  /** Whether the store answers now. */
  storeUp: () => boolean
  addressOf: (request: Request, environment: unknown) => string
}

export function sitesRoutes(deps: SitesDeps): Hono {
  const routes = new Hono()
  const { sites, sample } = deps
  routes.get('/api/sites', (context) =>
    withReader(deps, context, async (reader) => {
      const readable = sites.all().filter((site) => mayRead(reader, site.domain))
      return context.json({ sites: readable.map((site) => (sample.filling(site.domain) ? { ...site, filling: true } : site)) })
    }),
  )
  routes.delete('/api/sites/:domain', (context) => remove(deps, context, context.req.param('domain').toLowerCase()))
  return routes
}

const refusals: Record<Exclude<Removal, 'removed'>, { status: ContentfulStatusCode; code: string; message: string }> = {
  unknown: { status: 404, code: 'siteUnknown', message: 'there is no such site here' },
  notSample: { status: 409, code: 'notSample', message: 'only the sample site can be removed; this one counts real visits' },
}

async function remove(deps: SitesDeps, context: Context, domain: string): Promise<Response> {
  const asker = await authenticate(deps.guard, context, deps.addressOf(context.req.raw, context.env))
  if (typeof asker !== 'object') return denied(context, asker)
  if (asker.sites !== 'all')
    return failure(context, 403, { code: 'forbidden', message: 'a read key reads; only the signed-in owner removes' })
  // Nothing is begun that could not be ended while somebody waits.
  if (!deps.storeUp())
    return failure(context, 503, { code: 'storeAway', message: 'the store does not answer now; nothing was removed, ask again' })
  const removal = await deps.sample.remove(domain)
  if (removal === 'removed') return context.body(null, 204, { 'cache-control': 'no-store' })
  const { status, ...error } = refusals[removal]
  return failure(context, status, error)
}
