/** Whose address a request comes from: the socket's, or the one that believed proxies name in `X-Forwarded-For`. */
import { BlockList, isIP } from 'node:net'
import { bounds } from '../../contract/bounds.ts'

/**
 * The proxies to believe, from addresses and CIDR ranges separated by commas; empty: none.
 * Throws one error that names the first entry which is neither.
 */
export function parseProxies(text: string): BlockList {
  const proxies = new BlockList()
  for (const entry of text.split(',').map((each) => each.trim())) {
    if (entry !== '' && !add(proxies, entry)) {
      throw new Error(`FOOTFALL_PROXIES must list addresses or ranges such as 10.0.0.0/8, separated by commas; "${entry}" is neither`)
    }
  }
  return proxies
}

function add(proxies: BlockList, entry: string): boolean {
  const [address = '', length, ...rest] = entry.split('/')
  const family = familyOf(address)
  if (family === null || address.includes('%') || rest.length > 0) return false
  if (length === undefined) proxies.addAddress(address, family)
  else if (/^\d{1,3}$/.test(length) && Number(length) <= (family === 'ipv4' ? 32 : 128)) proxies.addSubnet(address, Number(length), family)
  else return false
  return true
}

/** `clientAddress` with these proxies; where there are none, the list is not asked each time. */
export function addressReader(proxies: BlockList): (headers: Pick<Headers, 'get'>, socketAddress: string | undefined) => string {
  if (proxies.rules.length === 0) return (_headers, socketAddress) => plain(socketAddress ?? '')
  return (headers, socketAddress) => clientAddress(headers, socketAddress, proxies)
}

/**
 * The visitor's address, IPv4-mapped ones as IPv4; '' where the socket has none.
 * Read from the right: each proxy appends whom it heard from, so only what a believed one wrote is believed.
 * A malformed entry, or a chain that is too long, leaves the socket's address.
 */
export function clientAddress(headers: Pick<Headers, 'get'>, socketAddress: string | undefined, proxies: BlockList): string {
  const socket = plain(socketAddress ?? '')
  if (!isBelieved(socket, proxies)) return socket
  const entries = (headers.get('x-forwarded-for') ?? '').split(',', bounds.forwardedAddresses.max + 1)
  if (entries.length > bounds.forwardedAddresses.max) return socket
  let client = socket
  for (const entry of entries.reverse()) {
    client = plain(withoutPort(entry.trim()))
    if (isIP(client) === 0) return socket
    if (!isBelieved(client, proxies)) return client
  }
  return client
}

/** Whether a socket's address is one of these proxies'. */
export function believes(proxies: BlockList): (socketAddress: string) => boolean {
  return (socketAddress) => isBelieved(plain(socketAddress), proxies)
}

function isBelieved(address: string, proxies: BlockList): boolean {
  const family = familyOf(address)
  return family !== null && proxies.check(address, family)
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address)
  return version === 0 ? null : version === 4 ? 'ipv4' : 'ipv6'
}

/** Without the interface of a link-local address, and an IPv4-mapped one as IPv4. */
function plain(address: string): string {
  return address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
}

/** Some proxies write the sender's port too: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(entry: string): string {
  return entry.replace(/^([\d.]+):\d{1,5}$/, '$1').replace(/^\[([^\]]+)\](?::\d{1,5})?$/, '$1')
}
