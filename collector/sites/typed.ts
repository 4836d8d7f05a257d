/** Hosts and sites as people type them: what they mean, as a browser spells it, or the one line that says what to write. */
import { parse } from 'tldts'
import { bounds } from '../../contract/bounds.ts'
import { readableHost } from '../../contract/host.ts'
import { hostPattern } from '../../contract/site.ts'
import { readAddress } from '../ip-address.ts'

export type Typed = { host: string } | { wrong: string }

/** `https://Shop.test/`, `shop.test.` and `bücher.example` are hosts; an address with a path, a port or a user is more than one. */
export function hostTyped(text: string): Typed {
  const given = text.trim()
  const url = urlOf(given)
  const host = url?.hostname.replace(/\.$/, '') ?? ''
  // A number alone is an address to a browser (`1` is 0.0.0.1), and to nobody else.
  const isName = hostPattern.test(host) && (!isIPv4(host) || given.includes(host))
  const said = given.slice(0, bounds.saidCharacters.max)
  if (!url || !isName)
    return { wrong: `${said || 'nothing'} is not the name of a host: write it as the address bar shows it, such as example.org` }
  const isMore = url.pathname !== '/' || url.search + url.hash + url.port + url.username !== ''
  return isMore ? { wrong: `${said} is more than the name of a host: write ${readableHost(host)}` } : { host }
}

/** The hosts of a site of which only the domain is known: what has no `www.` of its own gets none. */
export function defaultHosts(domain: string): string[] {
  const { isPrivate } = parse(domain, { allowPrivateDomains: true })
  const alone = isAddress(domain) || isPrivate || !domain.includes('.') || domain.endsWith('.localhost') || domain.startsWith('www.')
  return alone ? [domain] : [domain, `www.${domain}`]
}

/** The domain of the site that a host belongs to: `example.org` of `www.example.org`. */
export function withoutWww(host: string): string {
  return /^www\..+\../.test(host) && !isAddress(host) ? host.slice('www.'.length) : host
}

/** Whether browsers share no cookie between the domain and what is below it, as of `co.uk`. */
export function isSuffix(domain: string): boolean {
  const { publicSuffix, isIcann, isPrivate } = parse(domain, { allowPrivateDomains: true })
  return publicSuffix === domain && Boolean(isIcann || isPrivate)
}

/** As people read it, with the name that is sent and stored where that is another. */
export function shownHost(host: string): string {
  const read = readableHost(host)
  return read === host ? host : `${read} (${host})`
}

function urlOf(given: string): URL | null {
  const rest = given.replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
  const isBareIPv6 = /^[\da-f]*:[\da-f]*:[\da-f:.]*$/i.test(rest)
  return URL.parse(`http://${isBareIPv6 ? `[${rest}]` : rest}`)
}

function isIPv4(host: string): boolean {
  return readAddress(host)?.kind() === 'ipv4'
}

function isAddress(host: string): boolean {
  return host.startsWith('[') || isIPv4(host)
}
