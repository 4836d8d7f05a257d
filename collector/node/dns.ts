/** Network names by DNS: asks for the SOA of a network's reverse zone, never for anything of the visitor's own address (P2). */
import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { LRUCache } from 'lru-cache'
import { bounds } from '../../contract/bounds.ts'
import { type Authority, networkName } from '../ingest/networks/name.ts'
import { type Network, networkOf } from '../ingest/networks/network.ts'
import { createLimiter, QueueFull } from '../limiter.ts'
import type { Clock, Networks } from '../ports.ts'

export interface DnsNetworks extends Networks {
  /** Gives up on the questions under way. */
  close(): void
}

/** How long an answer holds, in milliseconds. */
export const lifetimes = {
  named: bounds.networkNamedMilliseconds.max,
  nameless: bounds.networkNamelessMilliseconds.max,
  failed: bounds.networkFailedMilliseconds.max,
} as const

/** What is known of a network; `failed`: nothing was learnt, so it is soon asked again. */
export interface Finding {
  domain: string | null
  kind: keyof typeof lifetimes
}

const nobody: DnsNetworks = { domainOf: async () => null, close: () => {} }

/**
 * `setting` is `system` (the machine's name servers), `off` (no network is named), `address:port` or `[IPv6 address]:port`.
 * Throws where it is none of these. `domainOf` never rejects. `clock` measures how old an answer is.
 */
export function createNetworks(setting: string, clock: Clock = { now: () => performance.now() }): DnsNetworks {
  if (setting === 'off') return nobody
  const resolver = resolverOf(setting)
  const known = createFindings(clock)
  const underWay = new Map<string, Promise<Finding>>()
  const turns = createLimiter({ atOnce: bounds.dnsQuestions.max, waiting: bounds.dnsWaiting.max })

  async function lookUp(network: Network): Promise<Finding> {
    try {
      const finding = await turns(() => find(resolver, network))
      known.set(network.prefix, finding)
      return finding
    } catch (error) {
      if (error instanceof QueueFull) return { domain: null, kind: 'failed' }
      throw error
    } finally {
      underWay.delete(network.prefix)
    }
  }

  async function domainOf(address: string): Promise<string | null> {
    const network = networkOf(address)
    if (network === null) return null
    const before = known.get(network.prefix) ?? underWay.get(network.prefix)
    if (before) return (await before).domain
    const finding = lookUp(network)
    underWay.set(network.prefix, finding)
    return (await finding).domain
  }

  return { domainOf, close: () => resolver.cancel() }
}

/** What is known by network prefix: so many networks, each for as long as its kind of finding holds. */
export function createFindings(clock: Clock) {
  const cache = new LRUCache<string, Finding>({ max: bounds.networksRemembered.max, ttlResolution: 0, perf: clock })
  return {
    get: (prefix: string) => cache.get(prefix),
    set: (prefix: string, finding: Finding): void => {
      cache.set(prefix, finding, { ttl: lifetimes[finding.kind] })
    },
  }
}

/** Large networks are delegated as a whole, so where the /24 or /48 is no zone of its own, the one around it is asked. */
async function find(resolver: Resolver, network: Network): Promise<Finding> {
  let answer = await ask(resolver, network.zone)
  if (answer === 'none') answer = await ask(resolver, network.parentZone)
  if (answer === 'failed') return { domain: null, kind: 'failed' }
  const domain = answer === 'none' ? null : networkName(answer)
  return { domain, kind: domain === null ? 'nameless' : 'named' }
}

/** `none`: the servers say that there is no such zone. `failed`: they did not say. */
async function ask(resolver: Resolver, zone: string): Promise<Authority | 'none' | 'failed'> {
  try {
    const { nsname, hostmaster } = await resolver.resolveSoa(zone)
    return { primary: nsname, hostmaster }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOTFOUND' || code === 'ENODATA' ? 'none' : 'failed'
  }
}

function resolverOf(setting: string): Resolver {
  const milliseconds = bounds.dnsMilliseconds.max
  const resolver = new Resolver({ timeout: milliseconds, maxTimeout: milliseconds, tries: bounds.dnsTries.max })
  if (setting !== 'system') resolver.setServers([serverOf(setting)])
  return resolver
}

function serverOf(setting: string): string {
  const [, six, four, port] = /^(?:\[([^\]]+)\]|([\d.]+)):(\d{1,5})$/.exec(setting) ?? []
  const isAddress = four === undefined ? isIP(six ?? '') === 6 : isIP(four) === 4
  if (isAddress && Number(port) >= 1 && Number(port) <= 65_535) return setting
  throw new Error(`FOOTFALL_DNS must be system, off, address:port or [IPv6 address]:port, not "${setting}"`)
}
