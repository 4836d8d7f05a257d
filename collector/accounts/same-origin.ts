/** Whether a request that acts with a cookie came from our own pages: no other site may act in the owner's name. */
import type { Context } from 'hono'

/** True where the request was not sent by another site's page. */
export function isFromOwnPage(publicUrl: URL | null, context: Context): boolean {
  const own = [context.req.header('host') ?? new URL(context.req.url).host]
  if (publicUrl) own.push(publicUrl.host)
  return isSameOrigin(context.req.raw.headers, own)
}

// Browsers send `Sec-Fetch-Site`, `Origin` or both with every POST; a request with neither comes from a program, which has no cookies but
// those it was given.
function isSameOrigin(headers: Headers, ownHosts: readonly string[]): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = headers.get('origin')
  return origin === null || ownHosts.includes(hostOf(origin))
}

// An opaque origin ("null") has no host and is nobody's.
function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : ''
}
