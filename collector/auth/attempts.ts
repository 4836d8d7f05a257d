/** Failed attempts to get in, counted by address in memory for a minute; past the bound whoever fails again is told to wait. */
import { LRUCache } from 'lru-cache'
import { bounds } from '../../contract/bounds.ts'
import type { Clock } from '../deps.ts'

const windowMilliseconds = 60_000

export interface Attempts {
  /** True while the address has failed too often within the minute. */
  blocked(address: string): boolean
  failed(address: string): void
}

export function createAttempts(clock: Clock): Attempts {
  const failures = new LRUCache<string, { count: number; until: number }>({ max: bounds.attemptAddresses.max })
  const current = (address: string) => {
    const known = failures.get(address)
    return known && known.until > clock.now() ? known : undefined
  }
  return {
    blocked: (address) => (current(address)?.count ?? 0) >= bounds.failedAttempts.max,
    failed(address) {
      const known = current(address) ?? { count: 0, until: clock.now() + windowMilliseconds }
      failures.set(address, { ...known, count: known.count + 1 })
    },
  }
}
