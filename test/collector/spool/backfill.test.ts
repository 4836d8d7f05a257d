import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../collector/fact.ts'
import { StoreAway } from '../../../collector/ports.ts'
import { backfill } from '../../../collector/spool/backfill.ts'
import { createDayStates } from '../../../collector/spool/states.ts'
import { addDays } from '../../../contract/day.ts'
import { view } from '../../kit/facts.ts'
import { acceptedBy, ledgerIn, memoryStore } from '../../kit/spool.ts'
import { temporaryFolder } from '../../kit/temporary.ts'

const first = '2025-12-30'
/** Three views on each day given by its distance from the first. */
const history = (...days: number[]): Fact[] =>
  days.flatMap((distance) => Array.from({ length: 3 }, () => view({ consent: false, day: addDays(first, distance) })))

function place() {
  const store = memoryStore()
  const ledger = ledgerIn(temporaryFolder())
  const asked: string[] = []
  store.answer = async ({ targets }) => {
    asked.push(`${targets} with ${ledger.waitsFrom() === null ? 'nothing' : ledger.waitsFrom()} waiting`)
    return []
  }
  const inserted = async (upTo: number) => {
    for (let number = ledger.waitsFrom(); number !== null && number <= upTo; number = ledger.waitsFrom()) ledger.inserted(number)
  }
  const states = createDayStates({ ledger, store, log: () => {} })
  return { store, ledger, asked, deps: { ledger, states, wake: () => {}, inserted } }
}

describe('backfill', () => {
  it('waits with each day until the days up to two before it are stored; two in a row need nothing of each other and go together', async () => {
    const { ledger, asked, deps } = place()
    await backfill('sample', history(0, 1, 2, 3, 4, 6, 7, 9), deps)
    expect(asked).toEqual([
      '2025-12-30,2025-12-31 with nothing waiting',
      '2026-01-01,2026-01-02 with nothing waiting',
      '2026-01-03 with nothing waiting',
      '2026-01-05,2026-01-06 with nothing waiting',
      '2026-01-08 with nothing waiting',
    ])
    expect(ledger.waitsFrom()).toBe(null)
  })

  it('done again under its name changes nothing, also after it was broken off', async () => {
    const { ledger, deps } = place()
    const broken = (function* () {
      yield* history(0, 1, 2)
      throw new Error('broken off')
    })()
    await expect(backfill('sample', broken, deps)).rejects.toThrow('broken off')
    await backfill('sample', history(0, 1, 2), deps)
    await backfill('sample', history(0, 1, 2), deps)
    expect(acceptedBy(ledger).map(({ day, count }) => [day, count])).toEqual([0, 1, 2].map((distance) => [addDays(first, distance), 3]))
    expect(ledger.last()).toBe(2)
  })

  it('that was told to stop freezes nothing more, and goes on where it was', async () => {
    const { ledger, deps } = place()
    const stopping = new AbortController()
    // Where the drain ends, nobody waits any more for what is not stored.
    const inserted = async (upTo: number) => (stopping.signal.aborted ? undefined : deps.inserted(upTo))
    const stop = () => stopping.abort(new Error('stopped'))
    const stopped = backfill('sample', history(0, 1, 2, 3, 4, 5), { ...deps, inserted, progress: stop, signal: stopping.signal })
    await expect(stopped).rejects.toThrow('stopped')
    expect(acceptedBy(ledger).map(({ day }) => day)).toEqual([first, addDays(first, 1)])
    await backfill('sample', history(0, 1, 2, 3, 4, 5), deps)
    expect(acceptedBy(ledger).map(({ count }) => count)).toEqual([3, 3, 3, 3, 3, 3])
  })

  it('waits for a store that is away rather than going without what was earned', { timeout: 10_000 }, async () => {
    const { store, ledger, deps } = place()
    let times = 0
    store.answer = async () => {
      if (times++ === 0) throw new StoreAway('away')
      return [{ target: first, dimension: 'host', value: 'example.org' }]
    }
    await backfill('sample', history(0), deps)
    expect(ledger.dayOf('example.org', first).earned).toEqual({ host: ['example.org'] })
  })

  it('refuses facts that are not in day order', async () => {
    const { deps } = place()
    await expect(backfill('sample', history(1, 0), deps)).rejects.toThrow('day order')
  })
})
