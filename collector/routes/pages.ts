/** The dashboard at `/` and the demo at `/demo/`: built files, handed over by the place where the collector runs. */
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { type Content, failure, shared } from './answer.ts'
import type { Send } from './encoded.ts'

/** The tag's files: the core, into which a site's settings go, and the names of the bundles that it loads where they are needed. */
export interface Tag {
  core: string
  banner: string
  vitals: string
}

export interface Pages {
  /** The file for a path such as `/`, `/assets/index-4f2a.js` or `/demo/`; undefined where there is none. */
  page(path: string): Content | undefined
  /** A file that the platform serves by itself, but not below a folder; absent where `page` has them all. */
  file?(request: Request, path: string): Promise<Response | undefined>
  /** The built tag; null where it is not built. */
  tag: Tag | null
  built: boolean
}

export function pageRoutes(pages: Pages, { send, zipped }: { send: Send; zipped: boolean }): Hono {
  const routes = new Hono()
  if (zipped) routes.use(compress())
  routes.get('/demo', (context) => context.redirect('demo/', 308))
  routes.get('/*', async (context, next) => {
    const page = pages.page(context.req.path)
    if (page) return send(context, page, page.shared ? shared : {})
    const file = await pages.file?.(context.req.raw, context.req.path)
    if (file) return file
    if (context.req.path !== '/' || pages.built) return next()
    return failure(context, 503, { code: 'notBuilt', message: 'the dashboard is not built; start with npm start, or run npm run build' })
  })
  return routes
}
