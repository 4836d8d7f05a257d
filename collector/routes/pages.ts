/** The dashboard at `/` and the demo at `/demo/`: built files, handed over by the place where the collector runs. */
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { type Content, content, failure } from './answer.ts'

export interface Pages {
  /** The file for a path such as `/`, `/assets/index-4f2a.js` or `/demo/`; undefined where there is none. */
  page(path: string): Content | undefined
  /** The built core of the tag, into which a site's settings go; null where it is not built. */
  core: string | null
  built: boolean
}

export function pageRoutes(pages: Pages): Hono {
  const routes = new Hono()
  routes.use(compress())
  routes.get('/demo', (context) => context.redirect('/demo/', 308))
  routes.get('/*', (context, next) => {
    const page = pages.page(context.req.path)
    if (page) return content(context, page)
    if (context.req.path !== '/' || pages.built) return next()
    return failure(context, 503, { code: 'notBuilt', message: 'the dashboard is not built; start with npm start, or run npm run build' })
  })
  return routes
}
