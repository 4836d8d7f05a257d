/** At the bound and one past it: networks, their look-ups and the proxies in front. */
import { expect } from 'vitest'
import { createNetworkCounts } from '../../collector/ingest/networks/counts.ts'
import { createFindings, createNetworks, type Finding } from '../../collector/node/dns.ts'
import { clientAddress, parseProxies } from '../../collector/node/http/address.ts'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { startDnsServer } from '../kit/dns-server.ts'
import { eventually } from '../kit/temporary.ts'

const day = '2026-11-24'
const clock = { now: () => Date.UTC(2026, 10, 24, 12) }
/** The `index`th /24 of public networks that are not special. */
const network = (index: number) => `${20 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`

/** Counting in which each address names what the table says, by its first three numbers. */
function counting(nameOf: (network: string) => string) {
  const counts = createNetworkCounts({ networks: { domainOf: async (address) => nameOf(address.replace(/\.\d+$/, '')) }, clock })
  const view = async (address: string) => {
    counts.viewed('example.org', day, address)
    await counts.settled()
  }
  const make = async (name: number, views: number) => {
    for (let index = 0; index < views; index += 1) counts.viewed('example.org', day, `${20 + (index % 3)}.${name >> 8}.${name & 255}.1`)
    await counts.settled()
  }
  return { counts, view, make }
}

/** One name for the networks that differ in their first number only. */
const byLastTwo = (prefix: string) => `d${prefix.split('.').slice(1).join('-')}.org`

async function waitingAfter(others: number): Promise<number> {
  const { counts, make } = counting(byLastTwo)
  await make(0, 9)
  for (let other = 1; other <= others; other += 1) await make(other, 1)
  await make(0, 1)
  return counts.flush().length
}

/** A name server, and how to make it stay silent about the `index`th network. */
async function silentWorld() {
  const server = await startDnsServer()
  const networks = createNetworks(server.setting)
  const silence = (index: number) => server.zones.set(`${network(index).split('.').reverse().join('.')}.in-addr.arpa`, 'silent')
  const close = async () => {
    networks.close()
    await server.close()
  }
  return { server, networks, silence, close }
}

/** A finding of this kind is known for so long, and no longer. */
function holdsFor(kind: Finding['kind'], milliseconds: number): void {
  const time = { passed: 1, now: () => time.passed }
  const findings = createFindings(time)
  findings.set(network(0), { domain: null, kind })
  const knownAfter = (passed: number) => {
    time.passed = 1 + passed
    return findings.get(network(0)) !== undefined
  }
  expect([knownAfter(milliseconds), knownAfter(milliseconds + 1)]).toEqual([true, false])
}

