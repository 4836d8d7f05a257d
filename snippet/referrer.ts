/** What a browser says of a page's origin, read. Pure. */
import { swallowErrors } from './swallow-errors.ts'

/** True for a load that somebody asked for anew; where the browser does not say, a load is taken for fresh. */
export function isFreshLoad(type: string | undefined): boolean {
  return !/^(reload|back)/.test(type!)
}

/** The host name of a web address, undefined for anything else. */
export function hostOf(address: string): string | undefined {
  // A name may end in the dot of the root; it is the same host.
  return (/^https?:/.test(address) && swallowErrors(() => new URL(address).hostname.replace(/\.$/, ''))) || undefined
}

/** Whether an address has campaign labels. */
export function isLabelled(address: string | null): boolean {
  return /[?&]utm_source=/.test(address!)
}
