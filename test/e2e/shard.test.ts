/** A shard of the edge's spool on the real engine: each fact once, whenever its object goes, its alarm rings twice or the store is away. */
import { describe, expect, it } from 'vitest'
import { type Store, StoreAway } from '../../collector/ports.ts'
import { auditAll } from '../../collector/spool/audit/audit.ts'
import type { Snapshots } from '../../collector/spool/audit/events.ts'
import { bounds } from '../../contract/bounds.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { view } from '../kit/facts.ts'
import { openTestShard } from '../kit/shard.ts'
import { temporaryFolder } from '../kit/temporary.ts'

const store = engineStoreOfFile()
const views = async (site: string) => {
  const sql = `SELECT sum(views) AS views FROM cells WHERE site = {site:String} AND grain = 'day' AND dimensionB = ''`
  return (await store().select<{ views: number }>(sql, { site }))[0]?.views
}
const facts = (site: string, count: number) => Array.from({ length: count }, () => view({ site, host: site, visit: 1 }))

/** The store, but for what is given. */
function storeWith(given: Partial<Store>): Store {
  return { ...store(), ...given }
}

describe('a shard', () => {
  it('stores what it took when its alarm rings, and nothing twice when it rings again', async () => {
    const { shard, ring, alarm, registered } = openTestShard({ folder: temporaryFolder(), store: store() })
    await shard.append('one.org/0', facts('one.org', 3))
    expect(alarm()).toBeGreaterThan(Date.now())
    expect(await views('one.org')).toBe(0)
    await ring()
    expect([await views('one.org'), alarm()]).toEqual([3, null])
    await shard.alarm()
    await Promise.all([shard.alarm(), shard.drained(), shard.alarm()])
    await shard.append('one.org/0', facts('one.org', 2))
    await ring()
    expect(await views('one.org')).toBe(5)
    expect(registered).toEqual(['one.org/0'])
  })

  it('goes on with what its storage has when its object was gone at any point', async () => {
    const folder = temporaryFolder()
    let cut: 'none' | 'before' | 'after' = 'none'
    const cutting = storeWith({
      insert: async (batch, attempt) => {
        if (cut === 'before') throw new StoreAway('cut off')
        await store().insert(batch, attempt)
        // It committed, and nobody was told.
        if (cut === 'after') throw new StoreAway('no answer')
      },
    })
    let here = openTestShard({ folder, store: cutting })
    const evict = () => {
      here = here.evict()
    }
    await here.shard.append('gone.org/0', facts('gone.org', 1))
    evict()
    for (const how of ['before', 'after'] as const) {
      cut = how
      await here.shard.append('gone.org/0', facts('gone.org', 1))
      await here.ring()
      evict()
    }
    cut = 'none'
    await here.ring()
    expect(await views('gone.org')).toBe(3)
    expect(await here.shard.state()).toEqual({ bytes: 0, seconds: 0, batches: 0, stuck: 0 })
  })

  it('leaves an alarm behind while the store is away, less and less often', async () => {
    const clock = { time: Date.now(), now: () => clock.time }
    let isAway = true
    const away = storeWith({
      insert: (batch, attempt) => (isAway ? Promise.reject(new StoreAway('away')) : store().insert(batch, attempt)),
    })
    const { shard, ring, alarm } = openTestShard({ folder: temporaryFolder(), store: away, clock })
    await shard.append('away.org/0', facts('away.org', 1))
    const pauses: number[] = []
    for (let count = 0; count < 8; count++) {
      await ring()
      pauses.push((alarm() as number) - clock.time)
    }
    expect(pauses.slice(0, 3)).toEqual([2, 4, 8].map((times) => times * bounds.shardDrainMilliseconds.max))
    expect(pauses.at(-1)).toBe(bounds.shardPauseMilliseconds.max)
    isAway = false
    await ring()
    expect([await views('away.org'), alarm()]).toEqual([1, null])
  })

  it('sets an alarm where the platform lost it, once it is looked at', async () => {
    const before = openTestShard({ folder: temporaryFolder(), store: store() })
    await before.shard.append('lost.org/0', facts('lost.org', 1))
    const { shard, ring, alarm } = before.evict('alarm')
    await ring()
    expect([await views('lost.org'), alarm()]).toEqual([0, null])
    await shard.state()
    await ring()
    expect(await views('lost.org')).toBe(1)
  })

  it('hands its days to the first shard of the site, which folds them once', async () => {
    const site = 'folded.org'
    const [first, second] = [0, 1].map(() => openTestShard({ folder: temporaryFolder(), store: store() }))
    const day = '2026-09-02'
    const told = { site, host: site, day, source: 'news.org', browser: 'Firefox' }
    for (const each of [first!, second!]) {
      await each.shard.append(`${site}/0`, [view({ ...told, recency: '3' }), view({ ...told, recency: '3' })])
      await each.ring()
    }
    const given = await second!.shard.toHandOver()
    expect(given?.days).toEqual([{ site, day }])
    await first!.shard.take(given!.days)
    await second!.shard.handedOver(given!.upTo)
    expect(await first!.shard.fold()).toBeGreaterThan(0)
    // A handover of which nobody was told comes again, and changes nothing.
    await first!.shard.take(given!.days)
    expect(await first!.shard.fold()).toBe(0)
    expect((await second!.shard.toHandOver())?.days).toEqual([])
    const recency = `SELECT valueB AS value, sum(count) AS told FROM cells WHERE site = {site:String} AND grain = 'day' AND dimensionB = 'recency'
      GROUP BY value HAVING told != 0`
    expect(await store().select(recency, { site })).toEqual([{ value: '(other)', told: 4 }])
    expect(await views(site)).toBe(4)
    const snapshots: Snapshots = (asked) => Promise.all([first!.shard.snapshot(asked), second!.shard.snapshot(asked)])
    expect(await auditAll(store(), snapshots)).toMatchObject({ missing: [], doubled: [], differences: [] })
  })
})
