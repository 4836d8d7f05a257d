/** `GET /openapi.json`: the event and query interface for browsers and for any other client (P16), made from the contract. */
import type { Context } from 'hono'
import { bounds } from '../../contract/bounds.ts'
import { eventSchemas } from '../../contract/event.ts'
import { measureNames, noteReasons, questionSchema } from '../../contract/query.ts'
import { reasons } from '../../contract/reasons.ts'
import { pathPreviewSchema, siteChangeSchema, siteSchema } from '../../contract/site.ts'
import { type Content, content, etagOf, shared } from './answer.ts'
import { jsonSchema } from './json-schema.ts'

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: object) => ({ 'application/json': { schema } })
const orArrayOf = (schema: object, maxItems: number) => ({ anyOf: [schema, { type: 'array', items: schema, minItems: 1, maxItems }] })
const error = (description: string) => ({ description, content: json(reference('error')) })

const refused = {
  description: 'Reasons, comma separated, for which events of the body were refused',
  schema: { type: 'string', examples: Object.keys(reasons).slice(0, 2) },
}

export function openapiRoute(version: string): (context: Context) => Promise<Response> {
  let made: Promise<Content> | undefined
  return async (context) => {
    made ??= documentOf(version)
    return content(context, await made, shared)
  }
}

async function documentOf(version: string): Promise<Content> {
  const body = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Footfall', version, description: 'Web analytics that counts visits, not visitors. No field can hold an identifier.' },
    paths: { '/e': { post: events() }, '/api/query': { post: query() }, ...sites(), '/health': { get: health() } },
    components: { schemas: schemas(), securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  })
  return { body, type: 'application/json', etag: await etagOf(body), cache: 'public, max-age=300' }
}

function events() {
  return {
    summary: 'Send one event or several',
    description: [
      `Each event is judged alone. The body has at most ${bounds.bodyBytes.max} bytes.`,
      "Any client may send: an app or a call centre uses its own name as `host`, one word without a dot, listed among the site's hosts.",
      'Under such a name, without an `Origin`, any HTTP library is taken; under the host of a page a user agent that names a program is refused.',
    ].join(' '),
    requestBody: {
      required: true,
      content: { 'text/plain': { schema: reference('events') }, 'application/json': { schema: reference('events') } },
    },
    responses: {
      202: { description: 'Taken for good: on disk before this answer', headers: { 'Footfall-Refused': refused } },
      '4XX': { description: 'Nothing was taken', headers: { 'Footfall-Refused': refused } },
      503: { description: 'Too much is waiting; nothing was taken', headers: { 'Retry-After': { schema: { type: 'integer' } } } },
    },
  }
}

function query() {
  return {
    summary: 'Ask for counts',
    security: [{ key: [] }],
    parameters: [
      {
        ...{ name: 'errors', in: 'query', schema: { enum: ['each'] } },
        description:
          'With `each`, of an array a question that fails has its error in the place of its answer; without, the first error is all that is told',
      },
    ],
    requestBody: { required: true, content: json(orArrayOf(reference('question'), bounds.queryQuestions.max)) },
    responses: {
      200: {
        description: 'One answer, or one for each question',
        content: json({ anyOf: [reference('answer'), { type: 'array', items: { anyOf: [reference('answer'), reference('error')] } }] }),
      },
      '4XX': error('What is wrong, and with which field'),
      503: error('The store does not answer, it takes too long, or many ask at once: again after `Retry-After`'),
    },
  }
}

function sites() {
  const site = jsonSchema(siteSchema)
  const list = { type: 'object', properties: { sites: { type: 'array', items: site } } }
  const domain = { name: 'domain', in: 'path', required: true, schema: { type: 'string' } }
  return {
    '/api/sites': {
      get: {
        summary: 'The sites that may be read',
        description:
          'A site with `sample` holds made-up traffic; with `filling` its history is still being written; with `sameNetwork` all that it was sent lately came out of one network, so that no value becomes common.',
        security: [{ key: [] }],
        responses: { 200: { description: 'The sites with their settings', content: json(list) }, '4XX': error('Why not') },
      },
    },
    '/api/sites/{domain}': {
      patch: {
        summary: 'Change what an owner sets; what is not named stays',
        description: 'For the signed-in owner, from the pages of this address.',
        parameters: [domain],
        requestBody: { required: true, content: json(jsonSchema(siteChangeSchema)) },
        responses: {
          200: { description: 'The site as it is now', content: json({ type: 'object', properties: { site } }) },
          '4XX': error('What is wrong, and with which field'),
        },
      },
      delete: {
        summary: 'Remove the sample site and all that it counted',
        description: 'For the signed-in owner, from the pages of this address.',
        parameters: [domain],
        responses: { 204: { description: 'Nothing of it is left' }, '4XX': error('Why not'), 503: error('The store does not answer') },
      },
    },
    '/api/sites/{domain}/paths/preview': {
      post: {
        summary: 'What path rules would have folded of the paths stored of the last 30 days',
        description: 'For the signed-in owner, from the pages of this address. Nothing is changed.',
        parameters: [domain],
        requestBody: { required: true, content: json(jsonSchema(pathPreviewSchema)) },
        responses: { 200: { description: 'Each rule, and each path' }, '4XX': error('Why not'), 503: error('The store does not answer') },
      },
    },
  }
}

function health() {
  const state = {
    description: 'The state of intake and store',
    content: json({ type: 'object', required: ['ok', 'store', 'draining', 'backlog'] }),
  }
  return { summary: 'Whether the collector works', responses: { 200: state, 503: state } }
}

function schemas() {
  const named = Object.fromEntries(Object.entries(eventSchemas).map(([type, schema]) => [`event.${type}`, jsonSchema(schema)]))
  const row = {
    type: 'object',
    additionalProperties: { type: ['string', 'number', 'null'] },
    description: [
      'A measure is a number; or null, with the truth between `…Lower` and `…Upper` (note `bounded`); or null, as nothing stored can tell it (note `notKept`).',
      'Under a filter on another dimension, and by two dimensions, `…Lower` is what is kept of the row, and adds up with the row `(not kept)`;',
      '`…Upper` is that and all that can be missing of it.',
      'The row `(removed)` is what the owner has taken away without its being known under which rows it stands: sums below zero.',
    ].join(' '),
  }
  return {
    ...named,
    event: { oneOf: Object.keys(named).map(reference) },
    events: orArrayOf(reference('event'), bounds.bodyEvents.max),
    refusal: {
      enum: Object.keys(reasons),
      description: Object.entries(reasons)
        .map(([name, why]) => `${name}: ${why}`)
        .join('\n'),
    },
    question: jsonSchema(questionSchema),
    answer: {
      type: 'object',
      properties: {
        rows: { type: 'array', items: row },
        totals: row,
        notes: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              measure: { enum: measureNames },
              reason: { enum: noteReasons },
              basis: { type: 'array', items: { enum: measureNames } },
            },
            required: ['measure', 'reason'],
            additionalProperties: false,
          },
        },
        withheld: { type: 'object', properties: { rows: { type: 'integer' } } },
      },
    },
    error: {
      type: 'object',
      properties: {
        error: {
          type: 'object',
          properties: { code: { type: 'string' }, message: { type: 'string' }, field: { type: 'string' } },
          required: ['code', 'message'],
        },
      },
    },
  }
}
