/** What is wrong with a value by a JSON Schema, as openapi.json serves it: only the words that it uses, and an error for any other. */

type Schema = boolean | { [word: string]: unknown }
type Check = (asked: never, value: unknown, at: At, schema: { [word: string]: unknown }) => string[]

interface At {
  /** Where in the value. */
  place: string
  /** The whole document, in which references are looked up. */
  root: object
}

const ok: string[] = []
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isType: Record<string, (value: unknown) => boolean> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
}
const fails = (when: boolean, { place }: At, why: string) => (when ? [`${place || 'it'}: ${why}`] : ok)
const into = (at: At, name: string | number): At => ({ ...at, place: `${at.place}/${name}` })
const fitting = (schemas: Schema[], value: unknown, at: At) => schemas.filter((schema) => faultsOf(schema, value, at).length === 0).length

const checks: Record<string, Check> = {
  $ref: (name: string, value, at) => faultsOf(resolved(name, at.root), value, at),
  type: (names: string | string[], value, at) => fails(![names].flat().some((name) => isType[name]?.(value)), at, `no ${names}`),
  const: (only: unknown, value, at) => fails(value !== only, at, `not ${only}`),
  enum: (options: unknown[], value, at) => fails(!options.includes(value), at, `${JSON.stringify(value)} is none of ${options}`),
  anyOf: (schemas: Schema[], value, at) => fails(fitting(schemas, value, at) === 0, at, 'fits none'),
  oneOf: (schemas: Schema[], value, at) => fails(fitting(schemas, value, at) !== 1, at, 'does not fit exactly one'),
  required: (names: string[], value, at) =>
    names.flatMap((name) => fails(isObject(value) && !Object.hasOwn(value, name), at, `no ${name}`)),
  properties: (fields: Record<string, Schema>, value, at) =>
    fieldsIn(value).flatMap(([name, each]) => (Object.hasOwn(fields, name) ? faultsOf(fields[name]!, each, into(at, name)) : ok)),
  additionalProperties: (others: Schema, value, at, { properties = {} }) =>
    fieldsIn(value).flatMap(([name, each]) => (Object.hasOwn(properties as object, name) ? ok : faultsOf(others, each, into(at, name)))),
  propertyNames: (schema: Schema, value, at) => fieldsIn(value).flatMap(([name]) => faultsOf(schema, name, into(at, name))),
  prefixItems: (schemas: Schema[], value, at) =>
    schemas.flatMap((schema, index) => faultsOf(schema, itemsIn(value)[index], into(at, index))),
  items: (schema: Schema, value, at, { prefixItems = [] }) => {
    const first = (prefixItems as Schema[]).length
    return itemsIn(value).flatMap((each, index) => (index < first ? ok : faultsOf(schema, each, into(at, index))))
  },
  minItems: (least: number, value, at) => fails(itemsIn(value, least).length < least, at, `fewer than ${least}`),
  maxItems: (most: number, value, at) => fails(itemsIn(value).length > most, at, `more than ${most}`),
  minLength: (least: number, value, at) => fails(typeof value === 'string' && value.length < least, at, `shorter than ${least}`),
  maxLength: (most: number, value, at) => fails(typeof value === 'string' && value.length > most, at, `longer than ${most}`),
  minimum: (least: number, value, at) => fails(typeof value === 'number' && value < least, at, `below ${least}`),
  maximum: (most: number, value, at) => fails(typeof value === 'number' && value > most, at, `above ${most}`),
  pattern: (source: string, value, at) =>
    fails(typeof value === 'string' && !new RegExp(source, 'u').test(value), at, `${JSON.stringify(value)} does not match ${source}`),
  description: () => ok,
  default: () => ok,
  examples: () => ok,
}

/** Empty where the value fits the schema. `root`: the document in which the schema stands. */
export function faultsIn(schema: unknown, value: unknown, root: object): string[] {
  return faultsOf(schema as Schema, value, { place: '', root })
}

function faultsOf(schema: Schema, value: unknown, at: At): string[] {
  if (typeof schema === 'boolean') return fails(!schema, at, 'is not named')
  return Object.entries(schema).flatMap(([word, asked]) => {
    const check = checks[word]
    if (!check) throw new Error(`no check for ${word}`)
    return check(asked as never, value, at, schema)
  })
}

function resolved(name: string, root: object): Schema {
  const found = name
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], root)
  if (found === undefined) throw new Error(`there is no ${name}`)
  return found as Schema
}

const fieldsIn = (value: unknown): [string, unknown][] => (isObject(value) ? Object.entries(value) : [])

/** Of what is no array, as many as are asked for: `type` says that it is none. */
function itemsIn(value: unknown, otherwise = 0): unknown[] {
  return Array.isArray(value) ? value : Array.from({ length: otherwise })
}
