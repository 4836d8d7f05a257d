/** What is printed once the collector listens: the addresses, the line to paste, the way in. */
import { bounds } from '../../contract/bounds.ts'
import { signInLink } from '../commands/commands.ts'
import { tagLine } from '../commands/site-line.ts'
import { demoDomain } from '../sites/start.ts'

export interface Welcome {
  /** Where the collector is reached, without a slash at the end. */
  url: string
  /** Where it listens on this machine: what a server before it is to ask. */
  here: string
  sites: readonly string[]
  /** The domain of the sample site, where it is there. */
  sample: string | null
  /** A one-time secret for its owner; null where it might be kept by whatever keeps logs. */
  secret: string | null
}

export function greeting({ url, here, sites, sample, secret }: Welcome): string[] {
  const own = sites.filter((site) => site !== demoDomain && site !== sample)
  return [
    '',
    'Footfall is running.',
    '',
    `  Dashboard  ${url}/`,
    `  Demo       ${url}/demo/`,
    ...(here === url ? [] : [`  Listens    ${here}`]),
    ...(own.length > 0 ? own.slice(0, 3) : ['example.org']).map((site) => `  Tag        ${tagLine(url, site)}`),
    ...(own.length > 0 ? [] : ['             (once the site is there: npm run footfall -- site add example.org)']),
    ...(sample ? [`  Sample     ${sample}: made-up traffic to look at (npm run footfall -- site remove ${sample})`] : []),
    ...(secret === null
      ? ['  Sign in    by a link that this prints: npm run footfall -- link']
      : [
          `  Sign in    ${signInLink(url, secret)}`,
          `             (works once, within ${bounds.signInLinkHours.max} hours; another: npm run footfall -- link)`,
        ]),
    '',
  ]
}
