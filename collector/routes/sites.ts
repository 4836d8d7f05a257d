/** The sites: listed for whoever may read them; changed, tried on what is stored, and removed by their owner. */
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import * as v from 'valibot'
import { type ListedSite, type PathPreview, pathPreviewSchema, type Site, type SiteAnswer, type SiteList } from '../../contract/site.ts'
import { canRead } from '../accounts/principal.ts'
import { type Sites, StoreAway } from '../ports.ts'
import type { PreviewPaths } from '../query/path-preview.ts'
import type { RemovalOutcome, Sample } from '../sample/sample.ts'
import { changeSite, faultIn } from '../sites/change.ts'
import { failure } from './answer.ts'
import { type ReadBody, readJson } from './body.ts'
import type { HealthDeps } from './health.ts'
import { siteIn } from './requires.ts'
import type { ActingHandler } from './route.ts'

export interface SitesDeps extends HealthDeps {
  sites: Sites
  previewPaths: PreviewPaths
  sample: Pick<Sample, 'filling' | 'remove'>
  /** Whether all that a site was sent lately came out of one network. Absent where no process sees enough of it. */
  isOneNetwork?: (domain: string) => boolean
  readBody: ReadBody
}

/** `GET /api/sites` */
export function listSites({ sites, sample, isOneNetwork }: SitesDeps): ActingHandler {
  const toldOf = (site: Site): ListedSite => ({
    ...site,
    ...(sample.filling(site.domain) && { filling: true }),
    ...(!site.oneNetwork && isOneNetwork?.(site.domain) && { sameNetwork: true }),
  })
  return (context) => {
    const readable = sites.all().filter(({ domain }) => canRead(context.get('principal'), domain))
    return context.json({ sites: readable.map(toldOf) } satisfies SiteList)
  }
}

const unknown = { code: 'siteUnknown', message: 'this collector has no such site' }

/** `PATCH /api/sites/:domain` */
export function patchSite({ sites, readBody }: SitesDeps): ActingHandler {
  return async (context) => {
    const changed = await changeSite(sites, siteIn(context), await readJson(readBody, context))
    if (changed === 'unknown') return failure(context, 404, unknown)
    return 'message' in changed ? failure(context, 400, changed) : context.json({ site: changed } satisfies SiteAnswer)
  }
}

/** `POST /api/sites/:domain/paths/preview` */
export function previewPathRules({ sites, previewPaths, readBody }: SitesDeps): ActingHandler {
  return async (context) => {
    const domain = siteIn(context)
    if (!sites.get(domain)) return failure(context, 404, unknown)
    const asked = v.safeParse(pathPreviewSchema, await readJson(readBody, context))
    if (!asked.success) return failure(context, 400, faultIn(asked.issues[0]))
    try {
      return context.json((await previewPaths(domain, asked.output.rules)) satisfies PathPreview)
    } catch (error) {
      if (error instanceof StoreAway) return failure(context, 503, storeAway)
      throw error
    }
  }
}

const storeAway = { code: 'storeAway', message: 'the store does not answer; nothing was changed, try again' }

const refusals: Record<Exclude<RemovalOutcome, 'removed'>, { status: ContentfulStatusCode; code: string; message: string }> = {
  unknown: { status: 404, ...unknown },
  notSample: { status: 409, code: 'notSample', message: 'only the sample site can be removed; this one counts real visits' },
}

/** `DELETE /api/sites/:domain` */
export function deleteSite({ health, sample }: SitesDeps): ActingHandler {
  return async (context) => {
    // Nothing is begun that could not be ended while somebody waits.
    if ((await health()).store !== 'up') return failure(context, 503, storeAway)
    const removal = await sample.remove(siteIn(context))
    if (removal === 'removed') return context.body(null, 204)
    const { status, ...error } = refusals[removal]
    return failure(context, status, error)
  }
}
