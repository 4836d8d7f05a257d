/** The collector of hostile pages: the real routes of the tag and the real intake, over a spool in memory that writes down what was told. */
import { Hono } from 'hono'
import type { Fact } from '../../../collector/fact.ts'
import { etagOf } from '../../../collector/routes/answer.ts'
import { createSend } from '../../../collector/routes/encoded.ts'
import { type BuiltFiles, pageRoutes } from '../../../collector/routes/pages.ts'
import { lostScript, snippetRoute } from '../../../collector/routes/snippet.ts'
import { bundleFile, bundleFiles, type CoreName, coreNames, forEachBundle } from '../../../contract/bundles.ts'
import type { Site } from '../../../contract/site.ts'
import { intake, type TestIntake } from '../../kit/ingest.ts'

export interface Told {
  /** The number of its request. */
  came: number
  event: Record<string, unknown>
  status: number
  /** The reasons of the answer. */
  refused: string | null
  /** Of the request. */
  headers: Headers
}

export interface Collector {
  fetch(request: Request): Promise<Response>
  /** Every event that was answered, in the order in which they came. */
  told: Told[]
  /** What was taken of them, as it is counted. */
  facts: Fact[]
  /** The views whose networks are counted. */
  viewed: TestIntake['viewed']
  /** What the owner is shown: refusals by reason. */
  refusals(): Record<string, number>
}

/** `files`: the built tag. `publicUrl`: the collector's address where it was told one. */
export async function openCollector(files: ReadonlyMap<string, string>, site: Site, publicUrl: URL | null): Promise<Collector> {
  const told: Told[] = []
  const { sites, facts, viewed, refusals, ingest } = intake([site], { now: Date.now })
  const pages = await pagesOf(files)
  const send = createSend()
  const app = new Hono()
  let requests = 0
  app.all('/e', async (context) => {
    const came = ++requests
    const text = await context.req.raw.clone().text()
    const response = await ingest(context.req.raw, '192.0.2.7')
    const refused = response.headers.get('footfall-refused')
    if (context.req.method === 'POST') {
      const events = [JSON.parse(text || '[]')].flat() as Record<string, unknown>[]
      told.push(...events.map((event) => ({ came, event, status: response.status, refused, headers: context.req.raw.headers })))
      // A busy machine may answer a later one first.
      told.sort((one, other) => one.came - other.came)
    }
    return response
  })
  app.get('/footfall.js', snippetRoute({ sites, pages, send, publicUrl }))
  app.route('/', pageRoutes(pages, { send, zipped: false }))
  app.notFound((context) => lostScript(context) ?? context.text('', 404))
  return {
    fetch: async (request) => app.fetch(request),
    told,
    facts,
    viewed,
    refusals: () => Object.fromEntries(refusals.flush().map(({ value, count }) => [value, count])),
  }
}

/** In the names of the bundles. */
export const version = '0a1b2c3d'

async function pagesOf(files: ReadonlyMap<string, string>): Promise<BuiltFiles> {
  const contents = new Map(
    await Promise.all(
      bundleFiles.map(async ({ name }) => {
        const body = files.get(`${name}.js`) ?? ''
        const cache = 'public, max-age=31536000, immutable'
        const content = { body, type: 'text/javascript; charset=utf-8', etag: await etagOf(body), cache, shared: true as const }
        return [bundleFile(name, version), content] as const
      }),
    ),
  )
  return {
    page: (path) => contents.get(path.slice(1)),
    bundle: async (file) => contents.get(file),
    tag: {
      ...(Object.fromEntries(coreNames.map((name) => [name, files.get(`${name}.js`) ?? ''])) as Record<CoreName, string>),
      ...forEachBundle((name) => bundleFile(name, version)),
    },
    built: true,
  }
}
