/** Host names of events by the public suffix list: the registrable domain that is kept of each. */
import { parse } from 'tldts'
import { bounds } from '../../contract/bounds.ts'
import { reserved } from '../../contract/dimensions.ts'
import { remember } from './remember.ts'

interface Domain {
  /** The registrable domain: one label below the public suffix; null where the host has none. */
  name: string | null
  /** Whether the suffix is on the public list, not merely the last label. */
  listed: boolean
  isAddress: boolean
}

// As browsers do, a host whose last label is a number is read as an IPv4 address (WHATWG URL, "ends in a number").
const endsInNumber = /(^|\.)(\d+|0x[0-9a-f]*)$/

/** Looks up a host name in lower case. The suffixes of hosting firms do not count: `anna.blogspot.com` is `blogspot.com`. */
export const domainOf = remember<Domain>(bounds.namesRemembered.max, (host) => {
  const found = parse(host, { extractHostname: false })
  const isAddress = found.isIp === true || host.startsWith('[') || endsInNumber.test(host)
  return { name: isAddress ? null : found.domain, listed: found.isIcann === true, isAddress }
})

/** What is stored of a referring host: its registrable domain; `(other)` for an address; a name without domain as it is. */
export function referrerName(host: string): string {
  const domain = domainOf(host)
  return domain.isAddress ? reserved.other : (domain.name ?? host)
}

/** True for a name that no public page can have as its host: one word, which is neither this machine nor an address. */
export function isAppName(host: string): boolean {
  return !host.includes('.') && host !== 'localhost' && !domainOf(host).isAddress
}