export const probes: Partial<Record<BoundName, () => Promise<void> | void>> = {
  forwardedAddresses: () => {
    const proxies = parseProxies('127.0.0.0/8')
    const chain = (length: number) => ['8.8.8.8', ...Array(length - 1).fill('127.0.0.2')].join(', ')
    const client = (length: number) => clientAddress({ get: () => chain(length) }, '127.0.0.1', proxies)
    expect(client(bounds.forwardedAddresses.max)).toBe('8.8.8.8')
    expect(client(bounds.forwardedAddresses.max + 1)).toBe('127.0.0.1')
  },

  networkLookups: async () => {
    let asked = 0
    const answer = Promise.withResolvers<string>()
    const counts = createNetworkCounts({
      networks: {
        domainOf: () => {
          asked += 1
          return answer.promise
        },
      },
      clock,
    })
    for (let index = 0; index < bounds.networkLookups.max; index += 1) counts.viewed('example.org', day, `${network(index)}.1`)
    expect(asked).toBe(bounds.networkLookups.max)
    counts.viewed('example.org', day, '20.1.1.1')
    expect(asked).toBe(bounds.networkLookups.max)
    answer.resolve('isp.net')
    await counts.settled()
    counts.viewed('example.org', day, '20.1.1.1')
    await counts.settled()
    expect(counts.flush().map(({ count }) => count)).toEqual([bounds.networkLookups.max + 1])
  },

  networksWaiting: async () => {
    expect(await waitingAfter(bounds.networksWaiting.max - 1)).toBe(1)
    expect(await waitingAfter(bounds.networksWaiting.max)).toBe(0)
  },

  networksCommon: async () => {
    const { counts, make } = counting(byLastTwo)
    for (let name = 0; name < bounds.networksCommon.max; name += 1) await make(name, 10)
    expect(counts.flush().length).toBe(bounds.networksCommon.max)
    await make(bounds.networksCommon.max, 10)
    expect(counts.flush()).toEqual([])
    await make(0, 1)
    expect(counts.flush().map(({ count }) => count)).toEqual([1])
  },

  networksRemembered: () => {
    const findings = createFindings(clock)
    const set = (from: number, to: number) => {
      for (let index = from; index < to; index += 1) findings.set(network(index), { domain: 'isp.net', kind: 'named' })
    }
    set(0, bounds.networksRemembered.max)
    expect(findings.get(network(0))?.domain).toBe('isp.net')
    set(bounds.networksRemembered.max, bounds.networksRemembered.max + 1)
    // The first was just asked for, so the second is the longest unasked.
    expect([findings.get(network(0))?.domain, findings.get(network(1))]).toEqual(['isp.net', undefined])
  },

  networkNamedMilliseconds: () => holdsFor('named', bounds.networkNamedMilliseconds.max),
  networkNamelessMilliseconds: () => holdsFor('nameless', bounds.networkNamelessMilliseconds.max),
  networkFailedMilliseconds: () => holdsFor('failed', bounds.networkFailedMilliseconds.max),

  dnsQuestions: async () => {
    const { server, networks, silence, close } = await silentWorld()
    const max = bounds.dnsQuestions.max
    for (let index = 0; index < max; index += 1) silence(index)
    const answers = Array.from({ length: max + 1 }, (_, index) => networks.domainOf(`${network(index)}.1`))
    const names = () => new Set(server.questions.map(({ name }) => name)).size
    await eventually('a question for each place', () => names() >= max, 1_500)
    // Another asker's two questions come after whatever the first one has sent.
    const other = createNetworks(server.setting)
    await other.domainOf('8.8.8.8')
    expect(names()).toBe(max + 2)
    networks.close()
    await Promise.all(answers)
    expect(names()).toBeGreaterThan(max + 2)
    await close()
  },

  dnsWaiting: async () => {
    const { server, networks, silence, close } = await silentWorld()
    for (let index = 0; index < bounds.dnsQuestions.max; index += 1) silence(index)
    const most = bounds.dnsQuestions.max + bounds.dnsWaiting.max
    const answers = Array.from({ length: most }, (_, index) => networks.domainOf(`${network(index)}.1`))
    expect(await networks.domainOf(`${network(most)}.1`)).toBeNull()
    networks.close()
    await Promise.all(answers)
    const zones = new Set(server.questions.map(({ name }) => name))
    const zone = (index: number) => `${network(index).split('.').reverse().join('.')}.in-addr.arpa`
    expect([zones.has(zone(most - 1)), zones.has(zone(most))]).toEqual([true, false])
    await close()
  },

  dnsTries: async () => {
    expect((await silentLookUp()).questions).toBe(bounds.dnsTries.max)
  },

  dnsMilliseconds: async () => {
    const { milliseconds } = await silentLookUp()
    expect(milliseconds).toBeGreaterThanOrEqual(bounds.dnsMilliseconds.max)
    // The resolver looks at its clock once a second.
    expect(milliseconds).toBeLessThan(bounds.dnsTries.max * (bounds.dnsMilliseconds.max + 1_000))
  },
}

let silentOnce: Promise<{ questions: number; milliseconds: number }> | undefined

/** One look-up, made once for both probes, that a name server leaves unanswered. */
function silentLookUp() {
  silentOnce ??= (async () => {
    const { server, networks, silence, close } = await silentWorld()
    silence(0)
    const began = performance.now()
    await networks.domainOf(`${network(0)}.1`)
    const milliseconds = performance.now() - began
    await close()
    return { questions: server.questions.length, milliseconds }
  })()
  return silentOnce
}
