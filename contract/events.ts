/** The wire format of `POST /e`: for each event type a closed list of fields (P6). Version 1. */
import * as v from 'valibot'
import { bounds } from './bounds.ts'
import { isDay } from './day.ts'
import { reserved } from './dimensions.ts'
import { readablePath, sentPath } from './path.ts'
import { depthSteps, longestRecency, oldestWeek } from './rules.ts'
import { hostPattern, policyPattern } from './site.ts'
import { vitalMetrics } from './vitals.ts'

export const wireVersion = 1

const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to))
// A browser keeps the dot of the root that somebody typed or linked to: `example.org.` is the same host.
const withoutRoot = v.transform((host: string) => (host.endsWith('.') ? host.slice(0, -1) : host))
const host = v.pipe(v.string(), v.toLowerCase(), withoutRoot, v.regex(hostPattern, 'not a host name'))
/**
 * One spelling for one page (contract/path.ts), however its sender wrote it. A fragment's path (`/#/about`) and one query key
 * (`/index.php?page=home`) pass here; admission asks whether the site wants them.
 */
const path = v.pipe(
  v.string(),
  v.maxLength(bounds.pathEscaped.max),
  v.trim(),
  v.regex(sentPath, 'not a path without query and fragment'),
  v.transform(readablePath),
  v.maxLength(bounds.pathCharacters.max),
)
const day = v.pipe(v.string(), v.check(isDay, 'not a calendar day'))
const timing = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(bounds.vitalValue.max))

/**
 * What comes out of a cookie, which anything may have written, or of a page's variable of the name `screen`: where it cannot be read it costs
 * itself, and never the view. By the field, what goes with it.
 */
export const descriptive: Readonly<Record<string, readonly string[]>> = {
  ...{ source: [], medium: [], campaign: [], screen: [], first: [] },
  // Without the page before it, it cannot be said to be a visit's second.
  from: ['visit'],
}
// What a browser says in an odd word costs that field, too: an address, a language, a zone.
const text = <Value>(read: (text: string) => Value) => v.pipe(v.string(), v.transform(read))
const language = text((tag) => (/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/.test(tag) ? tag : undefined))
/** Trimmed; a blank one is as good as absent, and one that is too long counts as "(other)" (collector/ingest/redact/campaigns.ts). */
const label = text((sent) => sent.trim() || undefined)
const zone = text((name) => (name.length <= bounds.zoneCharacters.max ? name : undefined))
const width = v.pipe(
  v.number(),
  v.transform((pixels) => (pixels >= 1 && pixels <= bounds.screenPixels.max ? pixels : undefined)),
)
/** Null: the browser does not tell it any more. */
const referrer = v.nullable(
  v.pipe(
    v.string(),
    v.toLowerCase(),
    withoutRoot,
    v.transform((host) => (hostPattern.test(host) ? host : reserved.other)),
  ),
)

const always = { v: v.literal(wireVersion), site: host, host, consent: v.boolean() }
const when = { day: v.optional(day), overnight: v.optional(v.picklist(['view', 'visit'])) }
const page = { path: v.optional(path) }
const visitSource = { source: v.optional(label), medium: v.optional(label), campaign: v.optional(label) }
/** IANA time zone, language tag and screen width in CSS pixels: reduced at once to country, language, class. */
const place = { zone: v.optional(zone), lang: v.optional(language), screen: v.optional(width) }
const told = {
  ...page,
  ...visitSource,
  referrer: v.optional(referrer),
  from: v.optional(path),
  visit: v.optional(v.picklist(depthSteps())),
  first: v.optional(v.union([v.literal(true), v.literal('day'), v.literal('new')])),
  recency: v.optional(v.union([v.literal('new'), whole(1, longestRecency)])),
  since: v.optional(whole(0, oldestWeek)),
  ...place,
}

