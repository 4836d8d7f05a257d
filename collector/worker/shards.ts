/** All shards together: what waits in them, and their audit. */
import { bounds } from '../../contract/bounds.ts'
import type { Health } from '../../contract/health.ts'
import { type AuditReport, reportOf } from '../commands/audit-report.ts'
import type { SettingsStore, Store } from '../ports.ts'
import { auditAll } from '../spool/audit/audit.ts'
import type { AskedOfLedger } from '../spool/audit/snapshot.ts'
import type { Env } from './env.ts'

interface Deps {
  settings: SettingsStore
  namespace: Env['SPOOL']
  store: Store
}

const siteOf = (name: string) => name.slice(0, name.lastIndexOf('/'))

/** Each call is paid for, and a shard knows its own site alone: those that can answer. */
function concerned<Named extends { name: string }>(shards: readonly Named[], { after, portion }: AskedOfLedger): readonly Named[] {
  const later = after === undefined ? null : [...new Set(shards.map(({ name }) => siteOf(name)).filter((site) => site > after))].sort()
  const sites = portion?.sites ?? later?.slice(0, bounds.auditSites.max)
  return sites ? shards.filter(({ name }) => sites.includes(siteOf(name))) : shards
}

export function createShards({ settings, namespace, store }: Deps) {
  const all = async () => {
    const rows = await settings.all<{ name: string }>('SELECT name FROM shard ORDER BY name')
    return rows.map(({ name }) => ({ name, stub: namespace.getByName(name) }))
  }
  return {
    waiting: async (): Promise<Pick<Health, 'backlog' | 'draining' | 'stuck'>> => {
      const states = await Promise.all((await all()).map(({ stub }) => stub.state()))
      const seconds = Math.max(0, ...states.map((state) => state.seconds))
      return {
        backlog: { bytes: states.reduce((sum, { bytes }) => sum + bytes, 0), seconds: Math.round(seconds) },
        // Each drains by its own alarm: facts that wait for longer lie in one that does not get through.
        draining: seconds * 1_000 <= bounds.shardLateMilliseconds.max,
        stuck: states.reduce((sum, { stuck }) => sum + stuck, 0),
      }
    },
    /** Wakes each: one that has something waiting and no alarm sets one. */
    watch: async (): Promise<void> => {
      for (const { stub } of await all()) await stub.state()
    },
    /**
     * Folds each site by its first shard, to which the others hand over what they have. Done again after a failure it goes on; resolves to
     * the cells that it took.
     */
    fold: async (): Promise<number> => {
      const shards = await all()
      const firsts = new Map(shards.filter(({ name }) => name.endsWith('/0')).map(({ name, stub }) => [siteOf(name), stub]))
      for (const { name, stub } of shards.filter(({ name }) => !name.endsWith('/0'))) {
        const first = firsts.get(siteOf(name))
        const given = first && (await stub.toHandOver())
        if (!given) continue
        await first.take(given.days)
        await stub.handedOver(given.upTo)
      }
      let cells = 0
      for (const stub of firsts.values()) cells += await stub.fold()
      return cells
    },
    audit: async (): Promise<AuditReport> => {
      const shards = await all()
      await Promise.all(shards.map(({ stub }) => stub.drained()))
      return reportOf(await auditAll(store, (asked) => Promise.all(concerned(shards, asked).map(({ stub }) => stub.snapshot(asked)))))
    },
  }
}
