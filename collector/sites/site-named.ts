/** The site that somebody names: by its domain, or by `www.` and its domain. */
import type { Site } from '../../contract/site.ts'
import type { Sites } from '../ports.ts'

export function siteNamed(sites: Pick<Sites, 'get'>, name: string): Site | undefined {
  return sites.get(name) ?? (name.startsWith('www.') ? sites.get(name.slice('www.'.length)) : undefined)
}
