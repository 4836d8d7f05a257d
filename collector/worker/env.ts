/** What wrangler.toml and the secrets bind, and the settings read from them. */
import * as v from 'valibot'
import { controlKey, domains, publicAddress, webAddress } from '../setting-forms.ts'
import { type EngineKind, engineKinds } from '../store/engine-kind.ts'
import type { Shard } from './shard-api.ts'

export interface Env {
  /** The objects that hold what was taken until it is stored. */
  SPOOL: DurableObjectNamespace<Shard & Rpc.DurableObjectBranded>
  /** Sites, keys, sessions, and the names of the objects. */
  SETTINGS: D1Database
  /** The dashboard, the demo and the tag's files. */
  ASSETS: Fetcher
  FOOTFALL_CLICKHOUSE_URL?: string
  FOOTFALL_CLICKHOUSE_ENGINE?: string
  FOOTFALL_URL?: string
  FOOTFALL_SITES?: string
  FOOTFALL_CONTROL_KEY?: string
}

const schema = v.object({
  FOOTFALL_CLICKHOUSE_URL: webAddress,
  FOOTFALL_CLICKHOUSE_ENGINE: v.optional(v.picklist(engineKinds), 'plain'),
  FOOTFALL_URL: v.optional(publicAddress),
  FOOTFALL_SITES: v.optional(domains, ''),
  FOOTFALL_CONTROL_KEY: v.optional(controlKey),
})

/** Every setting of a collector at the edge. */
export const settingNames = Object.keys(schema.entries)

export interface EdgeConfig {
  clickhouse: { url: URL; engine: EngineKind }
  publicUrl: URL | null
  sites: string[]
  controlKey: string | null
}

/** Throws one line that says which setting is wrong. An empty one counts as absent. */
export function readEnv(env: Env): EdgeConfig {
  const given = Object.fromEntries(
    Object.keys(schema.entries).map((name) => [name, (env as unknown as Record<string, unknown>)[name] || undefined]),
  )
  const read = v.safeParse(schema, given)
  if (!read.success) throw new SettingsWrong(read.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`).join('; '))
  const { output } = read
  return {
    clickhouse: { url: output.FOOTFALL_CLICKHOUSE_URL, engine: output.FOOTFALL_CLICKHOUSE_ENGINE },
    publicUrl: output.FOOTFALL_URL ?? null,
    sites: output.FOOTFALL_SITES,
    controlKey: output.FOOTFALL_CONTROL_KEY ?? null,
  }
}

export class SettingsWrong extends Error {
  override name = 'SettingsWrong'
}
