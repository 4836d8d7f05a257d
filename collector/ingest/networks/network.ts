/** Addresses as networks: the /24 (IPv4) or /48 (IPv6) that an address lies in, and the reverse zones that speak for it. */
import { type IpAddress, type IpRange, isIn, readAddress, readRange } from '../../ip-address.ts'

export interface Network {
  /** The network: `192.0.2.0/24`, or `2001:db8:1::/48` with its groups in hexadecimal. */
  prefix: string
  /** Its reverse zone: `2.0.192.in-addr.arpa`, or twelve nibbles under `ip6.arpa`. */
  zone: string
  /** The reverse zone of the /16 or /32 around it, to which larger networks are delegated. */
  parentZone: string
}

/**
 * The network of an address in text form (IPv4, IPv6, IPv4-mapped IPv6 as IPv4).
 * Null for what is no address, and for private, loopback, link-local and reserved ones.
 */
export function networkOf(text: string): Network | null {
  const address = readAddress(text)
  if (address === null || !isRouted(address)) return null
  return 'octets' in address ? networkV4(address.octets) : networkV6(address.parts)
}

function networkV4([first, second, third]: readonly number[]): Network {
  return {
    prefix: `${first}.${second}.${third}.0/24`,
    zone: `${third}.${second}.${first}.in-addr.arpa`,
    parentZone: `${second}.${first}.in-addr.arpa`,
  }
}

function networkV6(parts: readonly number[]): Network {
  const groups = parts.slice(0, 3).map((group) => group.toString(16))
  const nibbles = groups.flatMap((group) => [...group.padStart(4, '0')])
  const zone = (count: number) => `${nibbles.slice(0, count).reverse().join('.')}.ip6.arpa`
  return { prefix: `${groups.join(':')}::/48`, zone: zone(12), parentZone: zone(8) }
}

const rangesOf = (...texts: string[]) => texts.map((text) => readRange(text) as IpRange)
const isInAny = (address: IpAddress, ranges: readonly IpRange[]) => ranges.some((range) => isIn(address, range))

// Nobody has an address of these, and examples and tests need some.
const documentation = rangesOf('192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24')
// Special to the library, and routed all the same: servers that answer for private zones, and relays.
const routedRanges = new Set<string>(['unicast', 'as112', 'amt'])

// Only the first is given to networks. Of it the second is for protocols, and the third (6to4) must name nothing: its /48 holds a whole IPv4
// address, so that asking about the network would be asking about the visitor.
const [global, ...notGlobal] = rangesOf('2000::/3', '2001::/23', '2002::/16') as [IpRange, ...IpRange[]]

/** Whether a visitor can come from there by the internet's own routing. For IPv4 the library knows the special ranges. */
function isRouted(address: IpAddress): boolean {
  if ('parts' in address) return isIn(address, global) && !isInAny(address, notGlobal)
  return routedRanges.has(address.range()) || isInAny(address, documentation)
}
