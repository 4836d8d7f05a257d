/** The addresses of the API, one row each: what may be sent there, and what is answered, by the schemas that the handlers use. */
import * as v from 'valibot'
import { bounds } from '../../contract/bounds.ts'
import { events } from '../../contract/events.ts'
import { healthSchema } from '../../contract/health.ts'
import { answerSchema, errorSchema, questionSchema } from '../../contract/query.ts'
import { receiptSchema } from '../../contract/receipt.ts'
import { pathPreviewAnswerSchema, pathPreviewSchema, siteAnswerSchema, siteChangeSchema, siteListSchema } from '../../contract/site.ts'

export interface ApiRoute {
  method: 'get' | 'post' | 'patch' | 'delete'
  /** As OpenAPI writes it: `/api/sites/{domain}`. */
  path: string
  summary: string
  description?: string
  body?: v.GenericSchema
  /** Parameters behind the `?`, by their names: the values that they take, and what for. */
  parameters?: Readonly<Record<string, { values: readonly string[]; means: string }>>
  /** What else than JSON the body may call itself. */
  bodyType?: string
  /** By status, or by `4XX` for all that begin with a four. */
  answers: Record<string, ApiAnswer>
}

interface ApiAnswer {
  means: string
  /** Of the body; absent where there is none. */
  schema?: v.GenericSchema
  headers?: readonly ('Footfall-Refused' | 'Retry-After')[]
}

export const eventSchema = v.variant(
  'type',
  Object.values(events).map(({ schema }) => schema),
)
export const eventsSchema = oneOrSeveral(eventSchema, bounds.bodyEvents.max)

const failed = (means: string): ApiAnswer => ({ means, schema: errorSchema })
const storeAway = failed('The store does not answer')
const byOwner = 'For the signed-in owner, from the pages of this address.'
const state = { means: 'The state of intake and store', schema: healthSchema }

export const apiRoutes: readonly ApiRoute[] = [
  {
    method: 'post',
    path: '/e',
    summary: 'Send one event or several',
    description: [
      `Each event is judged alone. The body has at most ${bounds.bodyBytes.max} bytes.`,
      "Any client may send: an app or a call centre uses its own name as `host`, one word without a dot, listed among the site's hosts.",
      'Under such a name, without an `Origin`, any HTTP library is taken; under the host of a page a user agent that names a program is refused.',
    ].join(' '),
    body: eventsSchema,
    bodyType: 'text/plain',
    answers: {
      202: {
        means: 'Taken for good: on disk before this answer. The body is empty where all was taken, and names what was not where some was',
        schema: receiptSchema,
        headers: ['Footfall-Refused'],
      },
      '4XX': { means: 'Nothing was taken', schema: receiptSchema, headers: ['Footfall-Refused'] },
      500: { means: 'Nobody knows whether it was taken: it must not be sent again', schema: receiptSchema },
      503: { means: 'Too much is waiting; nothing was taken', schema: receiptSchema, headers: ['Footfall-Refused', 'Retry-After'] },
    },
  },
  {
    method: 'post',
    path: '/api/query',
    summary: 'Ask for counts',
    parameters: {
      errors: {
        values: ['each'],
        means:
          'With `each`, of an array a question that fails has its error in the place of its answer; without, the first error is all that is told',
      },
    },
    body: oneOrSeveral(questionSchema, bounds.queryQuestions.max),
    answers: {
      200: {
        means: 'One answer, or one for each question',
        schema: v.union([answerSchema, v.array(v.union([answerSchema, errorSchema]))]),
      },
      '4XX': failed('What is wrong, and with which field'),
      503: {
        ...failed('The store does not answer, it takes too long, or many ask at once: again after `Retry-After`'),
        headers: ['Retry-After'],
      },
    },
  },
  {
    method: 'get',
    path: '/api/sites',
    summary: 'The sites that may be read',
    description:
      'A site with `sample` holds made-up traffic; with `filling` its history is still being written; with `sameNetwork` all that it was sent lately came out of one network, so that no value becomes common.',
    answers: { 200: { means: 'The sites with their settings', schema: siteListSchema }, '4XX': failed('Why not') },
  },
  {
    method: 'patch',
    path: '/api/sites/{domain}',
    summary: 'Change what an owner sets; what is not named stays',
    description: byOwner,
    body: siteChangeSchema,
    answers: {
      200: { means: 'The site as it is now', schema: siteAnswerSchema },
      '4XX': failed('What is wrong, and with which field'),
      503: failed('Many bodies are on their way: again in a moment'),
    },
  },
  {
    method: 'delete',
    path: '/api/sites/{domain}',
    summary: 'Remove the sample site and all that it counted',
    description: byOwner,
    answers: { 204: { means: 'Nothing of it is left' }, '4XX': failed('Why not'), 503: storeAway },
  },
  {
    method: 'post',
    path: '/api/sites/{domain}/paths/preview',
    summary: 'What path rules would have folded of the paths stored of the last 30 days',
    description: `${byOwner} Nothing is changed.`,
    body: pathPreviewSchema,
    answers: { 200: { means: 'Each rule, and each path', schema: pathPreviewAnswerSchema }, '4XX': failed('Why not'), 503: storeAway },
  },
  {
    method: 'get',
    path: '/consent.schema.json',
    summary: 'The JSON Schema of what an owner declares of consent, for editors',
    answers: { 200: { means: 'The schema', schema: v.record(v.string(), v.unknown()) } },
  },
  { method: 'get', path: '/health', summary: 'Whether the collector works', answers: { 200: state, 503: state } },
]

function oneOrSeveral<Schema extends v.GenericSchema>(schema: Schema, most: number) {
  return v.union([schema, v.pipe(v.array(schema), v.minLength(1), v.maxLength(most))])
}
