/** The built files of the dashboard, the demo and the tag, read into memory once: no request names a path on disk. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { bundleFile, bundleFiles, coreNames, forEachBundle } from '../../../contract/bundles.ts'
import { type Content, etagOf } from '../../routes/answer.ts'
import type { BuiltFiles, Tag } from '../../routes/pages.ts'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

const immutable = 'public, max-age=31536000, immutable'

export interface FilePages extends BuiltFiles {
  /** Every page by its path. */
  all(): Iterable<[path: string, content: Content]>
}

/** Reads all files below `root` that are served; a program that is not built yet simply is not there. */
export async function openPages(root: string): Promise<FilePages> {
  const pages = new Map<string, Content>()
  for (const [prefix, folder] of [
    ['/', join(root, 'dashboard', 'dist')],
    ['/demo/', join(root, 'snippet', 'demo')],
  ] as const) {
    for (const name of filesBelow(folder)) await add(pages, prefix + name, join(folder, name))
  }
  const tag = await openTag(pages, join(root, 'snippet', 'dist'))
  return {
    page: (path) => pages.get(path),
    bundle: async (file) => pages.get(`/${file}`),
    all: () => pages.entries(),
    tag,
    built: tag !== null && pages.has('/'),
  }
}

/** The tag's cores, and its bundles as pages whose names hold a hash of what is in all of them; those of the versions before under their own. */
async function openTag(pages: Map<string, Content>, folder: string): Promise<Tag | null> {
  const cores = coreNames.map((name) => [name, textOf(join(folder, `${name}.js`))] as const)
  if (cores.some(([, text]) => text === null)) return null
  const before = join(folder, 'before')
  for (const version of foldersIn(before)) await addBundles(pages, join(before, version), version)
  const version = await addBundles(pages, folder)
  return version === null ? null : ({ ...Object.fromEntries(cores), ...forEachBundle((name) => bundleFile(name, version)) } as Tag)
}

/** Adds the bundles of a folder; their version, which is worked out where it is not given. */
async function addBundles(pages: Map<string, Content>, folder: string, given?: string): Promise<string | null> {
  const built = bundleFiles.flatMap(({ name }) => {
    const body = textOf(join(folder, `${name}.js`))
    return body === null ? [] : [{ name, body }]
  })
  if (!given && built.length < bundleFiles.length) return null
  const version = given ?? (await etagOf(built.map(({ body }) => body).join(''))).slice(1, 9)
  for (const { name, body } of built) {
    pages.set(`/${bundleFile(name, version)}`, { body, type: types['.js']!, etag: await etagOf(body), cache: immutable, shared: true })
  }
  return version
}

function foldersIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && /^\w{8}$/.test(entry.name) ? [entry.name] : [],
  )
}

async function add(pages: Map<string, Content>, path: string, file: string): Promise<void> {
  const type = types[extname(file)]
  if (!type) return
  const body = new Uint8Array(readFileSync(file))
  // A name that holds a hash of its content never changes what it means.
  const hashed = /-[\w-]{8,}\.\w+$/.test(path) && path.startsWith('/assets/')
  const entry = { body, type, etag: await etagOf(body), cache: hashed ? immutable : 'no-cache' }
  pages.set(path, entry)
  if (path.endsWith('/index.html')) pages.set(path.slice(0, -'index.html'.length), entry)
}

function filesBelow(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

function textOf(file: string): string | null {
  return statSync(file, { throwIfNoEntry: false }) ? readFileSync(file, 'utf8') : null
}
