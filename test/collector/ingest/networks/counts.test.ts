import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CountFact } from '../../../../collector/fact.ts'
import { createNetworkCounts } from '../../../../collector/ingest/networks/counts.ts'
import type { Networks } from '../../../../collector/ports.ts'

const day = '2026-11-24'
const noon = Date.UTC(2026, 10, 24, 12)

/** Names by the second octet: 20.1.x.x is d1.org. 20.0.x.x has no name. */
const bySecondOctet: Networks = {
  domainOf: async (address) => (address.split('.')[1] === '0' ? null : `d${address.split('.')[1]}.org`),
}

function counts(networks: Networks = bySecondOctet) {
  const clock = { time: noon, now: () => clock.time }
  const counting = createNetworkCounts({ networks, clock })
  const view = (address: string, when = day, site = 'example.org') => counting.viewed(site, when, address)
  const views = (count: number, networksSeen: number, options: { domain?: number; when?: string; site?: string } = {}) => {
    for (let index = 0; index < count; index += 1) {
      view(`20.${options.domain ?? 1}.${index % networksSeen}.${index % 200}`, options.when, options.site)
    }
  }
  const flushed = async () => {
    await counting.settled()
    return counting.flush()
  }
  return { clock, counting, view, views, flushed }
}

const fact = (value: string, count: number, rest: Partial<CountFact> = {}): CountFact => ({
  type: 'count',
  site: 'example.org',
  day,
  dimension: 'network',
  value,
  count,
  ...rest,
})

describe('the threshold', () => {
  test.each([
    [9, 3, null],
    [10, 2, null],
    [500, 2, null],
    [2, 2, null],
    [10, 3, 10],
    [11, 3, 11],
    [10, 10, 10],
  ])('%i views from %i networks: %s counted', async (views, networks, counted) => {
    const world = counts()
    world.views(views, networks)
    expect(await world.flushed()).toEqual(counted === null ? [] : [fact('d1.org', counted)])
  })

  test('once common, the views before count too, and each later one once', async () => {
    const world = counts()
    world.views(9, 3)
    expect(await world.flushed()).toEqual([])
    world.views(2, 1)
    expect(await world.flushed()).toEqual([fact('d1.org', 11)])
    expect(await world.flushed()).toEqual([])
    world.views(1, 1)
    expect(await world.flushed()).toEqual([fact('d1.org', 1)])
    world.views(30, 1)
    expect(await world.flushed()).toEqual([fact('d1.org', 30)])
  })

  test('a flush between the views changes nothing about when a domain is common', async () => {
    const world = counts()
    for (let index = 0; index < 9; index += 1) {
      world.view(`20.1.${index}.1`)
      expect(await world.flushed()).toEqual([])
    }
    world.view('20.1.0.1')
    expect(await world.flushed()).toEqual([fact('d1.org', 10)])
  })

  test('each site, each day and each domain reaches it alone', async () => {
    const world = counts()
    world.views(9, 3)
    world.views(9, 3, { site: 'other.org' })
    world.views(9, 3, { when: '2026-11-23' })
    world.views(9, 3, { domain: 2 })
    expect(await world.flushed()).toEqual([])
    world.views(1, 1, { when: '2026-11-23' })
    expect(await world.flushed()).toEqual([fact('d1.org', 10, { day: '2026-11-23' })])
  })

  test('an IPv4 address in IPv6 form is in the same network as in its own', async () => {
    const world = counts({ domainOf: async () => 'd1.org' })
    for (let index = 0; index < 10; index += 1) world.view(index % 2 === 0 ? '20.1.1.1' : '::ffff:20.1.1.2')
    world.view('2a00:1:2::1')
    expect(await world.flushed()).toEqual([])
    world.view('2a00:1:3::1')
    expect(await world.flushed()).toEqual([fact('d1.org', 12)])
  })

  test('for random views and flushes, what was given out is what a plain count of the common gives', async () => {
    const step = fc.record({
      domain: fc.integer({ min: 0, max: 3 }),
      network: fc.integer({ min: 0, max: 4 }),
      site: fc.constantFrom('example.org', 'other.org'),
      when: fc.constantFrom(day, '2026-11-23', '2026-11-25'),
      flush: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 150 }), async (steps) => {
        const world = counts()
        const given = new Map<string, number>()
        const take = async () => {
          for (const { site, day: when, value, count } of await world.flushed()) {
            given.set(`${site} ${when} ${value}`, (given.get(`${site} ${when} ${value}`) ?? 0) + count)
          }
        }
        for (const { domain, network, site, when, flush } of steps) {
          world.view(`20.${domain}.${network}.7`, when, site)
          if (flush) await take()
        }
        await take()
        const groups = Map.groupBy(steps, ({ site, when, domain }) => `${site} ${when} d${domain}.org`)
        const common = [...groups]
          .filter(([, group]) => group[0]?.domain !== 0 && group.length >= 10 && new Set(group.map(({ network }) => network)).size >= 3)
          .map(([key, group]) => [key, group.length] as const)
        expect(given).toEqual(new Map(common))
      }),
      { numRuns: 150, seed: 3 },
    )
  })
})

