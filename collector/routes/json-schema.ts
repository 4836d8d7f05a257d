/** Contract schemas as JSON Schema, for openapi.json: what is validated is what is documented. */
import type { GenericSchema } from 'valibot'

type Json = Record<string, unknown>
// Only what is read here of valibot's own description of a schema.
interface Described {
  kind: string
  type: string
  pipe?: readonly Described[]
  entries?: Record<string, Described>
  items?: readonly Described[]
  item?: Described
  options?: readonly unknown[]
  wrapped?: Described
  default?: unknown
  literal?: unknown
  requirement?: unknown
}

const makers: Record<string, (schema: Described) => Json> = {
  string: () => ({ type: 'string' }),
  number: () => ({ type: 'number' }),
  boolean: () => ({ type: 'boolean' }),
  literal: (schema) => ({ const: schema.literal }),
  picklist: (schema) => ({ enum: schema.options }),
  nullable: (schema) => ({ anyOf: [made(schema.wrapped), { type: 'null' }] }),
  optional: (schema) => ({ ...made(schema.wrapped), ...(schema.default === undefined ? {} : { default: schema.default }) }),
  union: (schema) => ({ anyOf: (schema.options as Described[]).map(made) }),
  variant: (schema) => ({ oneOf: (schema.options as Described[]).map(made) }),
  array: (schema) => ({ type: 'array', items: made(schema.item) }),
  strict_tuple: (schema) => ({ type: 'array', prefixItems: schema.items?.map(made), items: false, minItems: schema.items?.length }),
  strict_object: objectOf,
}

const constraints: Record<string, (requirement: unknown, isText: boolean) => Json> = {
  integer: () => ({ type: 'integer' }),
  min_value: (minimum) => ({ minimum }),
  max_value: (maximum) => ({ maximum }),
  min_length: (least, isText) => (isText ? { minLength: least } : { minItems: least }),
  max_length: (most, isText) => (isText ? { maxLength: most } : { maxItems: most }),
  regex: (pattern) => ({ pattern: (pattern as RegExp).source }),
}

/** The JSON Schema (draft 2020-12) of a contract schema; throws on a kind of schema that it does not know. */
export function jsonSchema(schema: GenericSchema): Json {
  return made(schema as unknown as Described)
}

function made(schema: Described | undefined): Json {
  const maker = makers[schema?.type ?? '']
  if (!schema || !maker) throw new Error(`no JSON Schema for ${schema?.type}`)
  const base = maker(schema)
  const rules = rulesOf(schema).map((rule) => constraints[rule.type]?.(rule.requirement, schema.type === 'string') ?? {})
  return Object.assign(base, ...rules)
}

/** What a schema demands besides its kind; one that was made of another has that one's demands first. */
function rulesOf({ pipe: [inner, ...rules] = [] }: Described): readonly Described[] {
  return inner ? [...rulesOf(inner), ...rules] : []
}

function objectOf(schema: Described): Json {
  const entries = Object.entries(schema.entries ?? {})
  const required = entries.filter(([, field]) => field.type !== 'optional').map(([name]) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, field]) => [name, made(field)])),
    required,
    additionalProperties: false,
  }
}
