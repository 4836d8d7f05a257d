/** All shards together: what waits in them, and their audit. */
import { type AuditReport, reportOf } from '../commands/audit-report.ts'
import type { Settings, Store } from '../deps.ts'
import { auditAll } from '../spool/audit.ts'
import type { Env } from './env.ts'

interface Deps {
  settings: Settings
  namespace: Env['SPOOL']
  store: Store
}

export function createShards({ settings, namespace, store }: Deps) {
  const all = async () => {
    const rows = await settings.all<{ name: string }>('SELECT name FROM shard ORDER BY name')
    return rows.map(({ name }) => ({ name, stub: namespace.getByName(name) }))
  }
  return {
    all,
    waiting: async (): Promise<{ bytes: number; stuck: number }> => {
      const states = await Promise.all((await all()).map(({ stub }) => stub.state()))
      return {
        bytes: states.reduce((sum, { bytes }) => sum + bytes, 0),
        stuck: states.reduce((sum, { stuck }) => sum + stuck, 0),
      }
    },
    audit: async (): Promise<AuditReport> => {
      const shards = await all()
      await Promise.all(shards.map(({ stub }) => stub.drained()))
      return reportOf(await auditAll(store, () => Promise.all(shards.map(({ stub }) => stub.snapshot()))))
    },
  }
}
