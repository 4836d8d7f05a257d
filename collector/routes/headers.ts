/** The headers that keep our own pages to themselves: nothing is loaded from, framed by or told to anybody else (P7, P9). */
import type { MiddlewareHandler } from 'hono'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const always = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  // Nothing to others; under `no-referrer` our own forms would be sent with no origin, as a stranger's are.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}

const ofHttps = { 'strict-transport-security': 'max-age=31536000' }
const sameOrigin = { 'cross-origin-resource-policy': 'same-origin' }

/** The headers of a page of ours that is served by others than the app. */
export function ownHeaders({ https }: { https: boolean }): Record<string, string> {
  return { ...always, ...sameOrigin, ...(https ? ofHttps : {}) }
}

export function secureHeaders(publicUrl: URL | null): MiddlewareHandler {
  const headers = Object.entries({ ...always, ...(publicUrl?.protocol === 'https:' ? ofHttps : {}) })
  return async (context, next) => {
    await next()
    for (const [name, value] of headers) context.header(name, value)
    for (const [name, value] of Object.entries(sameOrigin)) if (!context.res.headers.has(name)) context.header(name, value)
  }
}
