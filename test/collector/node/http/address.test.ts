import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clientAddress, parseProxies } from '../../../../collector/node/http/address.ts'

const headers = (forwarded?: string) => new Headers(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded })
const proxies = parseProxies('127.0.0.1, 10.0.0.0/8, 2001:db8:1::/48, ::1')

describe('the address of a request', () => {
  test.each<[socket: string, forwarded: string | undefined, client: string, why: string]>([
    ['198.51.100.7', undefined, '198.51.100.7', 'nobody between'],
    ['198.51.100.7', '203.0.113.9', '198.51.100.7', 'who is not listed is not believed'],
    ['127.0.0.1', undefined, '127.0.0.1', 'the proxy itself'],
    ['127.0.0.1', '', '127.0.0.1', 'an empty header'],
    ['127.0.0.1', '203.0.113.9', '203.0.113.9', 'one proxy'],
    ['::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9', 'the proxy in IPv6 form'],
    ['::ffff:7f00:1', '203.0.113.9', '203.0.113.9', 'the proxy in IPv6 form, in hexadecimal'],
    ['::1', '203.0.113.9', '203.0.113.9', 'the proxy by IPv6'],
    ['2001:db8:1:ff::2', ' 2a00:1450::5 ', '2a00:1450::5', 'a range of IPv6'],
    ['127.0.0.1', '203.0.113.9, 10.1.2.3', '203.0.113.9', 'two proxies'],
    ['127.0.0.1', '1.1.1.1, 203.0.113.9, 10.1.2.3', '203.0.113.9', 'what the visitor wrote is not read'],
    ['127.0.0.1', 'nonsense, 203.0.113.9', '203.0.113.9', 'nor is it judged'],
    ['127.0.0.1', '10.9.9.9, 10.1.2.3', '10.9.9.9', 'proxies all the way: the first of them'],
    ['127.0.0.1', '203.0.113.9, nonsense', '127.0.0.1', 'a malformed entry'],
    ['127.0.0.1', '203.0.113.9,', '127.0.0.1', 'an empty entry'],
    ['127.0.0.1', 'unknown', '127.0.0.1', 'a word'],
    ['127.0.0.1', '203.0.113.9, nonsense, 10.1.2.3', '127.0.0.1', 'a malformed entry further left'],
    ['127.0.0.1', '::ffff:203.0.113.9', '203.0.113.9', 'a mapped entry'],
    ['127.0.0.1', '203.0.113.9:4711', '203.0.113.9', 'with a port'],
    ['127.0.0.1', '[2a00:1450::5]:4711', '2a00:1450::5', 'IPv6 with a port'],
    ['127.0.0.1', '[2a00:1450::5]', '2a00:1450::5', 'IPv6 in brackets'],
    ['fe80::1%eth0', undefined, 'fe80::1', 'a link-local neighbour'],
    ['127.0.0.1', 'fe80::2%eth0', 'fe80::2', 'an entry with an interface'],
    ['127.0.0.1', '127.1', '127.0.0.1', 'a short entry'],
    ['127.0.0.1', '203.0.113.010', '127.0.0.1', 'an octal entry'],
    ['127.0.0.1', '0xcb.0.0x71.9', '127.0.0.1', 'a hexadecimal entry'],
    ['127.0.0.1', '203.0.113.9, 10.1', '127.0.0.1', 'a short entry is no proxy'],
    ['127.0.0.1', '203.0.113.9, 012.1.2.3', '127.0.0.1', 'an octal entry is no proxy'],
    ['127.0.0.1', '203.0.113.9, ::10.1.2.3', '::10.1.2.3', 'an IPv4-compatible address is no mapped one, and so no proxy'],
    ['127.0.0.1', '203.0.113.9, ::ffff:a01:203', '203.0.113.9', 'a mapped proxy in hexadecimal'],
  ])('socket %s, header %s: %s (%s)', (socket, forwarded, client) => {
    expect(clientAddress(headers(forwarded), socket, proxies)).toBe(client)
  })

  test('a socket that is gone has no address, whatever the header says', () => {
    expect(clientAddress(headers('203.0.113.9'), undefined, proxies)).toBe('')
  })

  test('without believed proxies no header is ever read', () => {
    const unread = {
      get: () => {
        throw new Error('read')
      },
    }
    expect(clientAddress(unread, '198.51.100.7', parseProxies(''))).toBe('198.51.100.7')
  })

  test('whatever the header holds, the answer is an address of the header or the socket', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), { maxLength: 30 }), (entries) => {
        const forwarded = entries.join(', ')
        const client = clientAddress({ get: () => forwarded }, '127.0.0.1', proxies)
        expect(client === '127.0.0.1' || forwarded.includes(client)).toBe(true)
      }),
      { numRuns: 1_000, seed: 3 },
    )
  })
})

describe('the list of proxies', () => {
  test.each(['', ' , ', '127.0.0.1', '10.0.0.0/8,::1', '2001:db8::/32', '0.0.0.0/0'])('"%s" is taken', (text) => {
    expect(() => parseProxies(text)).not.toThrow()
  })

  test.each([
    'localhost',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '10.0.0/8',
    '1.2.3.4 5.6.7.8',
    'fe80::1%eth0',
  ])('"%s" is refused by name', (entry) => {
    expect(() => parseProxies(`127.0.0.1, ${entry}`)).toThrow(
      `FOOTFALL_PROXIES must list addresses or ranges such as 10.0.0.0/8, separated by commas; "${entry}" is neither`,
    )
  })
})
