/** What an owner sets for a site; a site is an explicit list of hosts (P15). */
import * as v from 'valibot'
import { bounds } from './bounds.ts'
import { isZone } from './day.ts'

/** A host name as a browser's `location.hostname` gives it, in lower case and ASCII. */
export const hostPattern =
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$|^\[[0-9a-f:.]{2,45}\]$/

/** A policy version as it stands in the consent cookie and in consent events. */
export const policyPattern = /^[A-Za-z0-9._-]{1,20}$/

const host = v.pipe(v.string(), v.toLowerCase(), v.regex(hostPattern, 'not a host name'))
/** A path in which a segment may be `*`, any one that is not empty, and the last `**`, one or more (docs/labels.md). */
export const pathPattern = /^\/((\*|[^/*?#\p{Cc}\p{Cs}]*)\/)*(\*\*|\*|[^/*?#\p{Cc}\p{Cs}]*)$/u

const path = v.pipe(
  v.string(),
  v.maxLength(bounds.pathCharacters.max),
  v.regex(pathPattern, 'not a path that begins with / and has stars only as * for a segment, ** for the last'),
)
const label = v.pipe(v.string(), v.minLength(1), v.maxLength(bounds.labelCharacters.max))

export const siteSchema = v.strictObject({
  /** The site's name, everywhere: its domain. */
  domain: host,
  /** The only hosts whose events are counted (P14, P15). */
  hosts: v.pipe(v.array(host), v.minLength(1), v.maxLength(bounds.siteHosts.max)),
  /** IANA zone in which the site's days begin and end. */
  zone: v.optional(v.pipe(v.string(), v.check(isZone, 'not a time zone')), 'UTC'),
  /** What is sent without consent: nothing, domains, or also path and device class. */
  baseline: v.optional(v.picklist(['none', 'domain', 'page']), 'domain'),
  /** What is sent with consent: paths too, or never. */
  detail: v.optional(v.picklist(['domain', 'page']), 'page'),
  /** Campaign labels that are counted from their first visit; any other waits until it is common. */
  campaigns: v.optional(v.pipe(v.array(label), v.maxLength(bounds.siteCampaigns.max)), []),
  /** Path rules in their order: a path counts as the first that it meets (docs/labels.md). */
  paths: v.optional(
    v.pipe(
      v.array(path),
      v.maxLength(bounds.sitePathRules.max),
      v.check((rules) => new Set(rules).size === rules.length, 'a rule stands there twice'),
    ),
  ),
  /** Version of the text that visitors answer: another version asks everybody again. */
  policy: v.optional(v.pipe(v.string(), v.regex(policyPattern, 'not a policy version')), '1'),
  /** Made-up traffic to look at: it may be removed with all that it counted. */
  sample: v.optional(v.literal(true)),
})

/** What the owner may change of a site that is there; what is not named stays. */
export const siteChangeSchema = v.strictObject({ paths: siteSchema.entries.paths })

/** The body of `POST /api/sites/:domain/paths/preview`. */
export const pathPreviewSchema = v.strictObject({ rules: siteSchema.entries.paths.wrapped })

/** What rules would have folded of the paths stored of the last 30 days. Both lists have the most viewed first. */
export interface PathPreview {
  from: string
  to: string
  /** How many stored paths were looked at: the most viewed. */
  looked: number
  /** Every rule in its order, with how many paths it folds and their views. */
  rules: { rule: string; paths: number; views: number }[]
  /** Stored paths that would have another name; at most `previewRows`. */
  rows: { path: string; becomes: string; views: number }[]
}

export type Site = v.InferOutput<typeof siteSchema>
