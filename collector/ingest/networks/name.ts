/** What a network is called: the registrable domain of whoever runs its reverse zone. */
import { hostPattern } from '../../../contract/site.ts'
import { domainOf } from '../enrich/public-suffix.ts'

/** What the SOA record of a zone says of who runs it. */
export interface Authority {
  /** Host name of the zone's primary name server. */
  primary: string
  /** The mailbox of who is responsible, its `@` written as a dot. */
  hostmaster: string
}

/** Those who hand out addresses or serve the tree itself. Their zone says that a network has no name of its own. */
export const registries: ReadonlySet<string> = new Set([
  'arin.net',
  'ripe.net',
  'apnic.net',
  'lacnic.net',
  'afrinic.net',
  'iana.org',
  'icann.org',
  'root-servers.net',
  'as112.net',
  // National registries
  'nic.ad.jp',
  'dns.br',
  'registro.br',
  'nic.mx',
  'cnnic.cn',
  'twnic.tw',
  'nic.or.kr',
  'irinn.in',
  'idnic.net',
  'vnnic.vn',
])

/** The domain of the primary name server, else of the hostmaster; null for a registry, for the tree itself, for no domain. */
export function networkName({ primary, hostmaster }: Authority): string | null {
  const name = registrable(primary) ?? registrable(withoutMailbox(hostmaster))
  return name === null || registries.has(name) || name.endsWith('.arpa') ? null : name
}

/** Whoever runs a zone writes what they like: only what is a host name may become a value. */
function registrable(text: string): string | null {
  const host = text.toLowerCase().replace(/\.$/, '')
  if (!hostPattern.test(host)) return null
  const { name, isLocal } = domainOf(host)
  return isLocal ? null : name
}

/** The first label is the mailbox; a dot in it is written `\.`. */
function withoutMailbox(hostmaster: string): string {
  return hostmaster.replace(/^(?:\\.|[^.\\])+\./, '')
}
