/** The middleware in front of every route: lets through whoever may do what the route requires, and tells anybody else why not. */
import type { Context, MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { authenticate, type Denial, type Guard } from '../accounts/authenticate.ts'
import { type Action, may, type Principal } from '../accounts/principal.ts'
import { isFromOwnPage } from '../accounts/same-origin.ts'
import { failure } from './answer.ts'

/** An action that whoever asks must be let do; `ownPage`: anybody, from this address's own pages; `public`: anybody. */
export type Need = Action | 'ownPage' | 'public'

/** What a handler of a route that requires an action finds in its context. */
export interface Acting {
  Variables: { principal: Principal }
}

/** Decides before the body is read: whoever is not let in costs nothing but that. */
export function requires(guard: Guard, need: Need): MiddlewareHandler<Acting> {
  if (need === 'public') return (_, next) => next()
  if (need === 'ownPage') return async (context, next) => (isFromOwnPage(guard.publicUrl, context) ? next() : denied(context, 'forbidden'))
  return async (context, next) => {
    const principal = await principalFor(guard, context, need)
    if (typeof principal === 'string') return denied(context, principal)
    context.set('principal', principal)
    context.header('cache-control', 'no-store')
    await next()
  }
}

async function principalFor(guard: Guard, context: Context, action: Action) {
  const found = await authenticate(guard, context, action)
  return typeof found === 'string' || may(found, action, siteIn(context) || undefined) ? found : 'notAllowed'
}

/** The site that the address names; empty where it names none. */
export function siteIn(context: Context): string {
  return (context.req.param('domain') ?? '').toLowerCase()
}

interface Refusal {
  status: ContentfulStatusCode
  code: string
  message: string
  headers?: Record<string, string>
}

const refusals: Record<Denial, Refusal> = {
  off: { status: 404, code: 'off', message: 'FOOTFALL_CONTROL_KEY is not set here' },
  unauthorized: {
    status: 401,
    code: 'unauthorized',
    message: 'sign in with a one-time link (npm run footfall -- link), or send a read key',
    headers: { 'www-authenticate': 'Bearer' },
  },
  forbidden: {
    status: 403,
    code: 'forbidden',
    message: 'cross-site request refused: a session is used from this address and its own pages only',
  },
  notAllowed: { status: 403, code: 'forbidden', message: 'a read key can only read; changes need a signed-in owner' },
  tooManyAttempts: {
    status: 429,
    code: 'tooManyAttempts',
    message: 'too many failed attempts; wait a minute',
    headers: { 'retry-after': '60' },
  },
}

/** Says why somebody is not let in. */
export function denied(context: Context, denial: Denial): Response {
  const { status, code, message, headers = {} } = refusals[denial]
  for (const [name, value] of Object.entries(headers)) context.header(name, value)
  return failure(context, status, { code, message })
}
