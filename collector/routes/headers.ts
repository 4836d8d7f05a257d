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
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

export function secureHeaders(publicUrl: URL | null): MiddlewareHandler {
  const https: Record<string, string> = publicUrl?.protocol === 'https:' ? { 'strict-transport-security': 'max-age=31536000' } : {}
  const headers = Object.entries({ ...always, ...https })
  return async (context, next) => {
    await next()
    for (const [name, value] of headers) context.header(name, value)
    if (!context.res.headers.has('cross-origin-resource-policy')) context.header('cross-origin-resource-policy', 'same-origin')
  }
}
