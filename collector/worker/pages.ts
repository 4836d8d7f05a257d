/** The built files at the edge. The platform serves them by their names; what has none (`/`, `/demo/`) and the tag's core are read from them once. */
import { type Content, etagOf } from '../routes/answer.ts'
import type { BuiltFiles, Tag } from '../routes/pages.ts'

/** Where the build leaves the core and the names of the tag's bundles. */
const tagFile = '/tag.json'
const folders = ['/', '/demo/']

/** Reads them for one isolate. A deployment without its files says so where they are asked for. `inFolder`: the collector is below a path. */
export async function openPages(assets: Fetcher, { inFolder }: { inFolder: boolean }): Promise<BuiltFiles> {
  const read = async (path: string) => {
    const response = await assets.fetch(`https://assets.local${path}`)
    return response.ok ? response.text() : null
  }
  // A path that is a file's own never comes to the Worker: below a folder none is.
  const file = async (request: Request, path: string) => {
    if (path === tagFile || path.endsWith('/index.html')) return undefined
    const response = await assets.fetch(new Request(`https://assets.local${path}`, { headers: request.headers }))
    return response.ok || response.status === 304 ? new Response(response.body, response) : undefined
  }
  const pages = new Map<string, Content>()
  for (const folder of folders) {
    const body = await read(`${folder}index.html`)
    if (body !== null) pages.set(folder, { body, type: 'text/html; charset=utf-8', etag: await etagOf(body), cache: 'no-cache' })
  }
  const text = await read(tagFile)
  const tag = text === null ? null : (JSON.parse(text) as Tag)
  const bundle = async (name: string): Promise<Content | undefined> => {
    const body = await read(`/${name}`)
    return body === null
      ? undefined
      : { body, type: 'text/javascript; charset=utf-8', etag: await etagOf(body), cache: 'no-cache', shared: true }
  }
  return { page: (path) => pages.get(path), bundle, ...(inFolder ? { file } : {}), tag, built: tag !== null && pages.has('/') }
}
