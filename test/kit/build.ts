/** Builds a browser program for tests, and keeps what was built for the next file of tests: a test never sees an older build. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { bundleFiles, coreFiles } from '../../contract/bundles.ts'

// Plain JavaScript, which runs before anything is installed.
const { sourceStamp } = (await import(new URL('../../collector/node/build/install.mjs', import.meta.url).href)) as {
  sourceStamp(program: string): string
}
const tagModes = [...coreFiles, ...bundleFiles].map(({ name }) => name)

/** The built files of `snippet` or `dashboard` by name, as text; `alias` puts files in the place of packages. */
export async function builtFiles(program: 'snippet' | 'dashboard', alias: Record<string, string> = {}): Promise<Map<string, string>> {
  const others = Object.entries(alias)
  const stamp = JSON.stringify([sourceStamp(program), others.map(([name, path]) => [name, readFileSync(path, 'utf8')])])
  const kept = fileURLToPath(new URL(`../../.cache/tested-${[program, ...others.map(([name]) => name)].join('-')}.json`, import.meta.url))
  const known = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as { stamp: string; files: [string, string][] }) : undefined
  if (known?.stamp === stamp) return new Map(known.files)
  const files = await built(program, alias)
  mkdirSync(dirname(kept), { recursive: true })
  // In one step: two files of tests run at a time.
  writeFileSync(`${kept}.${process.pid}`, JSON.stringify({ stamp, files: [...files] }))
  renameSync(`${kept}.${process.pid}`, kept)
  return files
}

async function built(program: 'snippet' | 'dashboard', alias: Record<string, string>): Promise<Map<string, string>> {
  const root = fileURLToPath(new URL(`../../${program}`, import.meta.url))
  const files = new Map<string, string>()
  // As collector/node/build/install.mjs builds them.
  for (const mode of program === 'snippet' ? tagModes : ['production']) {
    const made = await build({ root, logLevel: 'silent', mode, resolve: { alias }, build: { write: false } })
    const outputs = (Array.isArray(made) ? made : [made]) as Rolldown.RolldownOutput[]
    for (const file of outputs.flatMap(({ output }) => output)) files.set(file.fileName, textOf(file))
  }
  return files
}

/** Bytes on the wire of a text compressed as well as a server may. */
export function brotliBytes(text: string): number {
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
}

function textOf(file: Rolldown.OutputChunk | Rolldown.OutputAsset): string {
  return file.type === 'chunk' ? file.code : Buffer.from(file.source).toString('utf8')
}

/** Builds what is not built, for tests that start the collector itself; npm test has built it all before. */
export async function ensureBuilt(): Promise<void> {
  const fileOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
  const files = [...tagModes.map((mode) => ['snippet', `${mode}.js`, mode] as const), ['dashboard', 'index.html', 'production'] as const]
  for (const [program, file, mode] of files) {
    if (!existsSync(fileOf(`${program}/dist/${file}`))) await build({ root: fileOf(program), mode, logLevel: 'silent' })
  }
}
