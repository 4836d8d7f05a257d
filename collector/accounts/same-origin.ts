/** Whether a request that acts with a cookie came from our own pages: no other site may act in the owner's name. */

/**
 * Browsers send `Sec-Fetch-Site`, `Origin` or both with every POST; a request with neither comes from a program,
 * which has no cookies but those it was given.
 */
export function isSameOrigin(headers: Headers, ownHosts: readonly string[]): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = headers.get('origin')
  return origin === null || ownHosts.includes(hostOf(origin))
}

// An opaque origin ("null") has no host and is nobody's.
function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : ''
}
