/** The one place that reads and writes cookies: shared by the site's subdomains where the host is under its domain, else the host's own. */

import { suffix } from './opted.ts'
import { host, settings } from './settings.ts'
import { swallowErrors } from './swallow-errors.ts'

/** The tag's cookies; their names, as docs/privacy.md declares them, begin with `ff_`. */
export type CookieName = 'consent' | 'visit' | 'seen' | 'since'

const domain = `.${host}`.endsWith(`.${settings.site}`) && `; domain=${settings.site}`
const secure = location.protocol === 'https:' ? '; secure' : ''

/** The values of all cookies of that name: of the site's domain and of the host alone two may be there. */
export function readCookies(name: CookieName): string[] {
  // A page over http does not see what https has kept, and may not write a cookie of that name: its own has another.
  const before = RegExp(`^ff_${name}${suffix}${secure ? '' : '_?'}=`)
  return document.cookie
    .split('; ')
    .filter((each) => before.test(each))
    .map((each) => swallowErrors(() => decodeURIComponent(each.split('=')[1]!)) ?? '')
}

/** False where the browser did not keep it until `expires` (milliseconds since 1970). An end in the past removes it, every one of that name. */
export function writeCookie(name: CookieName, value: string, expires: number): boolean {
  const write = (end: string, scope: string | false, until = expires) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the store that answers later would come too late where a page is left
    document.cookie = `ff_${name}${suffix}${end}=${encodeURIComponent(value)}; path=/; expires=${new Date(until).toUTCString()}; samesite=lax${secure}${scope}`
    return readCookies(name).includes(value)
  }
  // What an earlier tag left for the host alone would be read beside it.
  if (domain) write('', '', 0)
  // A domain that is a public suffix is not taken: then the host keeps it.
  return (domain && write('', domain)) || write('', '') || (!secure && write('_', ''))
}
