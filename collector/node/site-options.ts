/** The options of `site add`, and the command that they make. */
import type { Command } from '../commands/commands.ts'

const many = { type: 'string', multiple: true } as const
const one = { type: 'string' } as const
const flag = { type: 'boolean' } as const

export const siteOptions = {
  host: many,
  zone: one,
  baseline: one,
  detail: one,
  campaign: many,
  'return-host': many,
  'hash-routes': flag,
  query: many,
  'replace-views': flag,
  'framed-views': flag,
  'one-network': flag,
  'no-host': many,
  'no-campaign': many,
  'no-return-host': many,
  'no-hash-routes': flag,
  'no-query': flag,
  'no-replace-views': flag,
  'no-framed-views': flag,
  'no-one-network': flag,
} as const

type Options = typeof siteOptions
export type SiteValues = {
  [Name in keyof Options]?: Options[Name] extends typeof many ? string[] : Options[Name] extends typeof one ? string : boolean
}

type Made = { command: Extract<Command, { command: 'site add' }> } | { wrong: string }

/** Only what was given, so that a site which is there keeps the rest; null takes a setting back. */
export function siteAdd(domain: string, values: SiteValues): Made {
  const both = (['hash-routes', 'query', 'replace-views', 'framed-views', 'one-network'] as const).find(
    (name) => values[name] && values[`no-${name}`],
  )
  if (both) return { wrong: `site add takes --${both} or --no-${both}` }
  const query = values.query && queryOf(values.query)
  if (query && 'wrong' in query) return query
  const set = (name: 'hash-routes' | 'replace-views' | 'framed-views' | 'one-network') => (values[`no-${name}`] ? null : values[name])
  const site = given({
    domain,
    hosts: values.host,
    zone: values.zone,
    baseline: values.baseline,
    detail: values.detail,
    campaigns: values.campaign,
    returnHosts: values['return-host'],
    hashRoutes: set('hash-routes'),
    queryPages: values['no-query'] ? null : query,
    replaceViews: set('replace-views'),
    framedViews: set('framed-views'),
    oneNetwork: set('one-network'),
  })
  const without = given({ hosts: values['no-host'], campaigns: values['no-campaign'], returnHosts: values['no-return-host'] })
  return { command: { command: 'site add', site, ...(Object.keys(without).length > 0 && { without }) } }
}

function given<Value>(values: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

/** `page=home,about`, and more values of that key. */
function queryOf(texts: readonly string[]): { key: string; values: string[] } | { wrong: string } {
  const read = texts.map((text) => /^([^=,]+)=([^=]+)$/.exec(text)?.slice(1) as [string, string] | undefined)
  const [key] = read[0] ?? []
  if (!key || read.some((each) => each?.[0] !== key)) return { wrong: 'site add takes one key and its values: --query page=home,about' }
  return { key, values: read.flatMap((each) => each![1].split(',').filter((value) => value !== '')) }
}
