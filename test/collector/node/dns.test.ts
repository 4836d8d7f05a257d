import { describe, expect, onTestFinished, test } from 'vitest'
import { createNetworks, lifetimes } from '../../../collector/node/dns.ts'
import { bounds } from '../../../contract/bounds.ts'
import { startDnsServer, type ZoneAnswer } from '../../kit/dns-server.ts'

/** A DNS server with these zones, and networks that ask it, under a clock of the test's own. */
async function world(zones: Record<string, ZoneAnswer> = {}) {
  const server = await startDnsServer(zones)
  const clock = { time: 1_000, now: () => clock.time }
  const networks = createNetworks(server.setting, clock)
  onTestFinished(async () => {
    networks.close()
    await server.close()
  })
  const asked = () => server.questions.splice(0).map(({ name, type }) => `${type} ${name}`)
  return { server, clock, networks, asked, domainOf: networks.domainOf }
}

const parent24 = '0.192.in-addr.arpa'
const zone24 = `2.${parent24}`
const ask24 = `SOA ${zone24}`
const askParent = `SOA ${parent24}`

describe('the domain of an address', () => {
  test.each<[string, Record<string, ZoneAnswer>, string | null, string[]]>([
    ['the zone of the /24', { [zone24]: { primary: 'ns1.cps.edu' } }, 'cps.edu', [ask24]],
    ['the zone of the /16, where the /24 has none', { [parent24]: { primary: 'ns.isp.net' } }, 'isp.net', [ask24, askParent]],
    ['… or no record', { [zone24]: 'nodata', [parent24]: { primary: 'ns.isp.net' } }, 'isp.net', [ask24, askParent]],
    [
      'the hostmaster, where the server has no domain',
      { [zone24]: { primary: 'localhost', hostmaster: 'noc.isp.net' } },
      'isp.net',
      [ask24],
    ],
    ['nobody: no zone', {}, null, [ask24, askParent]],
    [
      'nobody: a registry, though a zone around has a name',
      { [zone24]: { primary: 'z.arin.net' }, [parent24]: { primary: 'ns.isp.net' } },
      null,
      [ask24],
    ],
  ])('%s', async (_, zones, domain, questions) => {
    const { domainOf, asked } = await world(zones)
    expect(await domainOf('192.0.2.77')).toBe(domain)
    expect(asked()).toEqual(questions)
  })

  test('of IPv6 is asked for by the /48, then the /32', async () => {
    const { domainOf, asked } = await world({ '8.b.d.0.1.0.0.2.ip6.arpa': { primary: 'ns.isp.net' } })
    expect(await domainOf('2001:db8:12:ab:cd::1')).toBe('isp.net')
    expect(asked()).toEqual(['SOA 2.1.0.0.8.b.d.0.1.0.0.2.ip6.arpa', 'SOA 8.b.d.0.1.0.0.2.ip6.arpa'])
  })

  test('in IPv6 form is the IPv4 one', async () => {
    const { domainOf, asked } = await world({ [zone24]: { primary: 'ns.isp.net' } })
    expect(await domainOf('::ffff:192.0.2.9')).toBe('isp.net')
    expect(asked()).toEqual([ask24])
  })

  test.each(['', 'nonsense', '127.0.0.1', '10.1.2.3', '::1', 'fe80::1%eth0', '2002:c000:201::1'])('"%s" asks nothing', async (address) => {
    const { domainOf, asked } = await world()
    expect(await domainOf(address)).toBeNull()
    expect(asked()).toEqual([])
  })
})

describe('what was learnt is kept', () => {
  test.each<[string, ZoneAnswer | undefined, keyof typeof lifetimes, string[]]>([
    ['a name for a day', { primary: 'ns.isp.net' }, 'named', [ask24]],
    ['that nobody is named for an hour', { primary: 'z.arin.net' }, 'nameless', [ask24]],
    ['that there is no zone for an hour', undefined, 'nameless', [ask24, askParent]],
    ['a failure for a minute', 'servfail', 'failed', [ask24]],
  ])('%s', async (_, answer, kind, questions) => {
    const { domainOf, asked, clock } = await world(answer === undefined ? {} : { [zone24]: answer })
    const first = await domainOf('192.0.2.1')
    expect([...new Set(asked())]).toEqual(questions)
    clock.time += lifetimes[kind]
    expect(await domainOf('192.0.2.2')).toBe(first)
    expect(asked()).toEqual([])
    clock.time += 1
    expect(await domainOf('192.0.2.3')).toBe(first)
    expect([...new Set(asked())]).toEqual(questions)
  })

  test('names live longest, failures shortest', () => {
    expect(lifetimes.named > lifetimes.nameless && lifetimes.nameless > lifetimes.failed).toBe(true)
  })

  test('look-ups of one network at once share one question', async () => {
    const { domainOf, asked } = await world({ [zone24]: { primary: 'ns.isp.net' } })
    const answers = await Promise.all(Array.from({ length: 200 }, (_, last) => domainOf(`192.0.2.${last}`)))
    expect(new Set(answers)).toEqual(new Set(['isp.net']))
    expect(asked()).toEqual([ask24])
  })
})

describe('a name server in trouble', () => {
  test('that says SERVFAIL is believed to know nothing now: the zone around is not asked', async () => {
    const { domainOf, asked } = await world({ [zone24]: 'servfail', [parent24]: { primary: 'ns.isp.net' } })
    expect(await domainOf('192.0.2.1')).toBeNull()
    expect(asked()).not.toContain(askParent)
  })

  test('that stays silent is asked a bounded number of times, and nobody is named', async () => {
    const { domainOf, asked } = await world({ [zone24]: 'silent' })
    const began = performance.now()
    expect(await domainOf('192.0.2.1')).toBeNull()
    expect(performance.now() - began).toBeLessThan(bounds.dnsTries.max * bounds.dnsMilliseconds.max + 1_500)
    expect(asked()).toEqual(Array(bounds.dnsTries.max).fill(ask24))
  })

  test('is given up on when the networks are closed', async () => {
    const { domainOf, networks } = await world({ [zone24]: 'silent' })
    const answer = domainOf('192.0.2.1')
    setImmediate(networks.close)
    expect(await answer).toBeNull()
  })
})

describe('FOOTFALL_DNS', () => {
  test('off names nobody', async () => {
    expect(await createNetworks('off').domainOf('8.8.8.8')).toBeNull()
  })

  test.each(['system', '127.0.0.1:53', '[::1]:5353'])('%s is taken', (setting) => {
    expect(() => createNetworks(setting).close()).not.toThrow()
  })

  test.each([
    '',
    'on',
    '127.0.0.1',
    '127.0.0.1:0',
    '127.0.0.1:65536',
    '::1:53',
    '[127.0.0.1]:53',
    'dns.example.org:53',
    '1.2.3:53',
    '1.1.1.1:53,8.8.8.8:53',
  ])('"%s" is refused by one clear error', (setting) => {
    expect(() => createNetworks(setting)).toThrow(`FOOTFALL_DNS must be system, off, address:port or [IPv6 address]:port, not "${setting}"`)
  })
})
