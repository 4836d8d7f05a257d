/** The collector as one Hono app over ports: the same on Node and at the edge. Routes are thin; this file only joins them. */
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import type { Guard } from './auth/authenticate.ts'
import type { CommandDeps } from './commands/commands.ts'
import type { Sites } from './deps.ts'
import type { LastRuns } from './jobs/table.ts'
import { folderOf, pathBelow } from './public-url.ts'
import type { AnswerQuestions } from './query/answering.ts'
import type { PreviewPaths } from './query/path-preview.ts'
import { failure } from './routes/answer.ts'
import { BodyRefused, createReadBody } from './routes/body.ts'
import { commandRoutes } from './routes/commands.ts'
import { type Brotli, createSend } from './routes/encoded.ts'
import { secureHeaders } from './routes/headers.ts'
import { openapiRoute } from './routes/openapi.ts'
import { type Pages, pageRoutes } from './routes/pages.ts'
import { queryRoutes } from './routes/query.ts'
import { sessionRoutes } from './routes/session.ts'
import { sitesRoutes } from './routes/sites.ts'
import { lostScript, snippetRoute } from './routes/snippet.ts'
import type { Sample } from './sample/sample.ts'

/** Nothing is counted. */
export interface Standstill {
  /** UTC, as `2026-11-24T09:30:00.000Z`. */
  since: string
  why: string
}

export interface Health {
  /** True once intake accepts and the engine has answered once. */
  ok: boolean
  store: 'up' | 'away' | 'starting'
  version: string
  /** What waits for the store; and for how many seconds the oldest of it waits to be counted. */
  backlog: { bytes: number; seconds: number }
  /** Whether what is taken is being counted. Where it is not, it waits on disk. */
  draining: boolean
  standstill?: Standstill
  /** Batches that the store refuses whenever they are tried. */
  stuck: number
  /** Whether the tag, the dashboard and the demo are built. */
  built: boolean
  /** The last run of each job; null where it has not run yet. */
  jobs: LastRuns
}

export interface AppDeps {
  sites: Sites
  /** `POST /e`, in whole: reads the body, answers 202 or why not. */
  ingest: (request: Request, address: string) => Promise<Response>
  answer: AnswerQuestions
  previewPaths: PreviewPaths
  sample: Pick<Sample, 'filling' | 'remove'>
  /** Whether all that a site was sent lately came out of one network. Absent where no process sees enough of it. */
  isOneNetwork?: (domain: string) => boolean
  guard: Guard
  commands: CommandDeps
  /** What lets somebody command over the network; null: nobody may. */
  controlKey: string | null
  health: () => Health | Promise<Health>
  pages: Pages
  /** The address of whoever sent the request; it is used in memory and never kept. */
  addressOf: (request: Request, environment: unknown) => string
  /** Absent where the platform compresses what is sent. */
  brotli?: Brotli
  version: string
  /** Tells the operator of a mistake in the program. Never given what a visitor sent. */
  log: (line: string) => void
}

export function createApp(deps: AppDeps): Hono {
  const app = new Hono({ getPath: pathBelow(deps.guard.publicUrl) })
  // First, so that the busiest route passes through nothing else.
  app.all('/e', (context) => deps.ingest(context.req.raw, deps.addressOf(context.req.raw, context.env)))
  const folder = folderOf(deps.guard.publicUrl)
  // What is relative to the collector's address needs the slash at its end.
  if (folder) app.get(folder, (context) => context.redirect(`${folder}/`, 308))
  app.use(secureHeaders(deps.guard.publicUrl))
  app.get('/health', async (context) => {
    const health = await deps.health()
    return context.json(health, health.ok ? 200 : 503, { 'cache-control': 'no-store' })
  })
  const send = createSend(deps.brotli)
  // At the edge the platform compresses: what came compressed already it would compress once more.
  const zipped = deps.brotli !== undefined
  if (zipped) app.use('/footfall.js', compress())
  app.get('/footfall.js', snippetRoute({ ...deps, send, publicUrl: deps.guard.publicUrl }))
  app.get('/openapi.json', openapiRoute(deps.version))
  const readBody = createReadBody()
  app.route('/', sessionRoutes({ ...deps, readBody }))
  app.route('/', commandRoutes({ ...deps, readBody, attempts: deps.guard.attempts }))
  app.route('/', queryRoutes({ ...deps, readBody }))
  app.route('/', sitesRoutes({ ...deps, readBody, storeUp: async () => (await deps.health()).store === 'up' }))
  app.route('/', pageRoutes(deps.pages, { send, zipped }))
  app.notFound((context) => lostScript(context) ?? failure(context, 404, { code: 'notFound', message: 'there is nothing at this address' }))
  app.onError((error, context) => {
    if (error instanceof BodyRefused) {
      if (error.status === 503) context.header('retry-after', '1')
      return failure(context, error.status, { code: error.code, message: error.message })
    }
    // Whoever asked has gone: nothing is wrong here, and nobody hears.
    if (context.req.raw.signal.aborted) return failure(context, 503, { code: 'gone', message: 'whoever asked did not wait' })
    deps.log(`${context.req.method} ${context.req.routePath}: ${error.stack ?? error.message}`)
    return failure(context, 500, { code: 'internal', message: 'something went wrong here; the operator has been told' })
  })
  return app
}
