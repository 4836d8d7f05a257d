import { BlockList, isIPv6, SocketAddress } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { networkOf } from '../../../../collector/ingest/networks/network.ts'

const octets = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 })
const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
const globalGroups = groups.map(([first = 0, ...rest]) => [0x2400 | (first & 0x3ff), ...rest])
const written = (all: readonly number[]) => all.map((group) => group.toString(16)).join(':')

/** The special-purpose ranges, checked by other code than the one under test. */
const special = new BlockList()
const specialRanges = [
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24',
  '192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 224.0.0.0/4 240.0.0.0/4',
].flatMap((line) => line.split(' '))
for (const range of specialRanges) {
  const [address = '', length] = range.split('/')
  special.addSubnet(address, Number(length), 'ipv4')
}

/** The addresses on both sides of both ends of a range. */
function edgesOf(range: string): string[] {
  const [address = '', length] = range.split('/')
  const first = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)
  const after = first + 2 ** (32 - Number(length))
  const dotted = (number: number) => [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.')
  return [first - 1, first, after - 1, after].filter((number) => number >= 0 && number < 2 ** 32).map(dotted)
}

describe('the network of an address', () => {
  test.each([
    ['192.0.2.1', '192.0.2.0/24', '2.0.192.in-addr.arpa', '0.192.in-addr.arpa'],
    ['8.8.8.255', '8.8.8.0/24', '8.8.8.in-addr.arpa', '8.8.in-addr.arpa'],
    ['::ffff:192.0.2.77', '192.0.2.0/24', '2.0.192.in-addr.arpa', '0.192.in-addr.arpa'],
    ['::FFFF:c000:24d', '192.0.2.0/24', '2.0.192.in-addr.arpa', '0.192.in-addr.arpa'],
    ['2001:db8:12:ab::1', '2001:db8:12::/48', '2.1.0.0.8.b.d.0.1.0.0.2.ip6.arpa', '8.b.d.0.1.0.0.2.ip6.arpa'],
    ['2A00:1450::', '2a00:1450:0::/48', '0.0.0.0.0.5.4.1.0.0.a.2.ip6.arpa', '0.5.4.1.0.0.a.2.ip6.arpa'],
  ])('%s lies in %s', (address, prefix, zone, parentZone) => {
    expect(networkOf(address)).toEqual({ prefix, zone, parentZone })
  })

  test.each([
    ['', 'nothing'],
    ['unknown', 'no address'],
    ['1.2.3', 'too short'],
    ['1.2.3.4.5', 'too long'],
    ['1.2.3.4.', 'a dot too many'],
    ['1.2.3.256', 'no octet'],
    ['01.2.3.4', 'octal, or not: nobody knows'],
    ['0x1.2.3.4', 'hexadecimal'],
    ['16909060', 'a number'],
    ['8.8.8.8:53', 'with a port'],
    ['[2a00::1]', 'in brackets'],
    ['2a00::1%eth0', 'with an interface'],
    ['2a00::1]/@[::1', 'breaks out of the brackets'],
    ['2a00:::1', 'three colons'],
    ['2a00:1:2:3:4:5:6:7:8', 'nine groups'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'mapped loopback'],
    ['::ffff:10.1.2.3', 'mapped private'],
    ['fe80::1', 'link-local'],
    ['fec0::1', 'site-local'],
    ['fd12:3456:789a::1', 'unique local'],
    ['ff02::1', 'multicast'],
    ['64:ff9b::808:808', 'translated IPv4'],
    ['2001:0:4136:e378::1', 'Teredo'],
    ['2002:808:808::1', '6to4, whose /48 is a whole IPv4 address'],
  ])('"%s" names nothing: %s', (address) => {
    expect(networkOf(address)).toBeNull()
  })

  test.each(specialRanges)('%s is special as far as its ends', (range) => {
    for (const address of edgesOf(range)) expect(networkOf(address) === null, address).toBe(special.check(address, 'ipv4'))
  })

  test.each([
    '192.175.48.1',
    '192.31.196.1',
    '192.52.193.1',
    '2620:4f:8000::1',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '2001:db8::1',
    '3fff::1',
  ])('%s has one, though some lists of special ranges name it', (address) => expect(networkOf(address)).not.toBeNull())

  test('every IPv4 address gives the three octets of its /24 and nothing of the fourth, unless its range is special', () => {
    fc.assert(
      fc.property(octets, ([a, b, c, d]) => {
        const address = `${a}.${b}.${c}.${d}`
        const expected = { prefix: `${a}.${b}.${c}.0/24`, zone: `${c}.${b}.${a}.in-addr.arpa`, parentZone: `${b}.${a}.in-addr.arpa` }
        expect(networkOf(address)).toEqual(special.check(address, 'ipv4') ? null : expected)
      }),
      { numRuns: 3_000, seed: 3 },
    )
  })

  test('every global IPv6 address, however written, gives its first 48 bits and nothing of the rest', () => {
    fc.assert(
      fc.property(globalGroups, groups, (one, other) => {
        const network = networkOf(written(one))
        const shortened = new SocketAddress({ address: written(one), family: 'ipv6' }).address
        expect(networkOf(shortened)).toEqual(network)
        expect(networkOf(written([...one.slice(0, 3), ...other.slice(3)]))).toEqual(network)
        const nibbles = [
          ...one
            .slice(0, 3)
            .map((group) => group.toString(16).padStart(4, '0'))
            .join(''),
        ]
        expect(network?.zone).toBe(`${nibbles.toReversed().join('.')}.ip6.arpa`)
        expect(network?.zone.endsWith(`.${network.parentZone}`)).toBe(true)
      }),
      { numRuns: 2_000, seed: 3 },
    )
  })

  test('whatever is sent as an address, it never throws, and what is no address names nothing', () => {
    const text = fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.string({ unit: fc.constantFrom(...'0123456789abcf:.%[]'), maxLength: 45 }))
    fc.assert(
      fc.property(text, (address) => {
        const network = networkOf(address)
        if (network === null) return
        expect(address.includes(':') ? isIPv6(address) : SocketAddress.parse(`${address}:1`) !== undefined).toBe(true)
        expect(network.zone).toMatch(/^(\d{1,3}\.){3}in-addr\.arpa$|^([0-9a-f]\.){12}ip6\.arpa$/)
      }),
      { numRuns: 5_000, seed: 3 },
    )
  })
})
