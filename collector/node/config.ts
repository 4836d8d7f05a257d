/** The settings of the process: read from the environment once, checked, and handed on as one object. */
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import * as v from 'valibot'
import { sampleSize } from '../sample/sample.ts'
import type { HistoryOptions } from '../sample/visits.ts'
import { controlKey, controlKeyForm, domains, publicAddress, remoteAddress, webAddress } from '../setting-forms.ts'
import { type EngineKind, engineKinds } from '../store/engine-kind.ts'
import { type Proxies, parseProxies } from './http/address.ts'

const whole = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(65_535))
const proxies = v.pipe(v.string(), v.check(isProxies), v.transform(parseProxies))

const rows = {
  PORT: { schema: v.optional(whole, '8787'), form: 'a port from 0 to 65535 (0: any free one)' },
  HOST: { schema: v.optional(v.pipe(v.string(), v.minLength(1)), '127.0.0.1'), form: 'an address or name of this machine' },
  FOOTFALL_DATA: {
    schema: v.optional(
      v.pipe(
        v.string(),
        v.minLength(1),
        v.transform((path) => resolve(path)),
      ),
      './data',
    ),
    form: 'a folder',
  },
  FOOTFALL_URL: {
    schema: v.optional(publicAddress),
    form: 'the public address, such as https://stats.example.org or https://example.org/stats',
  },
  FOOTFALL_CLICKHOUSE_URL: {
    schema: v.optional(webAddress),
    form: 'the address of a ClickHouse server, such as http://user:password@localhost:8123',
  },
  FOOTFALL_CLICKHOUSE_ENGINE: { schema: v.optional(v.picklist(engineKinds), 'plain'), form: engineKinds.join(', ') },
  FOOTFALL_CONTROL_KEY: { schema: v.optional(controlKey), form: controlKeyForm },
  FOOTFALL_REMOTE: {
    schema: v.optional(remoteAddress),
    form: 'the https address of a collector elsewhere, for the command line (http on this machine alone)',
  },
  FOOTFALL_DNS: { schema: v.optional(v.pipe(v.string(), v.check(isNameServer)), 'system'), form: 'system, off, or address:port' },
  FOOTFALL_PROXIES: { schema: v.optional(proxies, ''), form: 'addresses or ranges such as 10.0.0.0/8, separated by commas' },
  FOOTFALL_SITES: {
    schema: v.optional(domains, ''),
    form: 'domains, separated by commas',
  },
  FOOTFALL_SAMPLE: { schema: v.optional(v.picklist(['on', 'off']), 'on'), form: 'on or off' },
} as const

/** Every setting of a collector on Node. */
export const settingNames = Object.keys(rows)

type Rows = typeof rows
type Read = { [Name in keyof Rows]: v.InferOutput<Rows[Name]['schema']> }

export interface Config {
  port: number
  host: string
  /** An absolute path. */
  data: string
  publicUrl: URL | null
  /** Null: the engine runs here. */
  clickhouseUrl: URL | null
  /** What that server's tables are made with. */
  clickhouseEngine: EngineKind
  /** What lets somebody command over the network; null: nobody may. */
  controlKey: string | null
  /** The collector elsewhere that the command line speaks to; null: the one here. */
  remote: URL | null
  dns: string
  /** Whose `X-Forwarded-For` is believed. */
  proxies: Proxies
  sites: string[]
  /** Whether an empty data folder gets the sample site, and how much of it; null: it does not. */
  sample: Pick<HistoryOptions, 'days' | 'visits'> | null
}

export type ConfigResult = { config: Config; warnings: string[] } | { problems: string[] }

/** The settings, or one line for each that is wrong. An empty variable counts as absent. */
export function readConfig(environment: Record<string, string | undefined>): ConfigResult {
  const problems: string[] = []
  const read: Record<string, unknown> = {}
  for (const [name, row] of Object.entries(rows)) {
    const given = environment[name]?.trim() || undefined
    const result = v.safeParse(row.schema, given)
    if (result.success) read[name] = result.output
    // What is secret is not printed.
    else problems.push(`${name} must be ${row.form}${name.endsWith('_KEY') ? '' : `, not "${given}"`}`)
  }
  return problems.length > 0 ? { problems } : { config: configOf(read as Read), warnings: unknownNames(environment) }
}

function configOf(read: Read): Config {
  return {
    port: read.PORT,
    host: read.HOST,
    data: read.FOOTFALL_DATA,
    publicUrl: read.FOOTFALL_URL ?? null,
    clickhouseUrl: read.FOOTFALL_CLICKHOUSE_URL ?? null,
    clickhouseEngine: read.FOOTFALL_CLICKHOUSE_ENGINE,
    controlKey: read.FOOTFALL_CONTROL_KEY ?? null,
    remote: read.FOOTFALL_REMOTE ?? null,
    dns: read.FOOTFALL_DNS,
    proxies: read.FOOTFALL_PROXIES,
    sites: read.FOOTFALL_SITES,
    sample: read.FOOTFALL_SAMPLE === 'on' ? sampleSize : null,
  }
}

// A misspelt name would otherwise be passed over in silence.
function unknownNames(environment: Record<string, string | undefined>): string[] {
  const strange = Object.keys(environment).filter((name) => name.startsWith('FOOTFALL_') && !(name in rows))
  return strange.map((name) => `${name} is not a setting of Footfall`)
}

function isNameServer(text: string): boolean {
  if (text === 'system' || text === 'off') return true
  const [, address = '', port = ''] = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(text) ?? []
  return isIP(address) !== 0 && Number(port) > 0 && Number(port) < 65_536
}

function isProxies(text: string): boolean {
  try {
    parseProxies(text)
    return true
  } catch {
    return false
  }
}