/** A page was seen. `driven`: by a program, as the browser says of itself; it is refused as one, and so seen by the owner. */
export const viewSchema = v.strictObject({ type: v.literal('view'), ...always, ...when, ...told, driven: v.optional(v.literal(true)) })
/** Consent was given on the page just counted: the view moves (docs/counting.md). `referrer` is the view's own. */
export const acceptSchema = v.strictObject({ type: v.literal('accept'), ...always, ...when, ...told })
/** A page was left, or hidden: what it was used for since the last such event. */
export const leaveSchema = v.strictObject({
  type: v.literal('leave'),
  ...always,
  ...when,
  ...page,
  ...place,
  ...visitSource,
  seconds: v.optional(whole(0, bounds.engagedSeconds.max)),
  scroll: v.optional(whole(0, 10)),
  had: v.optional(whole(0, 10)),
})
/** One page-load timing: milliseconds, CLS in thousandths. */
export const vitalsSchema = v.strictObject({
  type: v.literal('vitals'),
  ...always,
  ...when,
  ...page,
  ...place,
  metric: v.picklist(vitalMetrics),
  value: timing,
  // What was told of the same page load before, where it has become another.
  before: v.optional(timing),
})
/** What happened to the banner. */
export const consentSchema = v.strictObject({
  type: v.literal('consent'),
  ...always,
  ...when,
  policy: v.pipe(v.string(), v.regex(policyPattern, 'not a policy version')),
  action: v.picklist(['shown', 'left', 'accepted', 'refused', 'chosen', 'withdrawn']),
  layer: v.optional(v.picklist([1, 2])),
  method: v.optional(v.picklist(['banner', 'gpc', 'api', 'form'])),
  lang: v.optional(language),
})
/** The tag runs on a host that is not the site's; it says the host and nothing else (P14). */
export const straySchema = v.strictObject({ type: v.literal('stray'), ...always, consent: v.optional(v.boolean()), day: v.optional(day) })

interface EventRow<Name extends string> {
  /**
   * The fields that may come without consent to statistics, beside those of every event; null: the type itself needs it. What a row does not list
   * is refused without consent: a new type or field is so until somebody decides otherwise (P1).
   */
  withoutConsent: readonly Name[] | null
  /** Fields that may come without consent only where the site's baseline is `page`. */
  withBaselinePage?: readonly Name[]
  /** Taken without consent also where the site's baseline is `none`: it says nothing of a visit. */
  atAnyBaseline?: true
}

const row = <Schema extends v.StrictObjectSchema<v.ObjectEntries, undefined>>(
  schema: Schema,
  given: EventRow<Exclude<keyof Schema['entries'], 'type' | keyof typeof always> & string>,
) => ({ schema, ...given })

/** The one table of event types: what each may say, and what of it without consent. */
export const events = {
  view: row(viewSchema, { withoutConsent: ['day', 'referrer', 'driven'], withBaselinePage: ['path'] }),
  accept: row(acceptSchema, { withoutConsent: null }),
  leave: row(leaveSchema, { withoutConsent: null }),
  vitals: row(vitalsSchema, { withoutConsent: ['day', 'metric', 'value', 'before'], withBaselinePage: ['path'] }),
  // The banner's language is not the visitor's.
  consent: row(consentSchema, { withoutConsent: ['day', 'policy', 'action', 'layer', 'method', 'lang'], atAnyBaseline: true }),
  stray: row(straySchema, { withoutConsent: ['day'] }),
} as const

export type EventType = keyof typeof events
export const eventTypes = Object.keys(events) as EventType[]

export type EventOf<Type extends EventType> = v.InferOutput<(typeof events)[Type]['schema']>
export type ViewEvent = EventOf<'view'>
export type AcceptEvent = EventOf<'accept'>
export type LeaveEvent = EventOf<'leave'>
export type VitalsEvent = EventOf<'vitals'>
export type ConsentEvent = EventOf<'consent'>
export type StrayEvent = EventOf<'stray'>
export type Event = EventOf<EventType>

/** The fields of an event type, in the order of its schema. */
export function fieldsOf(type: EventType): string[] {
  return Object.keys(events[type].schema.entries)
}

/** By type, the fields that may come without consent at some baseline; null: the type itself needs consent. */
export const fieldsWithoutConsent: Readonly<Record<EventType, ReadonlySet<string> | null>> = tableOf((type) => {
  const { withoutConsent, withBaselinePage = [] }: EventRow<string> = events[type]
  return withoutConsent && new Set(['type', ...Object.keys(always), ...withoutConsent, ...withBaselinePage])
})

/** By type, the fields that hold a path: a site with detail `domain` never receives them (P6). */
export const pathFields: Readonly<Record<EventType, readonly string[]>> = tableOf((type) =>
  Object.entries(events[type].schema.entries).flatMap(([name, entry]) => (isPath(entry) ? [name] : [])),
)

function isPath(entry: { wrapped?: unknown }): boolean {
  return (entry.wrapped ?? entry) === path
}

function tableOf<Value>(value: (type: EventType) => Value): Record<EventType, Value> {
  return Object.fromEntries(eventTypes.map((type) => [type, value(type)])) as Record<EventType, Value>
}
