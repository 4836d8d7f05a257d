/** What `/footfall.js` is made of: the built core and the site's settings, which the collector puts into it. */
import type { BundleName, CoreName } from './bundles.ts'
import type { Site } from './site.ts'

/** What the core is told of its site. Under a bundle's name stands its file, below the collector's address. */
export interface SnippetSettings extends Record<BundleName, string> {
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
  /** The collector's address, with a slash at its end, for where the browser does not say whence the script came (a copy put inline). */
  base?: string
}

/** The core that a site needs: the small one where everything is as most owners leave it, else the one that knows the other settings too (snippet/opted.ts). */
export function coreFor(settings: SnippetSettings): CoreName {
  const { baseline, detail, suffix, returnHosts, hashRoutes, queryPages, replaceViews, framedViews } = settings
  const isUsual = baseline === 'domain' && detail === 'page'
  return isUsual && !(suffix || returnHosts || hashRoutes || queryPages || replaceViews || framedViews) ? 'core' : 'opted'
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
