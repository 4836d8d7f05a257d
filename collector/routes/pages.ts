/** The dashboard at `/` and the demo at `/demo/`: built files, handed over by the place where the collector runs. */
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { type BundleName, type CoreName, parseBundleFile } from '../../contract/bundles.ts'
import { type Content, failure, shared } from './answer.ts'
import type { Send } from './encoded.ts'

/** The built tag: the text of each core, into which a site's settings go, and the file name of each bundle (contract/bundles.ts). */
export type Tag = Record<CoreName | BundleName, string>

export interface BuiltFiles {
  /** The file for a path such as `/`, `/assets/index-4f2a.js` or `/demo/`; undefined where there is none. */
  page(path: string): Content | undefined
  /** A file that the platform serves by itself, but not below a folder; absent where `page` has them all. */
  file?(request: Request, path: string): Promise<Response | undefined>
  /** A bundle of the tag as it is now, by its file's name. */
  bundle(file: string): Promise<Content | undefined>
  /** The built tag; null where it is not built. */
  tag: Tag | null
  built: boolean
}

export function pageRoutes(pages: BuiltFiles, { send, zipped }: { send: Send; zipped: boolean }): Hono {
  const routes = new Hono()
  if (zipped) routes.use(compress())
  routes.get('/demo', (context) => context.redirect('demo/', 308))
  routes.get('/*', async (context, next) => {
    const page = pages.page(context.req.path)
    if (page) return send(context, page, page.shared ? shared : {})
    const file = await pages.file?.(context.req.raw, context.req.path)
    if (file) return file
    const bundle = await bundleNow(pages, context.req.path)
    if (bundle) return send(context, { ...bundle, cache: 'public, max-age=300' }, shared)
    if (context.req.path !== '/' || pages.built) return next()
    return failure(context, 503, { code: 'notBuilt', message: 'the dashboard is not built; start with npm start, or run npm run build' })
  })
  return routes
}

/** A tag that was kept longer than the versions before it are: it asks for a bundle that nobody has, and has the one of now. */
async function bundleNow({ tag, bundle }: BuiltFiles, path: string): Promise<Content | undefined> {
  const asked = parseBundleFile(path.slice(1))
  if (!tag || !asked) return undefined
  const file = tag[asked.name]
  return (await bundle(file.replace('-', `-${asked.language}`))) ?? bundle(file)
}
