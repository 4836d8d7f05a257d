/** The cookie that holds a session: its name, how it is set and read. */
import type { Context } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { bounds } from '../../contract/bounds.ts'
import { folderOf, isLoopback } from '../public-url.ts'
import { isSecret } from './secret.ts'

// Holds 256 random bits, looked up by their hash: a signature would add nothing.
export const sessionCookie = 'footfall_session'

const prefixes = { host: '__Host-', secure: '__Secure-' }

/**
 * The sessions that the request names. A name may come more than once: a host beside this one can set another, which must not stand before
 * the owner's own.
 */
export function sessionsIn(publicUrl: URL | null, context: Context): string[] {
  const { prefix } = optionsOf(publicUrl, context)
  const name = `${prefix ? prefixes[prefix] : ''}${sessionCookie}=`
  const cookies = (context.req.header('cookie') ?? '').split(';').map((cookie) => cookie.trim())
  const values = cookies.flatMap((cookie) => (cookie.startsWith(name) ? [cookie.slice(name.length)] : []))
  return values.filter(isSecret).slice(0, bounds.sessionCookies.max)
}

export function setSessionCookie(publicUrl: URL | null, context: Context, session: string): void {
  setCookie(context, sessionCookie, session, optionsOf(publicUrl, context))
}

export function removeSessionCookie(publicUrl: URL | null, context: Context): void {
  const { maxAge: _, ...options } = optionsOf(publicUrl, context)
  deleteCookie(context, sessionCookie, options)
}

// A browser takes a secure cookie only over HTTPS; its own machine it trusts without. A name with a prefix can be set over HTTPS alone, and one
// with `__Host-` by this host alone.
function optionsOf(publicUrl: URL | null, context: Context) {
  const url = publicUrl ?? new URL(context.req.url)
  const path = folderOf(publicUrl) || '/'
  const secure = url.protocol === 'https:' || !isLoopback(url)
  const isHere = isLoopback(new URL(context.req.url))
  const prefix = !secure || isHere ? undefined : path === '/' ? 'host' : 'secure'
  return { path, secure, prefix, httpOnly: true, sameSite: 'Lax', maxAge: bounds.sessionDays.max * 86_400 } as const
}
