/** Builds a browser program in memory, so that a test never sees an older build. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { build, type Rolldown } from 'vite'

const tag = JSON.parse(readFileSync(new URL('../../snippet/bundles.json', import.meta.url), 'utf8')) as {
  cores: string[]
  bundles: string[]
}
const tagModes = [...tag.cores, ...tag.bundles]

/** The built files of `snippet` or `dashboard` by name, as text; `alias` puts files in the place of packages. */
export async function builtFiles(program: 'snippet' | 'dashboard', alias: Record<string, string> = {}): Promise<Map<string, string>> {
  const root = fileURLToPath(new URL(`../../${program}`, import.meta.url))
  const files = new Map<string, string>()
  // As collector/node/install.mjs builds them.
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