describe('what is kept', () => {
  test('a day is kept while it is yesterday anywhere on earth, and forgotten then', async () => {
    const world = counts()
    world.clock.time = noon - 1
    world.views(9, 3, { when: '2026-11-22' })
    expect(await world.flushed()).toEqual([])
    world.views(1, 1, { when: '2026-11-22' })
    expect(await world.flushed()).toEqual([fact('d1.org', 10, { day: '2026-11-22' })])
    world.views(9, 3, { when: '2026-11-22', domain: 2 })
    world.clock.time = noon
    expect(await world.flushed()).toEqual([])
    world.clock.time = noon - 1
    world.views(1, 3, { when: '2026-11-22' })
    world.views(1, 3, { when: '2026-11-22', domain: 2 })
    expect(await world.flushed()).toEqual([])
  })

  test('a view of a forgotten day is not even looked up', async () => {
    const asked: string[] = []
    const world = counts({
      domainOf: async (address) => {
        asked.push(address)
        return 'd1.org'
      },
    })
    world.views(20, 5, { when: '2026-11-22' })
    expect(await world.flushed()).toEqual([])
    expect(asked).toEqual([])
  })

  test('no fact holds an address or a part of one', async () => {
    const world = counts({ domainOf: async () => 'isp.net' })
    for (let index = 0; index < 200; index += 1) world.view(`20.77.${index}.123`)
    const text = JSON.stringify(await world.flushed())
    expect(text).toContain('isp.net')
    expect(text).not.toMatch(/20\.77|123|\/24/)
  })
})

describe('nothing reaches the caller', () => {
  test.each<[string, Networks]>([
    ['a look-up that rejects', { domainOf: () => Promise.reject(new Error('no')) }],
    [
      'a look-up that throws',
      {
        domainOf: () => {
          throw new Error('no')
        },
      },
    ],
    ['a look-up that finds nobody', { domainOf: async () => null }],
  ])('%s', async (_, networks) => {
    const world = counts(networks)
    expect(() => world.views(20, 5)).not.toThrow()
    expect(await world.flushed()).toEqual([])
  })

  test('addresses that name nothing are not even looked up', async () => {
    const asked: string[] = []
    const world = counts({
      domainOf: async (address) => {
        asked.push(address)
        return 'x.org'
      },
    })
    for (const address of ['', 'nonsense', '127.0.0.1', '::1', '10.0.0.1', 'fe80::1%eth0', undefined as unknown as string])
      world.view(address)
    expect(await world.flushed()).toEqual([])
    expect(asked).toEqual([])
  })

  test('a clock that throws', async () => {
    const counting = createNetworkCounts({
      networks: bySecondOctet,
      clock: {
        now: () => {
          throw new Error('no')
        },
      },
    })
    expect(() => counting.viewed('example.org', day, '20.1.1.1')).not.toThrow()
    await counting.settled()
  })
})
