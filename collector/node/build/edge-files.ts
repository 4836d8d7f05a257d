/** `npm run build:edge`: lays the built files out as the edge serves them, with the headers that the app gives them on Node. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Content, shared } from '../../routes/answer.ts'
import { ownHeaders } from '../../routes/headers.ts'
import { openPages } from '../http/assets.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Writes every page, the tag's core with the names of its bundles, and `_headers`. Throws where something is not built. */
export async function writeEdgeFiles(folder: string): Promise<void> {
  const pages = await openPages(root)
  if (!pages.built || !pages.tag) throw new Error('the dashboard or the tag is not built: npm run build')
  rmSync(folder, { recursive: true, force: true })
  const write = (path: string, body: string | Uint8Array) => {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, body)
  }
  const rules: string[] = []
  for (const [path, content] of pages.all()) {
    // The Worker answers for a folder.
    if (path.endsWith('/')) continue
    write(path, content.body)
    rules.push(ruleOf(path, content))
  }
  write('/tag.json', JSON.stringify(pages.tag))
  write('/_headers', `${rules.join('\n')}\n`)
}

/** One rule of the platform's `_headers` file. */
function ruleOf(path: string, { type, cache, shared: isShared }: Content): string {
  const headers = { ...ownHeaders({ https: true }), 'content-type': type, 'cache-control': cache, ...(isShared ? shared : {}) }
  return [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeEdgeFiles(join(root, 'dist', 'edge'))
