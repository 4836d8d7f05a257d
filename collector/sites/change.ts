/** Makes and changes a site, whoever asks: the dashboard's route, the command line, or a command over the network. */
import * as v from 'valibot'
import { bounds } from '../../contract/bounds.ts'
import type { Declaration, GivenDeclaration } from '../../contract/consent/declaration.ts'
import { faultsOf } from '../../contract/consent/judge.ts'
import { givenPaths, givenZone, type Site, type SiteChange, type Slice, siteChangeSchema, siteSchema } from '../../contract/site.ts'
import type { Sites } from '../ports.ts'
import { listSettings, type Setting, settingRow, settingRows } from './setting-rows.ts'

export interface SettingFault {
  code: 'malformed'
  message: string
  field: string
}

/** The site as it is once `change` is kept, or why it is not: nothing was changed then. */
export async function changeSite(sites: Sites, domain: string, change: unknown): Promise<Site | SettingFault | 'unknown'> {
  const site = sites.get(domain)
  if (!site) return 'unknown'
  const parsed = v.safeParse(siteChangeSchema, change)
  if (!parsed.success) return faultIn(parsed.issues[0])
  const { slices: asked, consent: given, ...others } = parsed.output
  const slices = asked && mergedSlices(site.slices ?? [], asked)
  if (slices && 'message' in slices) return slices
  const consent = given && withoutSchema(given)
  const [fault] = consent ? faultsOf(consent, site.hosts) : []
  if (fault) return { code: 'malformed', field: `consent.${fault.field}`, message: fault.message }
  await sites.put({ ...site, ...others, ...(slices && { slices }), ...(consent && { consent }) })
  return sites.get(domain) ?? 'unknown'
}

/** The address of its schema is the file's, and no part of what is declared. */
export function withoutSchema({ $schema: _, ...declaration }: GivenDeclaration): Declaration {
  return declaration
}

/** Settings by their names, as somebody gave them. */
export type GivenSettings = Readonly<Record<string, unknown>>

/** What is taken out of a site's lists, by their names. */
export type Without = GivenSettings

/**
 * A site as it is with what is given, made new where there is none: named hosts and labels join those there, what is not named stays, null takes a
 * setting back. Every fault, where it is not kept. Rejects with `TooManySites`.
 */
export async function giveSite(
  sites: Sites,
  before: Site | undefined,
  { given, without = {} }: { given: GivenSettings; without?: Without },
): Promise<Site | SettingFault[]> {
  const refused = Object.keys(given).flatMap((field): SettingFault[] => {
    const message = whyNotGiven(field)
    return message === undefined ? [] : [{ code: 'malformed', field, message }]
  })
  if (refused.length > 0) return refused
  // What was taken once stays until another is named.
  const schema = v.strictObject({
    ...siteSchema.entries,
    ...(given.zone !== undefined && { zone: givenZone }),
    ...(given.paths !== undefined && { paths: v.optional(givenPaths) }),
  })
  const parsed = v.safeParse(schema, merged(before ?? {}, given, without))
  if (!parsed.success) return parsed.issues.map(faultIn)
  await sites.put(parsed.output)
  return parsed.output
}

function whyNotGiven(name: string): string | undefined {
  const row = Object.hasOwn(settingRows, name) ? settingRow(name as Setting) : undefined
  return row ? row.elsewhere : 'is no setting of a site'
}

/** A list among settings that somebody gave; empty where it is none. */
export const listIn = (settings: GivenSettings, name: string) => (Array.isArray(settings[name]) ? (settings[name] as unknown[]) : [])

function merged(before: GivenSettings, given: GivenSettings, without: Without): GivenSettings {
  const after: Record<string, unknown> = { ...before, ...given }
  for (const name of listSettings) {
    const away = listIn(without, name)
    const all = [...new Set([...listIn(before, name), ...listIn(given, name)])].filter((each) => !away.includes(each))
    // A site that uses none of what owners may opt for has the smaller tag.
    after[name] = all.length > 0 || name !== 'returnHosts' ? all : undefined
  }
  after.queryPages = joinedQuery(before.queryPages as Site['queryPages'], given.queryPages as Site['queryPages'])
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined && value !== null))
}

/** Values of the same key join; another key takes its place. */
function joinedQuery(before: Site['queryPages'], given: Site['queryPages'] | null): unknown {
  if (!given || !before || given.key !== before.key) return given === undefined ? before : given
  return { key: given.key, values: [...new Set([...before.values, ...given.values])] }
}

/** Those asked for, and those left out as ended. What was once counted under a name must not be added to something else. */
function mergedSlices(before: readonly Slice[], asked: NonNullable<SiteChange['slices']>): Slice[] | SettingFault {
  const other = asked.findIndex((slice) => before.some((known) => known.name === slice.name && textOf(known) !== textOf(slice)))
  if (other >= 0) {
    const message = 'this name is or was another slice of the site: what is counted under a name keeps its meaning, so choose another'
    return { code: 'malformed', message, field: `slices.${other}.name` }
  }
  const ended = before
    .filter(({ name }) => !asked.some((slice) => slice.name === name))
    .map((slice) => ({ ...slice, ended: true as const }))
  const most = bounds.siteSliceNames.max
  if (asked.length + ended.length > most)
    return { code: 'malformed', message: `a site has at most ${most} slices, those that have ended too`, field: 'slices' }
  return [...asked, ...ended]
}

/** The same for the same conditions, in whichever order they stand. */
function textOf({ conditions }: Pick<Slice, 'conditions'>): string {
  return JSON.stringify(conditions.map(([name, values]) => [name, [...values].sort()]).sort())
}

/** What is wrong, and where: `paths[2]` as `paths.2`. */
export function faultIn(issue: v.BaseIssue<unknown>): SettingFault {
  return { code: 'malformed', message: issue.message, field: v.getDotPath(issue) ?? '' }
}
