/** `POST /api/query`, for the signed-in owner and for read keys. */
import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { authenticate, type Denial, type Guard, type Reader } from '../auth/authenticate.ts'
import type { AnswerQuestions } from '../query/answering.ts'
import { failure } from './answer.ts'
import type { ReadBody } from './body.ts'

export interface QueryDeps {
  answer: AnswerQuestions
  readBody: ReadBody
  guard: Guard
  addressOf: (request: Request, environment: unknown) => string
}

export function queryRoutes(deps: QueryDeps): Hono {
  const routes = new Hono()
  routes.post('/api/query', (context) => withReader(deps, context, (reader) => answer(deps, context, reader)))
  return routes
}

async function answer({ answer: answered, readBody }: QueryDeps, context: Context, reader: Reader): Promise<Response> {
  const errors = context.req.query('errors') === 'each' ? 'each' : 'first'
  const given = await answered(await readBody(context), reader, context.req.raw.signal, errors)
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  const again = given.retryAfterSeconds === undefined ? undefined : { 'retry-after': String(given.retryAfterSeconds) }
  return context.body(given.body, given.status as ContentfulStatusCode, { ...headers, ...again })
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
