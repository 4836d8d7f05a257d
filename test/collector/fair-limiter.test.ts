import { describe, expect, it, vi } from 'vitest'
import { createFairLimiter } from '../../collector/fair-limiter.ts'
import { QueueFull } from '../../collector/limiter.ts'

const never = new AbortController().signal

/** Turns whose tasks end when they are told to; `begun` names them in their order. */
function place(given: Partial<Parameters<typeof createFairLimiter>[0]> = {}) {
  const turn = createFairLimiter({ atOnce: 2, ofOne: 1, waiting: 9, waitingOfOne: 5, milliseconds: 1_000, ...given })
  const begun: string[] = []
  const finish = new Map<string, () => void>()
  const ask = (name: string, signal = never) =>
    turn(name[0]!, signal, () => {
      begun.push(name)
      return new Promise<string>((resolve) => finish.set(name, () => resolve(name)))
    })
  const end = async (name: string) => {
    await settled()
    finish.get(name)?.()
    await settled()
  }
  return { ask, end, begun }
}

/** All that follows at once from what happened. */
async function settled(): Promise<void> {
  for (let ticks = 0; ticks < 20; ticks++) await Promise.resolve()
}

describe('turns among askers', () => {
  it('one asker has one at a time, and whoever comes after many of its own goes first', async () => {
    const { ask, end, begun } = place()
    const asked = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2'].map((name) => ask(name))
    await settled()
    expect(begun).toEqual(['a1', 'b1'])
    for (const name of ['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']) await end(name)
    expect(begun).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4'])
    expect(await Promise.all(asked)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2'])
  })

  it('an asker that has a full line is turned away, and the others are not', async () => {
    const { ask, end } = place({ waitingOfOne: 1 })
    const kept = [ask('a1'), ask('a2')]
    await expect(ask('a3')).rejects.toThrow(QueueFull)
    kept.push(ask('b1'), ask('b2'))
    for (const name of ['a1', 'b1', 'a2', 'b2']) await end(name)
    expect(await Promise.all(kept)).toEqual(['a1', 'a2', 'b1', 'b2'])
  })

  it('who leaves the line never begins, and makes room', async () => {
    const { ask, end, begun } = place({ waiting: 1 })
    const first = ask('a1')
    const leaving = new AbortController()
    const left = ask('a2', leaving.signal)
    await expect(ask('a3')).rejects.toThrow(QueueFull)
    leaving.abort(new Error('gone'))
    await expect(left).rejects.toThrow('gone')
    await expect(ask('a5', leaving.signal)).rejects.toThrow('gone')
    const next = ask('a4')
    await end('a1')
    await end('a4')
    expect([await first, await next, begun]).toEqual(['a1', 'a4', ['a1', 'a4']])
  })

  it('who waits too long is told so', async () => {
    vi.useFakeTimers()
    try {
      const { ask, end, begun } = place()
      const first = ask('a1')
      const late = expect(ask('a2')).rejects.toThrow(QueueFull)
      await vi.advanceTimersByTimeAsync(1_000)
      await late
      await end('a1')
      expect([await first, begun]).toEqual(['a1', ['a1']])
    } finally {
      vi.useRealTimers()
    }
  })

  it('a task that fails gives its place on', async () => {
    const { ask, end } = place({ atOnce: 1 })
    const turn = createFairLimiter({ atOnce: 1, ofOne: 1, waiting: 1, waitingOfOne: 1, milliseconds: 1_000 })
    await expect(turn('a', never, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    await expect(turn('b', never, async () => 'through')).resolves.toBe('through')
    const one = ask('a1')
    await end('a1')
    expect(await one).toBe('a1')
  })
})
