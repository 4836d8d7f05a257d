/** Failed attempts to get in: counted by address, in memory, for a minute. Past the bound whoever fails again is told to wait. */
import { bounds } from '../../contract/bounds.ts'
import type { Clock } from '../ports.ts'

const lookMilliseconds = 1_000

export interface Attempts {
  /** True while the address has failed too often within the minute. */
  blocked(address: string): boolean
  failed(address: string): void
  /** How many addresses are in memory: each is gone a second after its minute (P2). */
  remembered(): number
}

export function createAttempts(clock: Clock): Attempts {
  // In the order in which their minutes end.
  const failures = new Map<string, { count: number; until: number }>()
  let isWatched = false
  const forget = () => {
    const now = clock.now()
    for (const [address, { until }] of failures) {
      // A minute that ends later than any can was begun before the clock was put back.
      if (until > now && until <= now + bounds.attemptMilliseconds.max) break
      failures.delete(address)
    }
  }
  const watch = () => {
    if (isWatched || failures.size === 0) return
    isWatched = true
    setTimeout(() => {
      isWatched = false
      forget()
      watch()
    }, lookMilliseconds)
  }
  return {
    blocked(address) {
      forget()
      return (failures.get(address)?.count ?? 0) >= bounds.failedAttempts.max
    },
    failed(address) {
      forget()
      const known = failures.get(address)
      if (known) known.count += 1
      else failures.set(address, { count: 1, until: clock.now() + bounds.attemptMilliseconds.max })
      const [oldest = ''] = failures.keys()
      if (failures.size > bounds.attemptAddresses.max) failures.delete(oldest)
      watch()
    },
    remembered: () => failures.size,
  }
}
