/** Text to events: each of a body is judged alone against the closed list of fields of its type (P6). */
import * as v from 'valibot'
import { bounds } from '../../contract/bounds.ts'
import { descriptive, type Event, type EventType, events, eventTypes, fieldsOf, wireVersion } from '../../contract/events.ts'
import type { Reason } from '../../contract/reasons.ts'
import type { Alone } from './alone.ts'
import { duplicateKeys } from './duplicate-keys.ts'
import type { Refusal } from './hit.ts'

interface Shape {
  schema: v.GenericSchema<unknown, Event>
  fields: ReadonlySet<string>
  required: readonly string[]
}

const shapes = new Map<string, Shape>(eventTypes.map((type) => [type, shapeOf(type)]))
const types = eventTypes.join(', ')
const settings = { abortEarly: true, abortPipeEarly: true } as const
// An escape may hide a NUL or half a character; DEL and its neighbours may stand in JSON as they are.
const suspicious = /[\\\u007f-\u009f]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const control = /[\u0000-\u001f\u007f-\u009f]/

/** The events of a body in order, each or why it is not one; a refusal alone where the body as a whole is not taken. */
export function parse(text: string, alone: Alone): readonly (Event | Refusal)[] | Refusal {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return refuse('malformed', { message: 'the body is not JSON', site: siteNamedIn(text) })
  }
  const values: readonly unknown[] = Array.isArray(body) ? body : [body]
  if (values.length === 0) return refuse('malformed', { message: 'the array holds no event' })
  if (values.length > bounds.bodyEvents.max) {
    return refuse('too-many', {
      site: siteNamed(values[0]),
      message: `${values.length} events, at most ${bounds.bodyEvents.max} in one body`,
    })
  }
  const doubles = duplicateKeys(text, values, Array.isArray(body))
  const clean = !suspicious.test(text)
  return values.map((value, index) => {
    const double = doubles.get(index)
    return double === undefined
      ? alone(
          () => judge(value, clean),
          () => siteNamed(value),
        )
      : duplicate(value, double)
  })
}

/** The site that a body names which cannot be read as a whole: so that its owner sees what was refused. */
export function siteNamedIn(text: string): string | null {
  return /"site"\s*:\s*"([\w.-]{1,253})"/.exec(text)?.[1]?.toLowerCase() ?? null
}

function judge(value: unknown, clean: boolean): Event | Refusal {
  if (!isRecord(value)) return refuse('malformed', { message: 'an event is a JSON object' })
  const site = siteOf(value)
  if (value.v === undefined) return refuse('missing-field', { field: 'v', site, message: 'v is required' })
  if (value.v !== wireVersion) return refuse('version', { field: 'v', site, message: `v is ${wireVersion}` })
  if (value.type === undefined) return refuse('missing-field', { field: 'type', site, message: 'type is required' })
  const shape = typeof value.type === 'string' ? shapes.get(value.type) : undefined
  if (!shape) return refuse('type', { field: 'type', site, message: `type is one of ${types}` })
  const badField = badKey(value, shape)
  if (badField) return badField
  if (clean) return checked(value, shape)
  const readable = Object.keys(value)
    .filter((field) => Object.hasOwn(descriptive, field) && isBadText(value[field]))
    .reduce(without, value)
  return badText(readable) ?? checked(readable, shape)
}

/** An event without a field that only describes it, and what goes with that. */
function without(value: Record<string, unknown>, field: string): Record<string, unknown> {
  const gone = [field, ...(descriptive[field] ?? [])]
  return Object.fromEntries(Object.entries(value).filter(([name]) => !gone.includes(name)))
}

function isBadText(text: unknown): boolean {
  return typeof text === 'string' && (control.test(text) || !text.isWellFormed())
}

function badKey(value: Record<string, unknown>, { fields, required }: Shape): Refusal | undefined {
  const site = siteOf(value)
  for (const key of Object.keys(value)) {
    if (!fields.has(key)) {
      const field = shown(key)
      return refuse('unknown-field', { field, site, message: `${field} is not a field of this event type` })
    }
  }
  const field = required.find((name) => !Object.hasOwn(value, name))
  return field === undefined ? undefined : refuse('missing-field', { field, site, message: `${field} is required` })
}

function badText(value: Record<string, unknown>): Refusal | undefined {
  for (const [field, text] of Object.entries(value)) {
    if (isBadText(text)) {
      return refuse('value', { field, site: siteOf(value), message: `${field} holds a control character or half a character` })
    }
  }
  return undefined
}

function checked(value: Record<string, unknown>, { schema }: Pick<Shape, 'schema'>): Event | Refusal {
  const result = v.safeParse(schema, value, settings)
  if (result.success) return result.output
  const [issue] = result.issues
  const field = String(issue.path?.[0]?.key ?? '')
  if (Object.hasOwn(descriptive, field) && Object.hasOwn(value, field)) return checked(without(value, field), { schema })
  const message = `${field}: ${issue.message}`.slice(0, bounds.saidReasonCharacters.max).toWellFormed()
  return refuse('value', { field, site: siteOf(value), message })
}

function duplicate(value: unknown, key: string): Refusal {
  const field = shown(key)
  return refuse('duplicate-key', { field, site: siteNamed(value), message: `${field} is named twice` })
}

function shown(key: string): string {
  return key.slice(0, bounds.saidFieldCharacters.max).toWellFormed()
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function siteNamed(value: unknown): string | null {
  return isRecord(value) ? siteOf(value) : null
}

function siteOf(value: Record<string, unknown>): string | null {
  return typeof value.site === 'string' ? value.site.toLowerCase() : null
}

function refuse(reason: Reason, { site = null, ...rest }: { message: string; field?: string; site?: string | null }): Refusal {
  return { reason, site, ...rest }
}

function shapeOf(type: EventType): Shape {
  const { schema } = events[type]
  const entries: Record<string, { type: string }> = schema.entries
  const fields = fieldsOf(type)
  return {
    schema: schema as v.GenericSchema<unknown, Event>,
    fields: new Set(fields),
    required: fields.filter((name) => entries[name]?.type !== 'optional'),
  }
}
