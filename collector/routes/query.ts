/** `POST /api/query`, for the signed-in owner and for read keys. */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { bounds } from '../../contract/bounds.ts'
import { authenticate, type Denial, type Guard, type Reader } from '../auth/authenticate.ts'
import type { Query } from '../query/query.ts'
import { failure } from './answer.ts'

export interface QueryDeps {
  query: Query
  guard: Guard
  addressOf: (request: Request, environment: unknown) => string
}

export function queryRoutes(deps: QueryDeps): Hono {
  const routes = new Hono()
  routes.post('/api/query', limit(), (context) => withReader(deps, context, (reader) => answer(deps.query, context, reader)))
  return routes
}

/** Bodies that people and programs ask and set with. */
export const limit = () =>
  bodyLimit({
    maxSize: bounds.queryBytes.max,
    onError: (context) => failure(context, 413, { code: 'tooLarge', message: `a body has at most ${bounds.queryBytes.max} bytes` }),
  })

async function answer(query: Query, context: Context, reader: Reader): Promise<Response> {
  const text = await context.req.text()
  const body = parsed(text)
  if (!body) return failure(context, 400, { code: 'malformed', message: 'the body is not JSON' })
  const result = await query(body.value, (site) => mayRead(reader, site))
  return context.json(result.body, result.status as ContentfulStatusCode, { 'cache-control': 'no-store' })
}

function parsed(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return null
  }
}

export const mayRead = (reader: Reader, site: string) => reader.sites === 'all' || reader.sites.includes(site)

/** Answers whoever may read something, and denies anybody else. */
export async function withReader(
  deps: Pick<QueryDeps, 'guard' | 'addressOf'>,
  context: Context,
  act: (reader: Reader) => Promise<Response>,
): Promise<Response> {
  const reader = await authenticate(deps.guard, context, deps.addressOf(context.req.raw, context.env))
  if (typeof reader === 'object') {
    context.header('cache-control', 'no-store')
    return act(reader)
  }
  return denied(context, reader)
}

const denials: Record<Denial, [ContentfulStatusCode, string]> = {
  unauthorized: [401, 'sign in with a one-time link (npm run footfall -- link), or send a read key'],
  forbidden: [403, 'a session acts only from this address and its own pages'],
  tooManyAttempts: [429, 'too many failed attempts; wait a minute'],
}

/** Says why somebody is not let in. */
export function denied(context: Context, denial: Denial): Response {
  const [status, message] = denials[denial]
  if (status === 401) context.header('www-authenticate', 'Bearer')
  if (status === 429) context.header('retry-after', '60')
  return failure(context, status, { code: denial, message })
}
