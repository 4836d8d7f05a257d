/** A site in one line, and the tag to paste for it. */
import type { Site } from '../../contract/site.ts'
import { demoDomain } from '../sites/start.ts'
import { shownHost } from '../sites/typed.ts'

/** All that `site add` sets; what a site does not use is not named. */
export function lineOf(site: Site): string {
  const { domain, hosts, zone, baseline, detail, campaigns, returnHosts = [], queryPages } = site
  const listed = (name: string, values: readonly string[]) => (values.length > 0 ? [`${name} ${values.join(',')}`] : [])
  const mark = site.sample ? ' (sample)' : domain === demoDomain ? ' (demo)' : ''
  return [
    shownHost(domain) + mark,
    ...listed('hosts', hosts.map(shownHost)),
    `zone ${zone}`,
    `baseline ${baseline}`,
    `detail ${detail}`,
    ...listed('campaigns', campaigns),
    ...listed('return hosts', returnHosts.map(shownHost)),
    ...(site.hashRoutes ? ['hash routes'] : []),
    ...(queryPages ? [`query ${queryPages.key}=${queryPages.values.join(',')}`] : []),
    ...(site.replaceViews ? ['replace views'] : []),
    ...(site.framedViews ? ['framed views'] : []),
    ...(site.oneNetwork ? ['one network'] : []),
  ].join('  ')
}

/** The one line that a site's owner pastes. */
export function tagLine(url: string, domain: string): string {
  return `<script async src="${url}/footfall.js?site=${domain}"></script>`
}
