/** What `/footfall.js` is made of: the built core and the site's settings, which the collector puts into it. */
import type { Site } from './site.ts'

/** What the core is told of its site. */
export interface SnippetSettings {
  /** The site's domain. */
  site: string
  /** The only hosts on which it counts. */
  hosts: string[]
  baseline: Site['baseline']
  detail: Site['detail']
  /** IANA zone in which the site's days begin and end. */
  zone: string
  /** Version of the text that visitors answer; another one asks again. */
  policy: Site['policy']
  /** What the owner has opted for (contract/site.ts); absent: not. `queryPages` is the key, then its values. */
  returnHosts?: Site['returnHosts']
  hashRoutes?: true
  queryPages?: string[]
  replaceViews?: true
  framedViews?: true
  /** Ends the names of the site's cookies where another site could see them too; absent: the names are plain. */
  suffix?: string
  /** The bundles that are loaded only where they are needed, by their names below the collector's address. */
  banner: string
  vitals: string
  /** The collector's address, with a slash at its end, for where the browser does not say whence the script came (a copy put inline). */
  base?: string
}

/** The file of a bundle by its name and version: `banner-3f9a01cd.js`, and of one of its languages (`banner-es`) `banner-es_3f9a01cd.js`. */
export function bundleFile(name: string, version: string): string {
  return `${name}${name.includes('-') ? '_' : '-'}${version}.js`
}

/** The one free name in the built core; it stands exactly where the settings go. */
export const settingsToken = '__FOOTFALL_SETTINGS__'

/** The script for one site: the built core with its token replaced by the settings. Throws where the core is not a built core. */
export function renderSnippet(core: string, settings: SnippetSettings): string {
  const parts = core.split(settingsToken)
  if (parts.length !== 2) throw new Error(`the core names ${settingsToken} ${parts.length - 1} times, not once`)
  return parts.join(scriptJson(settings))
}

/** JSON that is a JavaScript expression anywhere, inside a `<script>` element too. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
