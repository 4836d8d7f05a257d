/** What is read as an address: the usual forms alone, since programs disagree about the others and a header's writer may choose. */
import { BlockList, isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isIn, readAddress, readRange } from '../../collector/ip-address.ts'

/** As the library writes it, the groups of IPv6 in full. */
const read = (text: string) => readAddress(text)?.toNormalizedString() ?? null

describe('an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['2001:DB8::1', '2001:db8:0:0:0:0:0:1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8:0:0:0:0:0:1'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::FFFF:127.0.0.1', '127.0.0.1'],
    ['::ffff:7f00:1', '127.0.0.1'],
    ['0:0:0:0:0:ffff:7f00:0001', '127.0.0.1'],
    // These are no mapped addresses, whatever they look like: IPv4-compatible, translated, and embedded in a provider's own range.
    ['::127.0.0.1', '0:0:0:0:0:0:7f00:1'],
    ['::ffff:0:127.0.0.1', '0:0:0:0:ffff:0:7f00:1'],
    ['64:ff9b::127.0.0.1', '64:ff9b:0:0:0:0:7f00:1'],
    ['::1:2:3:4:5:127.0.0.1', '0:1:2:3:4:5:7f00:1'],
  ])('%s is %s', (text, address) => expect(read(text)).toBe(address))

  it.each([
    ['', 'nothing'],
    ['127.1', 'short: two parts'],
    ['127.0.1', 'short: three parts'],
    ['2130706433', 'a number'],
    ['0x7f000001', 'a hexadecimal number'],
    ['0x7f.1', 'hexadecimal and short'],
    ['0x7f.0.0.1', 'hexadecimal'],
    ['0177.0.0.1', 'octal'],
    ['127.0.0.01', 'octal, or a zero too many'],
    ['1.2.3.256', 'past an octet'],
    ['1.2.3.4.', 'a dot too many'],
    [' 1.2.3.4', 'a space before it'],
    ['1.2.3.4\n', 'a line too many'],
    ['１.2.3.4', 'a digit of another script'],
    ['1.2.3.4:80', 'with a port'],
    ['1.2.3.4/32', 'with a length'],
    ['[::1]', 'in brackets'],
    ['fe80::1%eth0', 'with an interface'],
    ['::ffff:127.0.0.1%1', 'a mapped one with an interface'],
    ['::ffff:127.1', 'a mapped one, short'],
    ['::ffff:0177.0.0.1', 'a mapped one, octal'],
    ['::ffff:0x7f.0.0.1', 'a mapped one, hexadecimal'],
    ['::127.0.0.01', 'an IPv4-compatible one, octal'],
    ['1:2:3:4:5:6:7', 'seven groups'],
    ['1:2:3:4:5:6:7:8:9', 'nine groups'],
    ['1:2:3:4:5:6:7:127.0.0.1', 'seven groups and IPv4'],
    ['::00001', 'a group of five digits'],
    ['1::2::3', 'shortened twice'],
    [':::', 'three colons'],
    ['1:', 'one colon'],
  ])('%j is none: %s', (text) => expect(read(text)).toBeNull())

  const part = fc.oneof(fc.integer({ min: 0, max: 300 }).map(String), fc.constantFrom('01', '0x7f', '010', '', '255', '256'))
  const dotted = fc.array(part, { minLength: 2, maxLength: 5 }).map((parts) => parts.join('.'))
  const group = fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((number) => number.toString(16)),
    fc.constantFrom('0', 'ffff', 'FFFF', '00000', '0001', ''),
  )
  const groups = fc.array(group, { minLength: 1, maxLength: 9 }).map((all) => all.join(':'))
  const tail = fc.oneof(
    fc.constant(''),
    dotted.map((text) => `:${text}`),
  )
  const coloned = fc.tuple(groups, fc.constantFrom('', '::'), groups, tail).map((parts) => parts.join(''))
  const mapped = fc
    .tuple(fc.constantFrom('::ffff:', '::FFFF:', '::', '0::ffff:', '64:ff9b::'), fc.oneof(dotted, fc.ipV4()))
    .map((parts) => parts.join(''))
  const anyText = fc.string({ unit: fc.constantFrom(...'0123456789abcfFx:.[]/ '), maxLength: 45 })
  const texts = fc.oneof(fc.ipV4(), fc.ipV6(), dotted, coloned, mapped, anyText, fc.string())

  it('is what the platform takes for one, without an interface', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!text.includes('%'))
        expect(readAddress(text) !== null, text).toBe(isIP(text) !== 0)
      }),
      { numRuns: 10_000, seed: 3 },
    )
  })

  it('is the same address however it is written', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const address = readAddress(text)
        if (!address) return
        expect(readAddress(address.toString())).toEqual(address)
        expect(readAddress(address.toNormalizedString())).toEqual(address)
        if (address.kind() === 'ipv4') expect(readAddress(`::ffff:${address}`)).toEqual(address)
      }),
      { numRuns: 10_000, seed: 3 },
    )
  })

  it('lies in a range where the platform says so', () => {
    const inRange = fc.tuple(
      fc.oneof(fc.ipV4(), fc.ipV6(), mapped),
      fc.integer({ min: 0, max: 128 }),
      fc.oneof(fc.ipV4(), fc.ipV6(), mapped),
    )
    fc.assert(
      fc.property(inRange, fc.boolean(), ([network, length, other], isNear) => {
        fc.pre(isIP(network) !== 0 && isIP(other) !== 0)
        const bits = Math.min(length, isIP(network) === 4 ? 32 : 128)
        const text = isNear ? network : other
        const list = new BlockList()
        list.addSubnet(network, bits, isIP(network) === 4 ? 'ipv4' : 'ipv6')
        const range = readRange(`${network}/${bits}`)
        const address = readAddress(text)
        expect(range && address && isIn(address, range), `${text} in ${network}/${bits}`).toBe(
          list.check(text, isIP(text) === 4 ? 'ipv4' : 'ipv6'),
        )
      }),
      { numRuns: 5_000, seed: 3 },
    )
  })
})

describe('a range', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1', '11.0.0.1'],
    ['10.9.9.9/8', '10.255.0.1', '11.0.0.1'],
    ['192.0.2.1', '192.0.2.1', '192.0.2.2'],
    ['2001:db8::/32', '2001:db8:ffff::1', '2001:db9::1'],
    ['::ffff:10.0.0.0/104', '10.255.0.1', '11.0.0.1'],
    ['::/0', '10.0.0.1', null],
    ['0.0.0.0/0', '::ffff:10.0.0.1', '::1'],
  ])('%s holds %s and not %s', (text, inside, outside) => {
    const range = readRange(text)!
    const holds = (address: string) => isIn(readAddress(address)!, range)
    expect(holds(inside)).toBe(true)
    if (outside) expect(holds(outside)).toBe(false)
  })

  it.each([
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '10.0.0.0/0x8',
    '10/8',
    '10.0.0/8',
    'fe80::1%eth0/64',
    '/8',
  ])('%s is none', (text) => expect(readRange(text)).toBeNull())
})
