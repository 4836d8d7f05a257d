/** What an owner sets for a site; a site is an explicit list of hosts (P15). */
import * as v from 'valibot'
import { bounds } from './bounds.ts'
import { declarationSchema, givenDeclaration } from './consent/declaration.ts'
import { isDay, isZone } from './day.ts'
import { readablePath } from './path.ts'
import { type SliceCondition, sliceConditions } from './slices.ts'
import { zoneFault } from './zone.ts'

/** A host name as a browser's `location.hostname` gives it, in lower case and ASCII. */
export const hostPattern =
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$|^\[[0-9a-f:.]{2,45}\]$/

/** A policy version as it stands in the consent cookie and in consent events. */
export const policyPattern = /^[A-Za-z0-9._-]{1,20}$/

const host = v.pipe(v.string(), v.toLowerCase(), v.regex(hostPattern, 'not a host name'))
/**
 * A path in which a segment may be `*`, any one that is not empty, and the last `**`, one or more (docs/labels.md). Before a slash may stand the
 * sign of a fragment's path, `#` or `#!`.
 */
export const pathPattern = /^\/((\*|[^/*?#\p{Cc}\p{Cs}]*(#!?)?)\/)*(\*\*|\*|[^/*?#\p{Cc}\p{Cs}]*)$/u

// Written as it is read or percent-encoded, it meets the same pages.
const path = v.pipe(
  v.string(),
  v.maxLength(bounds.pathEscaped.max),
  v.regex(pathPattern, 'not a path that begins with / and has stars only as * for a segment, ** for the last'),
  v.transform(readablePath),
  v.maxLength(bounds.pathCharacters.max),
)
const label = v.pipe(v.string(), v.minLength(1), v.maxLength(bounds.labelCharacters.max))

// What was kept before there was such a bound is not held against it.
const hasFewStars = (pattern: string) => pattern.split('*').length - 1 - (pattern.endsWith('/**') ? 1 : 0) <= bounds.pathRuleStars.max
const fewStars = `a rule has at most ${bounds.pathRuleStars.max} stars`

const condition = v.strictTuple([v.picklist(sliceConditions), v.pipe(v.array(label), v.minLength(1), v.maxLength(bounds.sliceValues.max))])
type ConditionValues = [SliceCondition, string[]][]
const asksOf = (conditions: ConditionValues, name: SliceCondition) => conditions.some(([dimension]) => dimension === name)
const sliceEntries = {
  /** Its name is the value that is counted: it means the same for ever. */
  name: v.pipe(label, v.regex(/^[^(\p{Cc}\p{Cs}]/u, 'a name does not begin with a bracket')),
  conditions: v.pipe(
    v.array(condition),
    v.minLength(1),
    v.maxLength(sliceConditions.length),
    v.check((asked) => new Set(asked.map(([name]) => name)).size === asked.length, 'a dimension stands there twice'),
    v.check((asked) => !(asksOf(asked, 'path') && asksOf(asked, 'entry')), 'a slice asks for an entry or for a path, not for both'),
    v.check(
      (asked) => asked.every(([name, values]) => (name !== 'path' && name !== 'entry') || values.every((value) => pathPattern.test(value))),
      'an entry or a path is one that begins with / and has stars only as * for a segment, ** for the last',
    ),
  ),
}
const namedOnce = <Named extends { name: string }>() =>
  v.check((slices: Named[]) => new Set(slices.map(({ name }) => name)).size === slices.length, 'a slice stands there twice')
const slice = v.strictObject({ ...sliceEntries, ended: v.optional(v.literal(true)) })

const queryText = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(bounds.siteQueryCharacters.max),
  v.regex(/^[^?#&=%\p{C}\p{Z}]+$/u, 'has signs of a query in it'),
)

/** A site as it is kept. */
export const siteSchema = v.strictObject({
  /** The site's name, everywhere: its domain. */
  domain: host,
  /** The only hosts whose events are counted (P14, P15). */
  hosts: v.pipe(v.array(host), v.minLength(1, 'a site has one at least'), v.maxLength(bounds.siteHosts.max)),
  /** IANA zone in which the site's days begin and end. */
  zone: v.optional(v.pipe(v.string(), v.check(isZone, 'not a time zone')), 'UTC'),
  /** What is sent without consent: nothing, domains, or also path and device class. */
  baseline: v.optional(v.picklist(['none', 'domain', 'page'], 'none, domain or page'), 'domain'),
  /** What is sent with consent: paths too, or never. */
  detail: v.optional(v.picklist(['domain', 'page'], 'domain or page'), 'page'),
  /** Campaign labels that are counted from their first visit; any other waits until it is common. */
  campaigns: v.optional(v.pipe(v.array(label), v.maxLength(bounds.siteCampaigns.max)), []),
  /** Hosts to which visitors go and from which they come back, as payment and sign-on: they start no visit and are no source; their subdomains too. */
  returnHosts: v.optional(v.pipe(v.array(host), v.maxLength(bounds.siteReturnHosts.max))),
  /** The path of a fragment is a page: `/#/about`. */
  hashRoutes: v.optional(v.literal(true)),
  /** One key of the query names pages: `/index.php?page=home`. Any other value counts as the path without it. */
  queryPages: v.optional(
    v.strictObject({ key: queryText, values: v.pipe(v.array(queryText), v.minLength(1), v.maxLength(bounds.siteQueryValues.max)) }),
  ),
  /** A state that is replaced by one of another path is a view; else the page gives itself another name. */
  replaceViews: v.optional(v.literal(true)),
  /** Counted, without consent, where another site shows it in a frame. */
  framedViews: v.optional(v.literal(true)),
  /** Its visitors share one network, as an intranet's do: values need not come out of several to be common. */
  oneNetwork: v.optional(v.literal(true)),
  /** Path rules in their order: a path counts as the first that it meets (docs/labels.md). */
  paths: v.optional(
    v.pipe(
      v.array(path),
      v.maxLength(bounds.sitePathRules.max),
      v.check((rules) => new Set(rules).size === rules.length, 'a rule stands there twice'),
    ),
  ),
  /** Declared slices (docs/counting.md). Those that have ended are not counted any more; their names stay taken. */
  slices: v.optional(v.pipe(v.array(slice), v.maxLength(bounds.siteSliceNames.max), namedOnce())),
  /** What its owner declares of consent: who asks, and its services (docs/consent.md). */
  consent: v.optional(declarationSchema),
  /** Version of the text that visitors answer: another version asks everybody again. */
  policy: v.optional(v.pipe(v.string(), v.regex(policyPattern, 'not a policy version')), '1'),
  /** Made-up traffic to look at: it may be removed with all that it counted. */
  sample: v.optional(v.literal(true)),
})

/** A zone that somebody sets now. One that is kept may be another kind: what was once taken goes on. */
export const givenZone = v.pipe(
  v.string(),
  v.check(
    (zone) => zoneFault(zone) === undefined,
    ({ input }) => zoneFault(input) ?? '',
  ),
)

/** Path rules that somebody sets now. */
export const givenPaths = v.pipe(siteSchema.entries.paths.wrapped, v.checkItems(hasFewStars, fewStars))

const givenConditions = v.pipe(
  sliceEntries.conditions,
  v.check((asked) => asked.every(([name, values]) => (name !== 'path' && name !== 'entry') || values.every(hasFewStars)), fewStars),
)

/** What the owner may change of a site that is there; what is not named stays. */
export const siteChangeSchema = v.strictObject({
  paths: v.optional(givenPaths),
  /** The slices that are counted from now on, in place of those that were; one that is left out ends. */
  slices: v.optional(
    v.pipe(v.array(v.strictObject({ ...sliceEntries, conditions: givenConditions })), v.maxLength(bounds.siteSlices.max), namedOnce()),
  ),
  /** In place of the declaration that was. What must hold between its values is looked at where it is kept (consent/judge.ts). */
  consent: v.optional(givenDeclaration),
})

/** The body of `POST /api/sites/:domain/paths/preview`. */
export const pathPreviewSchema = v.strictObject({ rules: givenPaths })

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const keptDay = v.pipe(v.string(), v.check(isDay))

/** What rules would have folded of the paths stored of the last 30 days. Both lists have the most viewed first. */
export const pathPreviewAnswerSchema = v.strictObject({
  from: keptDay,
  to: keptDay,
  /** How many stored paths were looked at: the most viewed. */
  looked: count,
  /** Every rule in its order, with how many paths it folds and their views. */
  rules: v.array(v.strictObject({ rule: v.string(), paths: count, views: count })),
  /** Stored paths that would have another name. */
  rows: v.pipe(v.array(v.strictObject({ path: v.string(), becomes: v.string(), views: count })), v.maxLength(bounds.previewRows.max)),
})

/** A site as `GET /api/sites` tells of it. */
export const listedSiteSchema = v.strictObject({
  ...siteSchema.entries,
  /** Its history is still being written. */
  filling: v.optional(v.literal(true)),
  /** All that it was sent lately came out of one network, so that no value becomes common. */
  sameNetwork: v.optional(v.literal(true)),
})

/** The answer of `GET /api/sites`. */
export const siteListSchema = v.strictObject({ sites: v.array(listedSiteSchema) })

/** The answer of `PATCH /api/sites/:domain`. */
export const siteAnswerSchema = v.strictObject({ site: siteSchema })

export type Site = v.InferOutput<typeof siteSchema>
export type Slice = v.InferOutput<typeof slice>
export type SiteChange = v.InferOutput<typeof siteChangeSchema>
export type PathPreview = v.InferOutput<typeof pathPreviewAnswerSchema>
export type ListedSite = v.InferOutput<typeof listedSiteSchema>
export type SiteList = v.InferOutput<typeof siteListSchema>
export type SiteAnswer = v.InferOutput<typeof siteAnswerSchema>
