/** The collector as one Hono app over ports: the same on Node and at the edge. Routes are thin; this file only joins them. */
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { folderOf, pathBelow } from './public-url.ts'
import { failure } from './routes/answer.ts'
import { BodyRefused, createReadBody } from './routes/body.ts'
import { type Brotli, createSend } from './routes/encoded.ts'
import { secureHeaders } from './routes/headers.ts'
import { pageRoutes } from './routes/pages.ts'
import { mount } from './routes/route.ts'
import { lostScript } from './routes/snippet.ts'
import { type RouteDeps, routes } from './routes/table.ts'

export interface AppDeps extends Omit<RouteDeps, 'readBody' | 'send'> {
  /** `POST /e`, in whole: reads the body, answers 202 or why not. */
  ingest: (request: Request, address: string) => Promise<Response>
  /** Absent where the platform compresses what is sent. */
  brotli?: Brotli
  /** Tells the operator of a mistake in the program. Never given what a visitor sent. */
  log: (line: string) => void
}

export function createApp(deps: AppDeps): Hono {
  const app = new Hono({ getPath: pathBelow(deps.publicUrl) })
  // First, so that the busiest route passes through nothing else.
  app.all('/e', (context) => deps.ingest(context.req.raw, deps.addressOf(context.req.raw, context.env)))
  const folder = folderOf(deps.publicUrl)
  // What is relative to the collector's address needs the slash at its end.
  if (folder) app.get(folder, (context) => context.redirect(`${folder}/`, 308))
  app.use(secureHeaders(deps.publicUrl))
  const send = createSend(deps.brotli)
  // At the edge the platform compresses: what came compressed already it would compress once more.
  const zipped = deps.brotli !== undefined
  if (zipped) app.use('/footfall.js', compress())
  mount(app, routes, { ...deps, send, readBody: createReadBody() })
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
    return failure(context, 500, { code: 'internal', message: 'internal error; it has been logged' })
  })
  return app
}
