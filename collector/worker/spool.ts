/** The spool of the edge: facts go to a shard of their site, and to more of them while there are many. */
import { LRUCache } from 'lru-cache'
import { bounds } from '../../contract/bounds.ts'
import type { Fact, FlushedFact } from '../fact.ts'
import { type Spool, SpoolFull } from '../ports.ts'
import type { Env } from './env.ts'
import type { Provided } from './shard-api.ts'

export interface ShardSpool extends Pick<Spool, 'append'> {
  /** Best effort, outside the ledger. */
  counted(facts: readonly FlushedFact[], views: readonly Provided[]): Promise<void>
}

const shardName = (site: string, number: number) => `${site}/${number}`

/** Where an object is lost on the way, the facts may or may not be kept: `append` rejects. */
export function createShardSpool(namespace: Env['SPOOL'], random: () => number = Math.random): ShardSpool {
  // How many shards this isolate spreads a site over; it is one again after a while of calm.
  const spread = new LRUCache<string, number>({ max: bounds.sites.max, ttl: bounds.siteShardsMilliseconds.max })
  const shardOf = (site: string) => {
    const name = shardName(site, Math.floor(random() * (spread.get(site) ?? 1)))
    return { name, stub: namespace.getByName(name) }
  }
  const appendTo = async (site: string, facts: readonly Fact[]) => {
    const { name, stub } = shardOf(site)
    const { full, busy } = await stub.append(name, facts)
    const shards = spread.get(site) ?? 1
    if (busy && shards < bounds.siteShards.max) spread.set(site, Math.min(2 * shards, bounds.siteShards.max))
    if (full !== undefined) throw new SpoolFull(full)
  }
  const bySite = <Kept extends { site: string }>(list: readonly Kept[]) => Map.groupBy(list, ({ site }) => site)
  return {
    append: async (facts) => {
      let isKept = false
      for (const [site, ofSite] of bySite(facts)) {
        try {
          await appendTo(site, ofSite)
          isKept = true
        } catch (error) {
          // Of a body of several sites a part is kept already: sent again it would be counted twice, so nobody may be told to come again.
          if (isKept && error instanceof SpoolFull) throw new Error('a part of the body is kept')
          throw error
        }
      }
    },
    counted: async (facts, views) => {
      const [factsOf, viewsOf] = [bySite(facts), bySite(views)]
      const sites = new Set([...factsOf.keys(), ...viewsOf.keys()])
      // The first shard has a site's networks together: only there can they become common.
      await Promise.all(
        [...sites].map((site) =>
          namespace.getByName(shardName(site, 0)).counted(shardName(site, 0), factsOf.get(site) ?? [], viewsOf.get(site) ?? []),
        ),
      )
    },
  }
}
