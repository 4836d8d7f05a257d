/** Signing in by a one-time link, and signing out. */
import type { Context } from 'hono'
import { type Denial, failed, type Guard, sessionOf } from './authenticate.ts'
import { isSecret } from './secret.ts'
import { removeSessionCookie, sessionsIn, setSessionCookie } from './session-cookie.ts'

/**
 * Signs in with a one-time secret and sets the cookie. Whoever is signed in already stays so; the secret is used up all the same,
 * since a link that was opened must not wait for somebody else.
 */
export async function signIn(guard: Guard, context: Context, secret: string): Promise<Denial | 'signedIn'> {
  const redeemed = isSecret(secret) && (await guard.credentials.redeemLink(secret))
  if (await sessionOf(guard, context)) return 'signedIn'
  if (!redeemed) return failed(guard, context)
  setSessionCookie(guard.publicUrl, context, await guard.credentials.startSession())
  return 'signedIn'
}

/** Ends the session everywhere and removes its cookie. */
export async function signOut({ credentials, publicUrl }: Guard, context: Context): Promise<void> {
  for (const session of sessionsIn(publicUrl, context)) await credentials.endSession(session)
  removeSessionCookie(publicUrl, context)
}
