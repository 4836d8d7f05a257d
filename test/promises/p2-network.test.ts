/** P2: only the domain name of the visitor's computer is captured, by asking about its network, and only once it is common. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createNetworkCounts, type NetworkCounts } from '../../collector/ingest/networks/counts.ts'
import { createNetworks, type DnsNetworks } from '../../collector/node/dns.ts'
import { type DnsServer, startDnsServer } from '../kit/dns-server.ts'

const day = '2026-11-24'
const clock = { now: () => Date.UTC(2026, 10, 24, 12) }

/** A school with two networks of its own, a large provider delegated by /16 and by /32, a registry, and a broken zone. */
const zones = {
  '1.100.204.in-addr.arpa': { primary: 'ns1.cps.edu' },
  '2.100.204.in-addr.arpa': { primary: 'ns2.cps.edu' },
  '96.73.in-addr.arpa': { primary: 'dns101.comcast.net', hostmaster: 'domregtech.comcast.net' },
  '0.5.4.1.0.0.a.2.ip6.arpa': { primary: 'ns1.google.com' },
  '196.in-addr.arpa': { primary: 'ns.afrinic.net' },
  '9.9.196.in-addr.arpa': { primary: 'ns1.afrinic.net' },
  '8.9.196.in-addr.arpa': 'servfail',
} as const

let server: DnsServer
let networks: DnsNetworks
let counts: NetworkCounts

beforeAll(async () => {
  server = await startDnsServer(zones)
})
beforeEach(() => {
  server.questions.splice(0)
  networks = createNetworks(server.setting)
  counts = createNetworkCounts({ networks, clock })
  return () => networks.close()
})
afterAll(() => server.close())

async function flushedAfter(addresses: Iterable<string>) {
  for (const address of addresses) counts.viewed('example.org', day, address)
  await counts.settled()
  return counts.flush()
}

/** Addresses of the provider: `count` views from `networkCount` networks, no address twice. */
function* provider(count: number, networkCount: number, from = 0) {
  for (let index = from; index < from + count; index += 1) yield `73.96.${index % networkCount}.${100 + Math.floor(index / networkCount)}`
}

function* everybody() {
  yield* provider(60, 20)
  for (let last = 1; last < 40; last += 1) {
    yield `204.100.${1 + (last % 2)}.${last}`
    yield `::ffff:73.96.200.${last}`
    yield `2a00:1450:${(last % 5).toString(16)}:77::${last.toString(16)}`
    yield `196.9.${last % 2 === 0 ? 9 : 8}.${last}`
    yield `198.51.100.${last}`
    yield* [`10.0.0.${last}`, `127.0.0.${last}`, `fe80::${last}`, `2002:4960:c8${last}::1`, `nonsense ${last}`]
  }
}

describe('what is asked', () => {
  test('is the SOA of the /24 or /48, or of the /16 or /32 around it, and nothing else', async () => {
    await flushedAfter(everybody())
    expect(server.questions.length).toBeGreaterThan(20)
    for (const { name, type } of server.questions) {
      expect(type).toBe('SOA')
      expect(name).toMatch(/^(\d{1,3}\.){2,3}in-addr\.arpa$|^(([0-9a-f]\.){8}|([0-9a-f]\.){12})ip6\.arpa$/)
    }
  })

  test('is the same for every address of a network, whoever comes from it', async () => {
    await flushedAfter(['73.96.5.1'])
    const one = server.questions.splice(0)
    networks.close()
    networks = createNetworks(server.setting)
    counts = createNetworkCounts({ networks, clock })
    await flushedAfter(['73.96.5.254', '73.96.5.7', '::ffff:73.96.5.1'])
    expect(server.questions).toEqual(one)
  })
})

describe('what leaves memory', () => {
  test.each([
    ['9 views from 9 networks', 9, 9],
    ['9 views from 3 networks', 9, 3],
    ['300 views from 2 networks', 300, 2],
    ['10 views from 1 network', 10, 1],
  ])('nothing after %s', async (_, views, networkCount) => {
    expect(await flushedAfter(provider(views, networkCount))).toEqual([])
  })

  test('after 10 views from 3 networks is their number, and then that of each later view, exactly', async () => {
    const row = { type: 'count', site: 'example.org', day, dimension: 'network', value: 'comcast.net' }
    expect(await flushedAfter(provider(9, 3))).toEqual([])
    expect(await flushedAfter(provider(1, 3, 9))).toEqual([{ ...row, count: 10 }])
    expect(await flushedAfter(provider(137, 40, 10))).toEqual([{ ...row, count: 137 }])
    expect(await flushedAfter([])).toEqual([])
  })

  test('names the common networks only: no registry, no school of two networks, nobody who has no name', async () => {
    const facts = await flushedAfter(everybody())
    expect(Object.fromEntries(facts.map(({ value, count }) => [value, count]))).toEqual({ 'comcast.net': 60 + 39, 'google.com': 39 })
  })

  test('holds no address and no part of one', async () => {
    const facts = await flushedAfter(everybody())
    expect(facts.length).toBeGreaterThan(0)
    const allowed = ['count', 'day', 'dimension', 'site', 'type', 'value']
    for (const fact of facts) expect(Object.keys(fact).sort()).toEqual(allowed)
    const text = JSON.stringify(facts)
    for (const address of everybody()) expect(text).not.toContain(address)
    expect(text).not.toMatch(/arpa|\d+\.\d+\.\d+|[0-9a-f]+:[0-9a-f]*:[0-9a-f]/)
  })
})
