/** What a browser says of a page's origin, read. Pure. */
import { swallowErrors } from './swallow-errors.ts'

/** The host name of a web address, undefined for anything else. */
export function hostOf(address: string): string | undefined {
  // A name may end in the dot of the root; it is the same host.
  return swallowErrors(() => (/^https?:/.test(address) ? new URL(address).hostname.replace(/\.$/, '') : undefined))
}
