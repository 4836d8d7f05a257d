/** `site add`: makes a site, or changes one that is there. What is not named stays; named hosts and labels join those there. */
import * as v from 'valibot'
import { givenZone, type Site, siteSchema } from '../../contract/site.ts'
import { TooManySites } from '../sites/sites.ts'
import { defaultHosts, hostTyped, isSuffix, shownHost, withoutWww } from '../sites/typed.ts'
import type { Command, CommandDeps, Outcome } from './commands.ts'
import { lineOf, tagLine } from './site-line.ts'

type Deps = Pick<CommandDeps, 'sites' | 'hasCounted' | 'url'>
type Asked = Extract<Command, { command: 'site add' }>
type Settings = Record<string, unknown>

export async function addSite(deps: Deps, asked: Asked): Promise<Outcome> {
  const read = readNames(asked)
  if ('wrong' in read) return { code: 2, out: [], error: read.wrong }
  const { host, site: given, without } = read
  const before = deps.sites.get(host) ?? deps.sites.get(withoutWww(host))
  const domain = before?.domain ?? withoutWww(host)
  const kept = before ?? { domain, hosts: [...new Set([...defaultHosts(domain), host])] }
  // A zone that was taken once stays until another is named.
  const schema = given.zone === undefined ? siteSchema : v.strictObject({ ...siteSchema.entries, zone: givenZone })
  const parsed = v.safeParse(schema, merged(kept, { ...given, domain }, without))
  if (!parsed.success)
    return { code: 2, out: [], error: parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'site'}: ${issue.message}`).join('; ') }
  const site: Site = parsed.output
  const changes = before ? changesOf(before, site) : []
  const said = changes.length > 0 && (await deps.hasCounted(domain)) ? changes : []
  try {
    await deps.sites.put(site)
  } catch (error) {
    if (error instanceof TooManySites) return { code: 1, out: [], error: error.message }
    throw error
  }
  return {
    code: 0,
    out: [`${before ? 'changed' : 'added'} ${lineOf(site)}`, ...namesSaid(host, domain), ...said, tagLine(deps.url(), domain)],
  }
}

const lists = ['hosts', 'campaigns', 'returnHosts'] as const
type Lists = NonNullable<Asked['without']>
const listIn = (settings: Settings, name: string) => (Array.isArray(settings[name]) ? (settings[name] as unknown[]) : [])

/** The hosts that are meant, wherever one is named; or what is wrong with the first that is none. */
function readNames({ site, without = {} }: Asked): { host: string; site: Settings; without: Lists } | { wrong: string } {
  const wrong: string[] = []
  const hostOf = (text: unknown) => {
    const typed = hostTyped(String(text))
    if ('wrong' in typed) wrong.push(typed.wrong)
    return 'wrong' in typed ? '' : typed.host
  }
  const host = hostOf(site.domain ?? '')
  const hosts = (named: Settings) =>
    Object.fromEntries(['hosts', 'returnHosts'].flatMap((name) => (named[name] ? [[name, listIn(named, name).map(hostOf)]] : [])))
  const read = { host, site: { ...site, ...hosts(site) }, without: { ...without, ...hosts(without) } }
  return wrong[0] === undefined ? read : { wrong: wrong[0] }
}

/** A site that is added again keeps what was set before; null takes a setting back. */
function merged(before: Settings, given: Settings, without: Lists): Settings {
  const after: Settings = { ...before, ...given }
  for (const name of lists) {
    const away: readonly unknown[] = without[name] ?? []
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

/** What may not be as it was typed or expected. */
function namesSaid(host: string, domain: string): string[] {
  return [
    ...(host === domain ? [] : [`the site is ${shownHost(domain)}: ${shownHost(host)} is one of its hosts`]),
    ...(isSuffix(domain)
      ? [
          `${shownHost(domain)} is a public suffix, as co.uk is: browsers keep its cookies for each host apart, so who comes to two of them counts as two`,
        ]
      : []),
  ]
}

const unconsented: Record<Site['baseline'], string> = {
  none: 'nothing without consent',
  domain: 'host, referring host and timings without consent, no path',
  page: 'path and device class without consent, too',
}

/** What will be otherwise for a site that has counted; nothing stored is written anew. */
function changesOf(before: Site, after: Site): string[] {
  return [
    ...(before.zone === after.zone
      ? []
      : [`from now on its days begin and end by ${after.zone}; what was counted stays in the days of ${before.zone}`]),
    ...(before.baseline === after.baseline
      ? []
      : [`from now on browsers send ${unconsented[after.baseline]}; what was counted stays, and the two are not alike`]),
  ]
}
