import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { believes, parseProxies } from '../../../../collector/node/http/address.ts'
import { createConnectionShares } from '../../../../collector/node/http/connection-shares.ts'
import { bounds } from '../../../../contract/bounds.ts'

const share = bounds.networkConnections.max
const from = (remoteAddress: string) => Object.assign(new EventEmitter(), { remoteAddress })
const shares = (proxies = '') => createConnectionShares(believes(parseProxies(proxies)))

describe('a share of connections', () => {
  it.each([
    ['203.0.113.7', '203.0.113.200', '203.0.114.7'],
    ['2001:db9:1:2::3', '2001:db9:1:ffff::4', '2001:db9:2:2::3'],
    ['::ffff:203.0.113.7', '203.0.113.9', '::ffff:203.0.112.9'],
  ])('%s and %s share one, %s has another, and what ends makes room', (one, neighbour, stranger) => {
    const admit = shares()
    const held = Array.from({ length: share }, () => from(one))
    expect(held.every(admit)).toBe(true)
    expect([admit(from(neighbour)), admit(from(stranger))]).toEqual([false, true])
    held[0]?.emit('close')
    expect([admit(from(neighbour)), admit(from(neighbour))]).toEqual([true, false])
  })

  it.each(['127.0.0.1', '::1', '10.1.2.3', '192.168.0.4', 'fd00::1', '198.51.100.7', '::ffff:198.51.100.7'])(
    '%s has none: a proxy, or of this machine or house',
    (address) => {
      const admit = shares('198.51.100.0/24')
      expect(Array.from({ length: share + 1 }, () => from(address)).every(admit)).toBe(true)
    },
  )
})
