/** `GET /openapi.json`: the event and query interface for browsers and for any other client (P16), made from the contract. */
import { type ConversionConfig, toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema'
import type { Context } from 'hono'
import type * as v from 'valibot'
import { declarationSchema } from '../../contract/consent/declaration.ts'
import { events } from '../../contract/events.ts'
import { healthSchema } from '../../contract/health.ts'
import { answerSchema, errorSchema, questionSchema, rowSchema } from '../../contract/query.ts'
import { reasons } from '../../contract/reasons.ts'
import { receiptSchema, refusedEventSchema } from '../../contract/receipt.ts'
import { listedSiteSchema, siteSchema } from '../../contract/site.ts'
import { type Content, content, etagOf, shared } from './answer.ts'
import { type ApiRoute, apiRoutes, eventSchema, eventsSchema } from './api.ts'
import { jsonSchemaConfig } from './json-schema.ts'
import { type Secure, securitySchemes } from './security.ts'

/** What other schemas refer to by name. */
const named: Record<string, v.GenericSchema> = {
  ...Object.fromEntries(Object.entries(events).map(([type, { schema }]) => [`event.${type}`, schema])),
  event: eventSchema,
  events: eventsSchema,
  receipt: receiptSchema,
  refusal: refusedEventSchema.entries.reason,
  question: questionSchema,
  row: rowSchema,
  answer: answerSchema,
  declaration: declarationSchema,
  site: siteSchema,
  listedSite: listedSiteSchema,
  health: healthSchema,
  error: errorSchema,
}

const descriptions: Record<string, string> = {
  row: [
    'A measure is a number; or null, with the truth between `…Lower` and `…Upper` (note `bounded`); or null, as nothing stored can tell it (note `notKept`).',
    'Under a filter on another dimension, and by two dimensions, `…Lower` is what is kept of the row, and adds up with the row `(not kept)`;',
    '`…Upper` is that and all that can be missing of it.',
    'The row `(removed)` is what the owner has taken away without its being known under which rows it stands: sums below zero.',
  ].join(' '),
  refusal: Object.entries(reasons)
    .map(([name, why]) => `${name}: ${why}`)
    .join('\n'),
}

const headers = {
  'Footfall-Refused': {
    description: 'Reasons, comma separated, for which events of the body were refused',
    schema: { type: 'string', examples: Object.keys(reasons).slice(0, 2) },
  },
  'Retry-After': { description: 'Seconds', schema: { type: 'integer' } },
}

const options: ConversionConfig = {
  ...jsonSchemaConfig,
  target: 'draft-2020-12',
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
}

export function openapiRoute(version: string, secure: Secure): (context: Context) => Promise<Response> {
  let made: Promise<Content> | undefined
  return async (context) => {
    made ??= documentOf(version, secure)
    return content(context, await made, shared)
  }
}

async function documentOf(version: string, secure: Secure): Promise<Content> {
  const body = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Footfall', version, description: 'Web analytics that counts visits, not visitors. No field can hold an identifier.' },
    paths: secure(pathsOf(apiRoutes)),
    components: { schemas: components(), securitySchemes },
  })
  return { body, type: 'application/json', etag: await etagOf(body), cache: 'public, max-age=300' }
}

function pathsOf(routes: readonly ApiRoute[]): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) }
  return paths
}

function operationOf({ path, summary, description, parameters: asked = {}, body, bodyType, answers }: ApiRoute) {
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...Object.entries(asked).map(([name, { values, means }]) => ({ name, in: 'query', schema: { enum: values }, description: means })),
  ]
  return {
    summary,
    description,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: contentOf(body, bodyType) } }),
    responses: Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, responseOf(answer)])),
  }
}

function responseOf({ means, schema, headers: names = [] }: ApiRoute['answers'][string]) {
  return {
    description: means,
    ...(names.length > 0 && { headers: Object.fromEntries(names.map((name) => [name, headers[name]])) }),
    ...(schema && { content: contentOf(schema) }),
  }
}

function contentOf(given: v.GenericSchema, otherType?: string) {
  const { $schema: _, $defs: __, ...schema } = toJsonSchema(given, { ...options, definitions: named })
  return { ...(otherType && { [otherType]: { schema } }), 'application/json': { schema } }
}

function components() {
  const schemas = toJsonSchemaDefs(named, options)
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      { ...(schema as object), ...(descriptions[name] && { description: descriptions[name] }) },
    ]),
  )
}
