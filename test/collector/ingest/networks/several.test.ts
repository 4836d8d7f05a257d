import { describe, expect, it } from 'vitest'
import { bookingsOf } from '../../../../collector/cells/bookings.ts'
import { createSeveral } from '../../../../collector/ingest/networks/several.ts'
import { addDays } from '../../../../contract/day.ts'
import { type Dimension, dimensionRow } from '../../../../contract/dimensions.ts'
import { severalNetworks } from '../../../../contract/rules.ts'
import { today, view } from '../../../kit/facts.ts'

const by = (network: number) => `11.0.${network}.7`
const told = (several: ReturnType<typeof createSeveral>) =>
  several.flush().map(({ dimension, value, day }) => `${day} ${dimension}=${value}`)

describe('values out of several networks', () => {
  it('are told with the fifth network, once, each value by itself', () => {
    const several = createSeveral()
    for (const network of [1, 2, 2, 3, 4]) several.seen(view({ path: '/a', country: network < 3 ? 'NZ' : 'US' }), by(network))
    expect(told(several)).toEqual([])
    several.seen(view({ path: '/a', country: 'US' }), by(5))
    expect(told(several)).toEqual([`${today} path=/a`, `${today} host=example.org`, `${today} referrer=(direct)`, `${today} hour=9`])
    for (const network of [6, 7]) several.seen(view({ path: '/a', country: 'US' }), by(network))
    expect(told(several)).toEqual([`${today} country=US`])
  })

  it.each([
    ['one network', (browser: number) => `11.0.0.${browser % 250}`],
    ['four networks', (browser: number) => by(browser % (severalNetworks - 1))],
    ['a proxy that is not listed', () => '10.0.0.7'],
    ['this machine and one network', (browser: number) => (browser % 2 ? '127.0.0.1' : '2001:db9::1')],
  ])('are never told of a thousand browsers of %s', (_where, from) => {
    const several = createSeveral()
    for (let browser = 0; browser < 1_000; browser++) several.seen(view({ path: '/a' }), from(browser))
    expect(told(several)).toEqual([])
  })

  it('are told where the networks came on three days in a row, whatever their order, and not on more', () => {
    const found = (days: readonly number[]) => {
      const several = createSeveral()
      for (const [network, ago] of days.entries()) several.seen(view({ day: addDays(today, -ago), path: '/a' }), by(network))
      return told(several).filter((line) => line.endsWith('path=/a'))
    }
    expect(found([2, 2, 1, 1, 0])).toEqual([`${today} path=/a`])
    expect(found([0, 1, 0, 1, 2])).toEqual([`${addDays(today, -2)} path=/a`])
    expect(found([3, 2, 1, 1, 0])).toEqual([])
    expect(found([3, 2, 1, 1, 0, 0])).toEqual([`${today} path=/a`])
  })

  it('are told on the next day again with its first view, and after three quiet days not', () => {
    const several = createSeveral()
    const seenOn = (ahead: number, network: number) => several.seen(view({ day: addDays(today, ahead), path: '/a' }), by(network))
    for (let network = 1; network <= severalNetworks; network++) seenOn(0, network)
    several.flush()
    seenOn(1, 1)
    expect(told(several)).toContain(`${addDays(today, 1)} path=/a`)
    seenOn(4, 1)
    expect(told(several)).toEqual([])
  })

  it('are told at once where a site’s visitors share a network', () => {
    const several = createSeveral()
    several.seen(view({ path: '/a' }), '10.0.0.7', true)
    expect(told(several)).toContain(`${today} path=/a`)
  })

  it('are all that a view is booked under and that earns its crosses', () => {
    const several = createSeveral()
    const described = {
      path: '/a',
      source: 'a.org',
      medium: 'mail',
      campaign: 'spring',
      browser: 'Firefox',
      system: 'Linux',
      device: 'mobile' as const,
    }
    const fact = view({ ...described, country: 'NZ', language: 'mi', visit: 1, slices: ['s'], entrySlices: ['e'], pathSlices: ['p'] })
    several.seen(fact, by(1), true)
    const booked = bookingsOf(fact).flatMap(({ values }) => Object.entries(values) as [Dimension, string][])
    const earning = booked.filter(([name]) => dimensionRow(name).earns > 0 && !dimensionRow(name).sharedWith)
    expect(new Set(told(several))).toEqual(new Set(earning.map(([name, value]) => `${today} ${name}=${value}`)))
  })
})

it('a flood of made-up values from one network hides no value that others bring', () => {
  const several = createSeveral()
  several.seen(view({ path: '/published' }), by(1))
  for (let each = 0; each < 20_000; each++) several.seen(view({ path: `/junk/${each}` }), by(9))
  for (const network of [2, 3, 4, 5]) several.seen(view({ path: '/published' }), by(network))
  expect(told(several)).toContain(`${today} path=/published`)
})

describe('that all of a site came out of one network', () => {
  it('is said from a hundred views on, and not once there was another', () => {
    const several = createSeveral()
    for (let each = 0; each < 99; each++) several.seen(view(), '10.0.0.7')
    expect(several.isOneNetwork('example.org')).toBe(false)
    several.seen(view(), '10.0.0.8')
    expect(several.isOneNetwork('example.org')).toBe(true)
    several.seen(view(), by(1))
    several.seen(view(), '10.0.0.8')
    expect(several.isOneNetwork('example.org')).toBe(false)
  })
})
