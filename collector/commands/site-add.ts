/** `site add`: makes a site, or changes one that is there. What is not named stays; named hosts and labels join those there. */
import type { Site } from '../../contract/site.ts'
import { type GivenSettings, giveSite, listIn, type Without } from '../sites/change.ts'
import { hostSettings } from '../sites/setting-rows.ts'
import { TooManySites } from '../sites/sites.ts'
import { defaultHosts, hostTyped, isSuffix, shownHost, withoutWww } from '../sites/typed.ts'
import type { Command, CommandDeps, CommandOutcome } from './command.ts'
import { lineOf, tagLine } from './site-line.ts'

type Deps = Pick<CommandDeps, 'sites' | 'hasCounted' | 'url'>
type SiteAddCommand = Extract<Command, { command: 'site add' }>

export async function addSite(deps: Deps, asked: SiteAddCommand): Promise<CommandOutcome> {
  const read = readNames(asked)
  if ('wrong' in read) return { code: 2, out: [], error: read.wrong }
  const { host, site: given, without } = read
  const before = deps.sites.get(host) ?? deps.sites.get(withoutWww(host))
  const domain = before?.domain ?? withoutWww(host)
  const hosts = before ? given.hosts : [...new Set([...defaultHosts(domain), host, ...listIn(given, 'hosts')])]
  try {
    const site = await giveSite(deps.sites, before, { given: { ...given, domain, ...(hosts !== undefined && { hosts }) }, without })
    if (Array.isArray(site))
      return { code: 2, out: [], error: site.map(({ field, message }) => `${field || 'site'}: ${message}`).join('; ') }
    const changes = before ? changesOf(before, site) : []
    const said = changes.length > 0 && (await deps.hasCounted(domain)) ? changes : []
    return {
      code: 0,
      out: [`${before ? 'changed' : 'added'} ${lineOf(site)}`, ...namesSaid(host, domain), ...said, tagLine(deps.url(), domain)],
    }
  } catch (error) {
    if (error instanceof TooManySites) return { code: 1, out: [], error: error.message }
    throw error
  }
}

/** The hosts that are meant, wherever one is named; or what is wrong with the first that is none. */
function readNames({ site, without = {} }: SiteAddCommand): { host: string; site: GivenSettings; without: Without } | { wrong: string } {
  const wrong: string[] = []
  const hostOf = (text: unknown) => {
    const typed = hostTyped(String(text))
    if ('wrong' in typed) wrong.push(typed.wrong)
    return 'wrong' in typed ? '' : typed.host
  }
  const host = hostOf(site.domain ?? '')
  const hosts = (named: GivenSettings) =>
    Object.fromEntries(hostSettings.flatMap((name) => (named[name] ? [[name, listIn(named, name).map(hostOf)]] : [])))
  const read = { host, site: { ...site, ...hosts(site) }, without: { ...without, ...hosts(without) } }
  return wrong[0] === undefined ? read : { wrong: wrong[0] }
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
