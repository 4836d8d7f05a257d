/** Reads IP addresses, strictly: what is an address and what is none is decided here, for headers, sockets, referrers and settings alike. */
import ipaddr from 'ipaddr.js'

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6
/** An address and how many of its first bits its range shares. */
export type IpRange = [IpAddress, bits: number]

/**
 * An address in its usual text form, an IPv4-mapped one as IPv4. Null for anything else: also for what the library would read but programs
 * disagree about, as short, octal and hexadecimal IPv4 (`127.1`, `0177.0.0.1`), and for an address with an interface (`fe80::1%eth0`).
 */
export function readAddress(text: string): IpAddress | null {
  const address = asWritten(text)
  return address instanceof ipaddr.IPv6 && address.match(mapped) ? address.toIPv4Address() : address
}

// The library's own question, whether an address is mapped, goes through all its special ranges: too long for each event.
const mapped: IpRange = [ipaddr.IPv6.parse('::ffff:0:0'), 96]

/** An address, or a range such as `10.0.0.0/8`; null for anything else. */
export function readRange(text: string): IpRange | null {
  const [, written = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const address = asWritten(written)
  if (!address) return null
  const most = address.kind() === 'ipv4' ? 32 : 128
  const length = bits === undefined ? most : Number(bits)
  return length <= most ? [address, length] : null
}

/** Whether the address lies in the range. An IPv4 address lies also in one of IPv6 that holds its mapped form. */
export function isIn(address: IpAddress, [network, bits]: IpRange): boolean {
  const alike = address instanceof ipaddr.IPv4 && network instanceof ipaddr.IPv6 ? address.toIPv4MappedAddress() : address
  return alike.kind() === network.kind() && alike.match(network, bits)
}

function asWritten(text: string): IpAddress | null {
  try {
    return text.includes(':') ? sixIn(text) : fourIn(text)
  } catch {
    return null
  }
}

function fourIn(text: string): ipaddr.IPv4 | null {
  const address = ipaddr.IPv4.parse(text)
  return address.toString() === text ? address : null
}

function sixIn(text: string): ipaddr.IPv6 | null {
  const end = text.slice(text.lastIndexOf(':') + 1)
  if (text.includes('%') || (end.includes('.') && !fourIn(end))) return null
  // Of `::192.0.2.1` the library makes a mapped address, which it is not; with a zero before it, it does not.
  return ipaddr.IPv6.parse(text === `::${end}` ? `0${text}` : text)
}
