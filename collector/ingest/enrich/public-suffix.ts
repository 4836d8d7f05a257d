/** Host names by the public suffix list, and which of them mean something only inside somebody's own network. */
import { parse } from 'tldts'
import { bounds } from '../../../contract/bounds.ts'
import { memoize } from '../memoize.ts'
import { networkOf } from '../networks/network.ts'

interface Domain {
  /** The registrable domain: one label below the public suffix; null where the host has none. */
  name: string | null
  /** The same where the suffixes of hosting firms count too, as of `anna.blogspot.com`: what is below it is one owner's. */
  owner: string | null
  /** Whether the suffix is on the public list, not merely the last label. */
  listed: boolean
  isAddress: boolean
  /** Whether no public page can have it: this machine, a private address, a name of a network at home or at work. */
  isLocal: boolean
}

// As browsers do, a host whose last label is a number is read as an IPv4 address (WHATWG URL, "ends in a number").
const endsInNumber = /(^|\.)(\d+|0x[0-9a-f]*)$/
// RFC 6761, 6762, 8375, ICANN's `internal`, and what people have always called their networks.
const localSuffix = /^localhost$|\.(?:localhost|local|localdomain|internal|intranet|private|home\.arpa|home|corp|lan|test|invalid)$/

/** Looks up a host name in lower case. For `name` the suffixes of hosting firms do not count: `anna.blogspot.com` is `blogspot.com`. */
export const domainOf = memoize<Domain>(bounds.namesRemembered.max, (host) => {
  const found = parse(host, { extractHostname: false })
  const isIp = found.isIp === true || host.startsWith('[')
  const isAddress = isIp || endsInNumber.test(host)
  if (isAddress)
    return { name: null, owner: null, listed: false, isAddress, isLocal: isIp && networkOf(host.replace(/[[\]]/g, '')) === null }
  const owner = parse(host, { extractHostname: false, allowPrivateDomains: true }).domain
  return { name: found.domain, owner, listed: found.isIcann === true, isAddress, isLocal: localSuffix.test(host) }
})

/** The first of `names` that is the host or stands above it, no higher than its registrable domain; undefined where none is. */
export function listedAbove(host: string, names: ReadonlySet<string>): string | undefined {
  const { name } = domainOf(host)
  for (let each = host; ; each = each.slice(each.indexOf('.') + 1)) {
    if (names.has(each)) return each
    // Whoever lists a public suffix means that host, not all who are below it.
    if (name === null || each === name) return undefined
  }
}

/** True for a name that no public page can have as its host: one word, which is neither this machine nor an address. */
export function isAppName(host: string): boolean {
  return !host.includes('.') && host !== 'localhost' && !domainOf(host).isAddress
}
