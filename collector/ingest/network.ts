/** Addresses as networks: the /24 (IPv4) or /48 (IPv6) that an address lies in, and the reverse zones that speak for it. */

export interface Network {
  /** The network: `192.0.2.0/24`, or `2001:db8:1::/48` with its groups in hexadecimal. */
  prefix: string
  /** Its reverse zone: `2.0.192.in-addr.arpa`, or twelve nibbles under `ip6.arpa`. */
  zone: string
  /** The reverse zone of the /16 or /32 around it, to which larger networks are delegated. */
  parentZone: string
}

type Block = readonly [bits: number, length: number]

const v4 = (text: string, length: number): Block => [numberOf(octetsOf(text) ?? []) >>> (32 - length), length]

// From the IANA special-purpose registry: no visitor comes from here by the internet's own routing.
// The documentation ranges (192.0.2.0/24 and the like) are left out: nobody has them, and examples and tests need some.
const reservedV4: readonly Block[] = [
  v4('0.0.0.0', 8),
  v4('10.0.0.0', 8),
  v4('100.64.0.0', 10),
  v4('127.0.0.0', 8),
  v4('169.254.0.0', 16),
  v4('172.16.0.0', 12),
  v4('192.0.0.0', 24),
  v4('192.88.99.0', 24),
  v4('192.168.0.0', 16),
  v4('198.18.0.0', 15),
  v4('224.0.0.0', 3),
]

/**
 * The network of an address in text form (IPv4, IPv6, IPv4-mapped IPv6 as IPv4).
 * Null for what is no address, and for private, loopback, link-local and reserved ones.
 */
export function networkOf(address: string): Network | null {
  const octets = octetsOf(address)
  if (octets) return networkV4(octets)
  const groups = groupsOf(address)
  if (!groups) return null
  return isMapped(groups) ? networkV4(groups.slice(6).flatMap((group) => [group >> 8, group & 255])) : networkV6(groups)
}

function networkV4(octets: readonly number[]): Network | null {
  const bits = numberOf(octets)
  if (reservedV4.some(([block, length]) => bits >>> (32 - length) === block)) return null
  const [first, second, third] = octets
  return {
    prefix: `${first}.${second}.${third}.0/24`,
    zone: `${third}.${second}.${first}.in-addr.arpa`,
    parentZone: `${second}.${first}.in-addr.arpa`,
  }
}

function networkV6(groups: readonly number[]): Network | null {
  if (isReservedV6(groups)) return null
  const nibbles = groups.slice(0, 3).flatMap((group) => [...hex(group).padStart(4, '0')])
  const zone = (count: number) => `${nibbles.slice(0, count).reverse().join('.')}.ip6.arpa`
  return { prefix: `${groups.slice(0, 3).map(hex).join(':')}::/48`, zone: zone(12), parentZone: zone(8) }
}

/**
 * Only 2000::/3 is given to networks. Of it 2001::/23 is for protocols, and 2002::/16 (6to4) must name nothing:
 * its /48 holds a whole IPv4 address, so that asking about the network would be asking about the visitor.
 */
function isReservedV6([first = 0, second = 0]: readonly number[]): boolean {
  return first >> 13 !== 1 || (first === 0x2001 && second < 0x200) || first === 0x2002
}

function isMapped(groups: readonly number[]): boolean {
  return groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
}

/** The four numbers of an IPv4 address in its usual form (no leading zeros), or null. */
function octetsOf(text: string): number[] | null {
  if (!/^(?:(?:0|[1-9]\d{0,2})(?:\.(?!$)|$)){4}$/.test(text)) return null
  const octets = text.split('.').map(Number)
  return octets.every((octet) => octet < 256) ? octets : null
}

function numberOf(octets: readonly number[]): number {
  return octets.reduce((sum, octet) => sum * 256 + octet, 0) >>> 0
}

/** The eight groups of an IPv6 address, or null. The runtime's URL parser judges and shortens it. */
function groupsOf(text: string): number[] | null {
  if (!/^[0-9a-f:.]{2,45}$/i.test(text)) return null
  const shortened = URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1)
  if (shortened === undefined) return null
  const [head = [], tail = []] = shortened.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = Array<string>(8 - head.length - tail.length).fill('0')
  return [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16))
}

function hex(group: number): string {
  return group.toString(16)
}
