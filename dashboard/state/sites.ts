/** Which of the sites that may be read is meant. */
import { readableHost } from '../../contract/host.ts'
import type { ReadableSite } from '../api/client.ts'

/** Where none was named: the owner's first, else the sample. */
export function firstOf(sites: readonly ReadableSite[]): ReadableSite | undefined {
  const own = sites.find(({ domain, sample }) => !sample && !domain.endsWith('.localhost'))
  return own ?? sites.find(({ sample }) => sample) ?? sites[0]
}

/** The site of that name: its domain, as browsers spell it or as people do, also with `www.` before it. */
export function namedIn(sites: readonly ReadableSite[], name: string): ReadableSite | undefined {
  const names = [name, name.replace(/^www\./, '')]
  return names.flatMap((each) => sites.filter(({ domain }) => domain === each || readableHost(domain) === each))[0]
}
