/** What the page says of itself and of where it was come from: hosts only. */

/** The page's host name, empty where it has none or is not a web page (a file, an empty frame). */
export function pageHost(): string {
  return location.protocol.startsWith('http') ? location.hostname : ''
}

/**
 * The referring host of this load, empty where there is none.
 * On a reload and on going back or forward it is the page's own host: the visit is not new.
 */
export function arrivalReferrer(host: string): string {
  return isFreshLoad(navigationType()) ? hostOf(document.referrer) : host
}

/** True for a load that somebody asked for anew; where the browser does not say, a load is taken for fresh. */
export function isFreshLoad(type: string | undefined): boolean {
  return type !== 'reload' && type !== 'back_forward'
}

/** The host name of a web address, empty for anything else. */
export function hostOf(address: string): string {
  if (!/^https?:/.test(address)) return ''
  try {
    // A name may end in the dot of the root; it is the same host.
    return new URL(address).hostname.replace(/\.$/, '')
  } catch {
    return ''
  }
}

function navigationType(): string | undefined {
  return (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined)?.type
}
