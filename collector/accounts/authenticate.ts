/** Who is asking: the owner by a session cookie, a program by a read key, or nobody. */
import type { Context } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { bounds } from '../../contract/bounds.ts'
import { folderOf, isLoopback } from '../public-url.ts'
import type { Attempts } from './attempts.ts'
import { type Credentials, sessionDays } from './credentials.ts'
import { isSameOrigin } from './same-origin.ts'
import { hashOf, isSecret } from './secret.ts'

// Holds 256 random bits, looked up by their hash: a signature would add nothing.
const cookieName = 'footfall_session'

export interface Guard {
  credentials: Credentials
  attempts: Attempts
  /** The collector's public address, where it was given one. */
  publicUrl: URL | null
}

/** The owner may read every site, a key those that it was made for. */
export interface Reader {
  sites: 'all' | readonly string[]
  /** The same for one session or key, another for any other: whose turn it is. */
  asker: string
}
export type Denial = 'unauthorized' | 'forbidden' | 'tooManyAttempts'

/** The asker, or why there is none. `address` only counts failures, in memory. */
export async function authenticate(guard: Guard, context: Context, address: string): Promise<Reader | Denial> {
  const authorization = context.req.header('authorization')
  if (authorization !== undefined) return byKey(guard, authorization, address)
  const session = await sessionOf(guard, context)
  if (session === null) return 'unauthorized'
  return context.req.method === 'GET' || cameFromHere(guard, context) ? { sites: 'all', asker: await hashOf(session) } : 'forbidden'
}

async function byKey(guard: Guard, authorization: string, address: string): Promise<Reader | Denial> {
  const key = /^Bearer (\w{1,200})$/i.exec(authorization)?.[1] ?? ''
  const sites = isSecret(key) ? await guard.credentials.sitesOfKey(key) : null
  return sites ? { sites, asker: await hashOf(key) } : failed(guard, address)
}

/**
 * Signs in with a one-time secret and sets the cookie. Whoever is signed in already stays so; the secret is used up all the same,
 * since a link that was opened must not wait for somebody else.
 */
export async function signIn(guard: Guard, context: Context, given: { secret: string; address: string }): Promise<Denial | 'signedIn'> {
  const redeemed = isSecret(given.secret) && (await guard.credentials.redeemLink(given.secret))
  if (await sessionOf(guard, context)) return 'signedIn'
  if (!redeemed) return failed(guard, given.address)
  const session = await guard.credentials.startSession()
  setCookie(context, cookieName, session, cookieOptions(guard, context))
  return 'signedIn'
}

/**
 * Many may share an address, so its failures shut out nobody who has a secret: they only change what the next failure hears.
 * Guessing is bounded by the secrets themselves, 256 random bits each; a guess costs us a hash and one look by its index.
 */
export function failed({ attempts }: Pick<Guard, 'attempts'>, address: string): Denial {
  if (attempts.blocked(address)) return 'tooManyAttempts'
  attempts.failed(address)
  return 'unauthorized'
}

/** The session that the asker is signed in by. */
async function sessionOf(guard: Guard, context: Context): Promise<string | null> {
  for (const session of sessionsIn(guard, context)) if (await guard.credentials.hasSession(session)) return session
  return null
}

/** Ends the session everywhere and removes its cookie. */
export async function signOut(guard: Guard, context: Context): Promise<void> {
  for (const session of sessionsIn(guard, context)) await guard.credentials.endSession(session)
  const { maxAge: _, ...options } = cookieOptions(guard, context)
  deleteCookie(context, cookieName, options)
}

/** True where the request is not sent by another site's page. */
export function cameFromHere(guard: Guard, context: Context): boolean {
  const own = [context.req.header('host') ?? new URL(context.req.url).host]
  if (guard.publicUrl) own.push(guard.publicUrl.host)
  return isSameOrigin(context.req.raw.headers, own)
}

// A name may come more than once: a host beside this one can set another, which must not stand before the owner's own.
function sessionsIn(guard: Guard, context: Context): string[] {
  const { prefix } = cookieOptions(guard, context)
  const name = `${prefix ? prefixes[prefix] : ''}${cookieName}=`
  const cookies = (context.req.header('cookie') ?? '').split(';').map((cookie) => cookie.trim())
  const values = cookies.flatMap((cookie) => (cookie.startsWith(name) ? [cookie.slice(name.length)] : []))
  return values.filter(isSecret).slice(0, bounds.sessionCookies.max)
}

const prefixes = { host: '__Host-', secure: '__Secure-' }

// A browser takes a secure cookie only over HTTPS; its own machine it trusts without. A name with a prefix can be set over HTTPS alone, and one
// with `__Host-` by this host alone.
function cookieOptions(guard: Guard, context: Context) {
  const url = guard.publicUrl ?? new URL(context.req.url)
  const path = folderOf(guard.publicUrl) || '/'
  const secure = url.protocol === 'https:' || !isLoopback(url)
  const isHere = isLoopback(new URL(context.req.url))
  const prefix = !secure || isHere ? undefined : path === '/' ? 'host' : 'secure'
  return { path, secure, prefix, httpOnly: true, sameSite: 'Lax', maxAge: sessionDays * 86_400 } as const
}
