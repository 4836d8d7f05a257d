/** The collector at the edge: what one isolate holds, opened at its first request. */

import type { Health } from '../../contract/health.ts'
import { createAttempts } from '../accounts/attempts.ts'
import { createCredentials } from '../accounts/credentials.ts'
import { createApp } from '../app.ts'
import { networkOf } from '../ingest/networks/network.ts'
import { createSeveral } from '../ingest/networks/several.ts'
import { createIngest } from '../ingest/pipeline.ts'
import { createRefusals } from '../ingest/refusals.ts'
import { SpoolFull, type Store } from '../ports.ts'
import { folderOf, publicAddressOf } from '../public-url.ts'
import { createAnswering } from '../query/answering.ts'
import { createPreviewPaths } from '../query/path-preview.ts'
import { createQuery } from '../query/query.ts'
import { createSites } from '../sites/sites.ts'
import { createDemoSite, createNamedSites } from '../sites/start.ts'
import { version } from '../version.ts'
import { whyOf } from '../why.ts'
import { edgeStore } from './clickhouse.ts'
import { createCounting } from './counting.ts'
import { lastRunsIn } from './cron.ts'
import { type Env, readEnv } from './env.ts'
import { createFreshness, forAWhile } from './freshness.ts'
import { openPages } from './pages.ts'
import { platformOf } from './platform.ts'
import { openSettings } from './settings.ts'
import { createShards } from './shards.ts'
import { createShardSpool } from './spool.ts'

const clock = { now: () => Date.now() }

export interface EdgeServer {
  fetch(request: Request, context: ExecutionContext): Promise<Response>
}

export async function openServer(env: Env, origin: string): Promise<EdgeServer> {
  const config = readEnv(env)
  const settings = await openSettings(env.SETTINGS)
  const sites = await createSites(settings)
  await createNamedSites(sites, config.sites)
  await createDemoSite(sites, (config.publicUrl ?? new URL(origin)).hostname)
  const store = edgeStore(config)
  const credentials = createCredentials({ settings, clock })
  const shards = createShards({ settings, namespace: env.SPOOL, store })
  const spool = createShardSpool(env.SPOOL)
  const refusals = createRefusals({ clock, sites })
  const several = createSeveral()
  const counting = createCounting({ spool, sites, sources: [refusals, several] })
  const ingest = createIngest({
    clock,
    sites,
    spool: { append: (facts) => spool.append(facts).catch(lost), backlog: () => ({ bytes: 0 }) },
    refusals,
    log: (line) => console.error(line),
    several,
    viewed: (site, day, address, provider) => {
      const network = networkOf(address)
      if (network && provider) counting.viewed({ site, day, prefix: network.prefix, provider })
    },
  })
  const previewPaths = createPreviewPaths({ store, sites, clock })
  const pages = await openPages(env.ASSETS, { inFolder: folderOf(config.publicUrl) !== '' })
  const look = async (): Promise<Health> => {
    const [up, waiting, jobs] = await Promise.all([store.ping().catch(() => false), shards.waiting(), lastRunsIn(settings)])
    return { ok: true, store: up ? 'up' : 'away', version, ...waiting, built: pages.built, jobs }
  }
  const notSample = async (domain: string) => (sites.get(domain) ? 'notSample' : 'unknown') as 'notSample' | 'unknown'
  const app = createApp({
    sites,
    ingest: (request, address) => ingest(request, address, platformOf(request)),
    answer: createAnswering(createQuery({ store, sites, clock })),
    previewPaths,
    // There is no sample site at the edge: nothing is filled, and nothing removed.
    sample: { filling: () => false, remove: notSample },
    commands: {
      sites,
      credentials,
      previewPaths,
      audit: shards.audit,
      removeSite: notSample,
      forgets: null,
      hasCounted: (domain) => holdsCells(store, domain),
      url: () => publicAddressOf(config.publicUrl) ?? origin,
    },
    credentials,
    attempts: createAttempts(clock),
    controlKey: config.controlKey,
    publicUrl: config.publicUrl,
    health: forAWhile(look, clock),
    pages,
    addressOf: (request) => request.headers.get('cf-connecting-ip') ?? '',
    version,
    log: (line) => console.error(line),
  })
  const fresh = createFreshness(sites, clock)
  return {
    fetch: async (request, context) => {
      fresh(context)
      const response = await app.fetch(request, env, context)
      counting.flush(context)
      return response
    },
  }
}

/** A full object says so to its senders; of anything else nobody knows whether the facts are kept. */
function lost(error: unknown): never {
  if (!(error instanceof SpoolFull)) console.error(`it is not known whether events were kept: ${whyOf(error)}`)
  throw error
}

const anyCell = "SELECT 1 FROM cells WHERE site = {domain:String} AND grain = 'day' LIMIT 1"

/** Whether a site has counted. Where the store is away that is not known, and what would be said of it is said. */
function holdsCells(store: Pick<Store, 'select'>, domain: string): Promise<boolean> {
  return store.select(anyCell, { domain }).then(
    (rows) => rows.length > 0,
    () => true,
  )
}
