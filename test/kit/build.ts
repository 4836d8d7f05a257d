/** Builds a browser program in memory, so that a test never sees an older build. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { build, type Rolldown } from 'vite'

/** The built files of `snippet` or `dashboard` by name, as text. */
export async function builtFiles(program: 'snippet' | 'dashboard'): Promise<Map<string, string>> {
  const root = fileURLToPath(new URL(`../../${program}`, import.meta.url))
  const made = await build({ root, logLevel: 'silent', mode: 'production', build: { write: false } })
  const outputs = (Array.isArray(made) ? made : [made]) as Rolldown.RolldownOutput[]
  return new Map(outputs.flatMap(({ output }) => output.map((file) => [file.fileName, textOf(file)] as const)))
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
  for (const [program, file] of [
    ['snippet', 'core.js'],
    ['dashboard', 'index.html'],
  ] as const) {
    if (!existsSync(fileOf(`${program}/dist/${file}`))) await build({ root: fileOf(program), logLevel: 'silent' })
  }
}
