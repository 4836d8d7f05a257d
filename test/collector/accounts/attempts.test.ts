/** P2: the address of a failed attempt is in memory for its minute, and then gone, whether anybody asks or not. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createAttempts } from '../../../collector/accounts/attempts.ts'
import { bounds } from '../../../contract/bounds.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const opened = () => createAttempts({ now: () => Date.now() })

it('the address of a failed attempt is gone after a minute, though nobody comes again', () => {
  const attempts = opened()
  for (let address = 0; address < 30; address++) attempts.failed(`192.0.2.${address}`)
  vi.advanceTimersByTime(59_000)
  attempts.failed('198.51.100.1')
  expect(attempts.remembered()).toBe(31)
  vi.advanceTimersByTime(2_000)
  expect(attempts.remembered()).toBe(1)
  vi.advanceTimersByTime(60_000)
  expect(attempts.remembered()).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})

it('a minute begins with the first failure, and no later one makes it longer', () => {
  const attempts = opened()
  for (let failure = 0; failure < bounds.failedAttempts.max; failure++) {
    attempts.failed('192.0.2.1')
    vi.advanceTimersByTime(2_000)
  }
  expect(attempts.blocked('192.0.2.1')).toBe(true)
  vi.advanceTimersByTime(60_000 - 2_000 * bounds.failedAttempts.max)
  expect(attempts.blocked('192.0.2.1')).toBe(false)
})

it.each([-86_400_000, 86_400_000])('a clock that is moved by %i ms keeps none for longer', (moved) => {
  const attempts = opened()
  attempts.failed('192.0.2.1')
  vi.setSystemTime(Date.now() + moved)
  attempts.failed('192.0.2.2')
  vi.advanceTimersByTime(61_000)
  expect(attempts.remembered()).toBe(0)
})
