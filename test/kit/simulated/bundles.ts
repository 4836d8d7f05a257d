/** The built tag as functions of the names that a page would give it: the code that is served, run outside a browser, but for the library that measures. */
import { fileURLToPath } from 'node:url'
import { coreFor, renderSnippet, type SnippetSettings } from '../../../contract/snippet.ts'
import { builtFiles } from '../build.ts'

/** What a page gives to a script by name, read anew each time. */
export type PageNames = Record<string, unknown>

export interface Bundles {
  core: (page: PageNames) => void
  banner: (page: PageNames) => unknown
  vitals: (page: PageNames) => unknown
}

// Once for all sites of a test file: only the settings differ.
let built: Promise<Map<string, string>> | undefined

/** The tag's files by name, built now for simulated browsers. */
export function builtNow(): Promise<ReadonlyMap<string, string>> {
  built ??= builtFiles('snippet', { 'web-vitals': fileURLToPath(new URL('./web-vitals.ts', import.meta.url)) })
  return built
}

/** The tag with the settings of one site; absent files are those built now. */
export async function compile(
  settings: SnippetSettings,
  given: { core?: ReadonlyMap<string, string>; bundles?: ReadonlyMap<string, string> } = {},
): Promise<Bundles> {
  const cores = given.core ?? (await builtNow())
  const files = given.bundles ?? (await builtNow())
  const core = renderSnippet(cores.get(`${coreFor(settings)}.js`) ?? '', settings)
  return {
    core: run(core.replace('import(', 'load(')),
    banner: run(withReturn(files.get('banner.js') ?? '').replace('import.meta.url', '""')),
    vitals: run(withReturn(files.get('vitals.js') ?? '')),
  }
}

function run(code: string): (page: PageNames) => unknown {
  // A page's names stand before the program's own, as they do in a window.
  return new Function('page', `with (page) { ${code} }`) as (page: PageNames) => unknown
}

/** A module's exports as what the function returns. */
function withReturn(code: string): string {
  return code.replace(/export\s*\{([^}]*)\};?\s*$/, (_, list: string) => `return {${list.replace(/([\w$]+) as (\w+)/g, '$2:$1')}}`)
}
