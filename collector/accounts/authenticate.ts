/** Who asks: a person by a session cookie, a program by a read key, the command line by the control key, or nobody. */
import type { Context } from 'hono'
import type { Attempts } from './attempts.ts'
import type { Credentials } from './credentials.ts'
import type { Action, Principal } from './principal.ts'
import { isFromOwnPage } from './same-origin.ts'
import { hashOf, isSecret, sameHash } from './secret.ts'
import { sessionsIn } from './session-cookie.ts'

/** What it takes to tell who asks. */
export interface Guard {
  credentials: Credentials
  attempts: Attempts
  /** What lets somebody command over the network; null: nobody may. */
  controlKey: string | null
  /** The collector's public address, where it was given one: requests from its pages are our own. */
  publicUrl: URL | null
  /** The address of whoever sent the request; here it only counts failures, in memory. */
  addressOf: (request: Request, environment: unknown) => string
}

/** Why somebody is not let in. */
export type Denial = 'off' | 'unauthorized' | 'forbidden' | 'notAllowed' | 'tooManyAttempts'

/**
 * Whoever asks for the action, or why that is nobody; nothing of the body is read. A command is taken with the control key alone, and that key
 * opens nothing else: a page can send a cookie along without its owner's doing, but no key.
 */
export async function authenticate(guard: Guard, context: Context, action: Action): Promise<Principal | Denial> {
  const authorization = context.req.header('authorization')
  if (action === 'command') return byControlKey(guard, context, authorization)
  return authorization === undefined ? bySession(guard, context) : byReadKey(guard, context, authorization)
}

async function byControlKey(guard: Guard, context: Context, authorization = ''): Promise<Principal | Denial> {
  if (guard.controlKey === null) return 'off'
  const id = await hashOf(/^Bearer (\S{1,500})$/i.exec(authorization)?.[1] ?? '')
  if (!sameHash(id, await hashOf(guard.controlKey))) return failed(guard, context)
  return { kind: 'controlKey', id, role: 'operator', sites: 'all' }
}

async function byReadKey(guard: Guard, context: Context, authorization: string): Promise<Principal | Denial> {
  const key = /^Bearer (\w{1,200})$/i.exec(authorization)?.[1] ?? ''
  const sites = isSecret(key) ? await guard.credentials.sitesOfKey(key) : null
  return sites ? { kind: 'readKey', id: await hashOf(key), role: 'reader', sites } : failed(guard, context)
}

async function bySession(guard: Guard, context: Context): Promise<Principal | Denial> {
  const session = await sessionOf(guard, context)
  if (session === null) return 'unauthorized'
  if (context.req.method !== 'GET' && !isFromOwnPage(guard.publicUrl, context)) return 'forbidden'
  return { kind: 'session', id: await hashOf(session), role: 'owner', sites: 'all' }
}

/** The session by which the sender is signed in. */
export async function sessionOf({ credentials, publicUrl }: Guard, context: Context): Promise<string | null> {
  for (const session of sessionsIn(publicUrl, context)) if (await credentials.hasSession(session)) return session
  return null
}

/**
 * Counts a failed attempt. Many may share an address, so its failures shut out nobody who has a secret: they only change what the next
 * failure is told. Guessing is bounded by the secrets themselves, 256 random bits each; a guess costs us a hash and one look-up by its index.
 */
export function failed({ attempts, addressOf }: Guard, context: Context): Denial {
  const address = addressOf(context.req.raw, context.env)
  if (attempts.blocked(address)) return 'tooManyAttempts'
  attempts.failed(address)
  return 'unauthorized'
}
