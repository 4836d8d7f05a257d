/** Whose address a request comes from: the socket's, or the one that believed proxies name in `X-Forwarded-For`. */
import { bounds } from '../../../contract/bounds.ts'
import { isIn, readAddress, readRange } from '../../ip-address.ts'

/** The proxies that are believed. */
export interface Proxies {
  /** Whether there is none. */
  none: boolean
  /** Whether an address in text form is one of theirs. */
  check(address: string): boolean
}

/**
 * The proxies to believe, from addresses and CIDR ranges separated by commas; empty: none.
 * Throws one error that names the first entry which is neither.
 */
export function parseProxies(text: string): Proxies {
  const entries = text.split(',').map((each) => each.trim())
  const ranges = entries.filter((entry) => entry !== '').map(rangeOf)
  return {
    none: ranges.length === 0,
    check: (text) => {
      const address = readAddress(text)
      return address !== null && ranges.some((range) => isIn(address, range))
    },
  }
}

function rangeOf(entry: string) {
  const range = readRange(entry)
  if (range) return range
  throw new Error(`FOOTFALL_PROXIES must list addresses or ranges such as 10.0.0.0/8, separated by commas; "${entry}" is neither`)
}

/** `clientAddress` with these proxies; where there are none, the list is not asked each time. */
export function addressReader(proxies: Proxies): (headers: Pick<Headers, 'get'>, socketAddress: string | undefined) => string {
  if (proxies.none) return (_headers, socketAddress) => plain(socketAddress ?? '')
  return (headers, socketAddress) => clientAddress(headers, socketAddress, proxies)
}

/**
 * The visitor's address, IPv4-mapped ones as IPv4; '' where the socket has none.
 * Read from the right: each proxy appends whom it heard from, so only what a believed one wrote is believed.
 * A malformed entry, or a chain that is too long, leaves the socket's address.
 */
export function clientAddress(headers: Pick<Headers, 'get'>, socketAddress: string | undefined, proxies: Proxies): string {
  const socket = plain(socketAddress ?? '')
  if (!proxies.check(socket)) return socket
  const entries = (headers.get('x-forwarded-for') ?? '').split(',', bounds.forwardedAddresses.max + 1)
  if (entries.length > bounds.forwardedAddresses.max) return socket
  let client = socket
  for (const entry of entries.reverse()) {
    client = plain(withoutPort(entry.trim()))
    if (!readAddress(client)) return socket
    if (!proxies.check(client)) return client
  }
  return client
}

/** Whether a socket's address is one of these proxies'. */
export function believes(proxies: Proxies): (socketAddress: string) => boolean {
  return (socketAddress) => proxies.check(plain(socketAddress))
}

/** Without the interface of a link-local address, and an IPv4-mapped one as IPv4. */
function plain(address: string): string {
  return address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
}

/** Some proxies write the sender's port too: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(entry: string): string {
  return entry.replace(/^([\d.]+):\d{1,5}$/, '$1').replace(/^\[([^\]]+)\](?::\d{1,5})?$/, '$1')
}
