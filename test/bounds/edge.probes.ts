/** At the bound and one past it: the shards of the edge's spool. */
import { join } from 'node:path'
import { expect, onTestFinished, vi } from 'vitest'
import { batchesOf } from '../../collector/cells/batch.ts'
import type { Fact } from '../../collector/fact.ts'
import { openSqlite } from '../../collector/node/data/sqlite.ts'
import { type Store, StoreAway } from '../../collector/ports.ts'
import { encodeFact } from '../../collector/spool/encode.ts'
import { pack } from '../../collector/spool/pack.ts'
import type { Env } from '../../collector/worker/env.ts'
import { createFreshness, forAWhile } from '../../collector/worker/freshness.ts'
import { platformOf } from '../../collector/worker/platform.ts'
import { shardSegments } from '../../collector/worker/shard-segments.ts'
import { createShards } from '../../collector/worker/shards.ts'
import { createShardSpool } from '../../collector/worker/spool.ts'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { cell } from '../kit/batches.ts'
import { view } from '../kit/facts.ts'
import { openTestShard } from '../kit/shard.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

function segmentsIn(folder: string) {
  const sqlite = openSqlite(join(folder, 'shard.sqlite'))
  onTestFinished(() => sqlite.close())
  return shardSegments(sqlite)
}

const away = { select: async () => [], insert: () => Promise.reject(new StoreAway('away')) } as unknown as Store
const facts = (count: number, given: Partial<Fact> = {}) => Array.from({ length: count }, () => view(given as object))

function shardOf(clock = { now: () => 0 }) {
  const opened = openTestShard({ folder: temporaryFolder(), store: away, clock })
  onTestFinished(opened.close)
  return opened
}

/** The shards that a site of which each is `busy` is spread over after so many requests. */
async function shardsAfter(requests: number, busy: boolean): Promise<number> {
  const names = new Set<string>()
  const append = async (name: string) => {
    names.add(name)
    return { busy }
  }
  const stub = { append }
  let count = 0
  const spool = createShardSpool({ getByName: () => stub } as never, () => (count++ % 1_000) / 1_000)
  for (let request = 0; request < requests; request++) await spool.append([view()])
  return names.size
}

