/** The one place that reads and writes cookies: shared by the site's subdomains where the host is under its domain, else the host's own. */
import cookies from 'js-cookie'
import { host, settings } from './settings.ts'

/** The tag's cookies; their names, as docs/privacy.md declares them, begin with `ff_`. */
export type CookieName = 'consent' | 'visit' | 'seen' | 'since'

const attributes = {
  domain: `.${host}`.endsWith(`.${settings.site}`) ? settings.site : undefined,
  secure: location.protocol === 'https:',
  sameSite: 'lax' as const,
}

/** What is added to the name of all that is kept, where another site could see it too. */
export const suffix = settings.suffix ?? ''

export function readCookie(name: CookieName): string | undefined {
  return cookies.get(`ff_${name}${suffix}`)
}

/** False where the browser did not keep it. An end in the past removes it. */
export function writeCookie(name: CookieName, value: string, expires: Date): boolean {
  cookies.set(`ff_${name}${suffix}`, value, { ...attributes, expires })
  return readCookie(name) === value
}
