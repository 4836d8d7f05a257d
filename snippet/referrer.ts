/** What a browser's words on a page's origin mean. Pure. */

/** True for a load that somebody asked for anew; where the browser does not say, a load is taken for fresh. */
export function isFreshLoad(type: string | undefined): boolean {
  return type !== 'reload' && type !== 'back_forward'
}

/** The host name of a web address, undefined for anything else. */
export function hostOf(address: string): string | undefined {
  if (!/^https?:/.test(address)) return
  try {
    // A name may end in the dot of the root; it is the same host.
    return new URL(address).hostname.replace(/\.$/, '') || undefined
  } catch {
    return
  }
}