export const probes: Partial<Record<BoundName, () => Promise<void> | void>> = {
  shardSegmentFacts: async () => {
    const segments = segmentsIn(temporaryFolder())
    segments.append(facts(bounds.shardSegmentFacts.max - 1).map(encodeFact))
    expect(await segments.names()).toEqual([])
    segments.append(facts(1).map(encodeFact))
    expect(await segments.names()).toEqual(['1'])
  },
  shardSegmentCharacters: async () => {
    const segments = segmentsIn(temporaryFolder())
    const long = (characters: number) => encodeFact(view({ path: 'p'.repeat(characters - encodeFact(view({ path: '' })).length) }))
    const half = bounds.shardSegmentCharacters.max / 2
    segments.append([long(half)])
    segments.append([long(half - 1)])
    expect(await segments.names()).toEqual([])
    segments.append([long(1_000)])
    expect(await segments.names()).toEqual(['1'])
  },
  shardBatchBytes: async () => {
    const numbering = { collector: 'c', first: 1, batchBytes: bounds.shardBatchBytes.max }
    // Nothing that could be pressed: it must fit as it is.
    const random = (length: number) => Array.from({ length }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join('')
    const cells = Array.from({ length: 100 }, (_, index) => cell({ valueB: `/${index}/${random(40_000)}` }))
    const batches = batchesOf(cells, numbering)
    expect(batches.length).toBeGreaterThan(1)
    for (const { rows } of batches) expect((await pack(rows)).length).toBeLessThanOrEqual(bounds.shardBatchBytes.max)
    expect(bounds.shardBatchBytes.max).toBeLessThan(2_000_000)
  },
  shardGroupMilliseconds: async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { shard } = shardOf()
    const appended = shard.append('a.org/0', facts(1))
    await vi.advanceTimersByTimeAsync(bounds.shardGroupMilliseconds.max - 1)
    void shard.append('a.org/0', facts(1))
    expect((await shard.state()).bytes).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    await appended
    expect((await shard.state()).bytes).toBe(2 * encodeFact(view()).length + 1)
  },
  shardGroupCharacters: async () => {
    const sqlite = openSqlite(join(temporaryFolder(), 'shard.sqlite'))
    onTestFinished(() => sqlite.close())
    const own = openTestShard({ folder: temporaryFolder(), store: away, sql: sqlite })
    const rowsAfter = async (more: number) => {
      const before = sqlite.all('SELECT 1 FROM appended').length
      const fact = (characters: number) => view({ path: 'p'.repeat(characters - encodeFact(view({ path: '' })).length - 1) })
      const half = bounds.shardGroupCharacters.max / 2
      await Promise.all([fact(half), fact(half + more)].map((each) => own.shard.append('a.org/0', [each])))
      return sqlite.all('SELECT 1 FROM appended').length - before
    }
    expect([await rowsAfter(0), await rowsAfter(1)]).toEqual([1, 2])
    own.close()
  },
  shardDrainMilliseconds: async () => {
    const { shard, alarm } = shardOf()
    await shard.append('a.org/0', facts(1))
    expect(alarm()).toBe(bounds.shardDrainMilliseconds.max)
  },
  shardBacklogBytes: async () => {
    const { shard } = shardOf()
    const large = view({ path: 'p'.repeat(64 * 1_024 * 1_024) })
    // The last of these brings it past the bound: what is taken is kept, what comes then is not.
    for (let held = 0; held <= bounds.shardBacklogBytes.max; held = (await shard.state()).bytes)
      expect((await shard.append('a.org/0', [large])).full).toBeUndefined()
    expect(await shard.append('a.org/0', facts(1))).toMatchObject({ full: expect.any(Number), busy: true })
  },
  shardPauseMilliseconds: async () => {
    const { shard, ring, alarm } = shardOf()
    await shard.append('a.org/0', facts(1))
    const pauses: number[] = []
    for (let count = 0; count < 10; count++) {
      await ring()
      pauses.push(alarm() as number)
    }
    expect(Math.max(...pauses)).toBe(bounds.shardPauseMilliseconds.max)
  },
  shardLateMilliseconds: async () => {
    const drainingAfter = async (milliseconds: number) => {
      const state = async () => ({ bytes: 1, seconds: milliseconds / 1_000, batches: 0, stuck: 0 })
      const namespace = { getByName: () => ({ state }) } as unknown as Env['SPOOL']
      const settings = { run: async () => {}, all: async <Row>() => [{ name: 'a.org/0' }] as Row[] }
      return (await createShards({ settings, namespace, store: away }).waiting()).draining
    }
    expect(await drainingAfter(bounds.shardLateMilliseconds.max)).toBe(true)
    expect(await drainingAfter(bounds.shardLateMilliseconds.max + 1)).toBe(false)
    let now = 0
    const { shard, ring } = shardOf({ now: () => now })
    await shard.append('a.org/0', facts(1))
    now = 7_000
    expect((await shard.state()).seconds).toBe(7)
    await ring()
    expect((await shard.state()).seconds).toBe(0)
  },
  shardAppends: async () => {
    const { shard } = shardOf()
    const appended = await Promise.all(Array.from({ length: bounds.shardAppends.max + 1 }, () => shard.append('a.org/0', facts(1))))
    expect(appended.map(({ busy }) => busy)).toEqual([...Array(bounds.shardAppends.max).fill(false), true])
  },
  /** What an alarm that is over leaves: a batch that waits, where the store is slow. */
  shardAlarmMilliseconds: async () => {
    const insertedAfter = async (milliseconds: number) => {
      const inserts: PromiseWithResolvers<void>[] = []
      const insert = () => {
        const begun = Promise.withResolvers<void>()
        inserts.push(begun)
        return begun.promise
      }
      const slow = { select: async () => [], insert } as unknown as Store
      const opened = openTestShard({ folder: temporaryFolder(), store: slow, clock: { now: () => Date.UTC(2026, 11, 1) } })
      onTestFinished(opened.close)
      const appended = opened.shard.append('a.org/0', [view({ day: '2026-11-30' }), view({ day: '2026-12-01' })])
      await vi.advanceTimersByTimeAsync(bounds.shardGroupMilliseconds.max)
      await appended
      const ringing = opened.ring()
      const begun = (count: number) => eventually('an insert', () => inserts.length >= count)
      await begun(1)
      await vi.advanceTimersByTimeAsync(milliseconds)
      inserts[0]!.resolve()
      if (milliseconds < bounds.shardAlarmMilliseconds.max) await begun(2)
      for (const each of inserts) each.resolve()
      await ringing
      return inserts.length
    }
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const most = bounds.shardAlarmMilliseconds.max
    expect([await insertedAfter(most - 1), await insertedAfter(most)]).toEqual([2, 1])
    // A fold is given as much.
    const timeout = vi.spyOn(AbortSignal, 'timeout')
    onTestFinished(() => timeout.mockRestore())
    await shardOf().shard.fold()
    expect(timeout.mock.calls).toEqual([[most]])
  },
  siteShardsMilliseconds: async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const begins = performance.now()
    const passed = vi.spyOn(performance, 'now').mockReturnValue(begins)
    onTestFinished(() => passed.mockRestore())
    const shardsLater = async (milliseconds: number) => {
      passed.mockReturnValue(begins)
      const names = new Set<string>()
      let busy = true
      const append = async (name: string) => {
        names.add(name)
        return { busy }
      }
      const spool = createShardSpool({ getByName: () => ({ append }) } as never, () => 0.999)
      await spool.append([view()])
      busy = false
      names.clear()
      // The cache looks at its clock once a millisecond.
      vi.advanceTimersByTime(1)
      passed.mockReturnValue(begins + milliseconds)
      await spool.append([view()])
      return [...names]
    }
    const [most, first] = [bounds.siteShardsMilliseconds.max, 'example.org/0']
    expect([await shardsLater(most), await shardsLater(most + 1)]).toEqual([['example.org/1'], [first]])
  },
  edgeSitesMilliseconds: () => {
    const clock = { time: 0, now: () => clock.time }
    const reload = vi.fn(async () => {})
    const fresh = createFreshness({ reload }, clock)
    const readAt = (time: number) => {
      clock.time = time
      fresh({ waitUntil: () => {} })
      return reload.mock.calls.length
    }
    expect([readAt(bounds.edgeSitesMilliseconds.max - 1), readAt(bounds.edgeSitesMilliseconds.max)]).toEqual([0, 1])
  },
  edgeHealthMilliseconds: async () => {
    const clock = { time: 0, now: () => clock.time }
    let looks = 0
    const health = forAWhile(async () => ++looks, clock)
    const seenAt = (time: number) => {
      clock.time = time
      return health()
    }
    const most = bounds.edgeHealthMilliseconds.max
    expect([await seenAt(0), await seenAt(most - 1), await seenAt(most)]).toEqual([1, 1, 2])
  },
  providerCharacters: () => {
    const said = (length: number) => platformOf({ cf: { asOrganization: 'x'.repeat(length) } } as never).provider?.length
    expect([said(bounds.providerCharacters.max), said(bounds.providerCharacters.max + 1)]).toEqual([
      bounds.providerCharacters.max,
      bounds.providerCharacters.max,
    ])
  },
  siteShards: async () => {
    expect(await shardsAfter(100, false)).toBe(1)
    expect(await shardsAfter(2_000, true)).toBe(bounds.siteShards.max)
  },
}
