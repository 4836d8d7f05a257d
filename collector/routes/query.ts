/** `POST /api/query`: questions, answered as far as whoever asks may read. */
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AnswerQuestions } from '../query/answering.ts'
import type { ReadBody } from './body.ts'
import type { ActingHandler } from './route.ts'

export interface QueryRouteDeps {
  answer: AnswerQuestions
  readBody: ReadBody
}

export function answerQuestions({ answer, readBody }: QueryRouteDeps): ActingHandler {
  return async (context) => {
    const errors = context.req.query('errors') === 'each' ? 'each' : 'first'
    const given = await answer(await readBody(context), context.get('principal'), context.req.raw.signal, errors)
    const again = given.retryAfterSeconds === undefined ? undefined : { 'retry-after': String(given.retryAfterSeconds) }
    return context.body(given.body, given.status as ContentfulStatusCode, { 'content-type': 'application/json', ...again })
  }
}
