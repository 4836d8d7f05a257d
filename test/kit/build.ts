/** Builds a browser program in memory, so that a test never sees an older build. */
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
