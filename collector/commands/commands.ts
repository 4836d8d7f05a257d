/** What the command line can do, as functions over an open collector: run in the server, or in the command itself where none runs. */
import * as v from 'valibot'
import { pathPreviewSchema } from '../../contract/site.ts'
import type { Credentials } from '../accounts/credentials.ts'
import { type Sites, StoreAway } from '../ports.ts'
import type { PreviewPaths } from '../query/path-preview.ts'
import type { Removal } from '../sample/sample.ts'
import { changeSite, faultIn } from '../sites/change.ts'
import { listSettings } from '../sites/setting-rows.ts'
import type { AuditReport } from './audit-report.ts'
import { type Forgets, runForget } from './forget-command.ts'
import { runKeyCommand, runSessionCommand } from './key-commands.ts'
import { addSite } from './site-add.ts'
import { lineOf } from './site-line.ts'
import { runSliceCommand } from './slice-commands.ts'

export interface CommandDeps {
  sites: Sites
  credentials: Credentials
  /** Compares what was accepted with what is stored; waits for the backlog first, within a bound. */
  audit: () => Promise<AuditReport>
  previewPaths: PreviewPaths
  /** Removes a sample site and all that it counted; waits for the store. */
  removeSite: (domain: string) => Promise<Removal>
  /** Null where nothing can be taken away of a day. */
  forgets: Forgets | null
  /** Whether anything was ever counted for it. */
  hasCounted: (domain: string) => Promise<boolean>
  /** The address at which a sign-in link opens. */
  url: () => string
}

/** A command's outcome: what to print, and the process's exit code. */
export interface Outcome {
  code: 0 | 1 | 2
  out: string[]
  error?: string
}

const domain = v.pipe(v.string(), v.toLowerCase())
const texts = v.optional(v.array(v.string()))
const lists: Record<string, typeof texts> = Object.fromEntries(listSettings.map((name) => [name, texts]))
export const commandSchema = v.variant('command', [
  v.strictObject({
    command: v.literal('site add'),
    /** Null takes a setting back. */
    site: v.record(v.string(), v.unknown()),
    without: v.optional(v.strictObject(lists)),
  }),
  v.strictObject({ command: v.literal('site list') }),
  v.strictObject({ command: v.literal('site remove'), domain }),
  v.strictObject({
    command: v.literal('site forget'),
    domain,
    day: v.optional(v.string()),
    all: v.optional(v.boolean(), false),
    /** `dimension=value` each. */
    values: v.optional(v.array(v.string()), []),
    /** Without it only what would be taken away is told. */
    yes: v.optional(v.boolean(), false),
    list: v.optional(v.boolean(), false),
  }),
  v.strictObject({
    command: v.literal('site paths'),
    domain,
    rules: v.optional(v.array(v.string())),
    preview: v.optional(v.boolean(), false),
  }),
  v.strictObject({ command: v.literal('site slice list'), domain }),
  v.strictObject({
    command: v.literal('site slice add'),
    domain,
    name: v.string(),
    conditions: v.array(v.tuple([v.string(), v.array(v.string())])),
  }),
  v.strictObject({ command: v.literal('site slice remove'), domain, name: v.string() }),
  v.strictObject({
    command: v.literal('key create'),
    sites: v.pipe(v.array(domain), v.minLength(1)),
    label: v.optional(v.string()),
    days: v.optional(v.number()),
  }),
  v.strictObject({ command: v.literal('key list') }),
  v.strictObject({ command: v.literal('key revoke'), key: v.string() }),
  v.strictObject({ command: v.literal('session list') }),
  v.strictObject({ command: v.literal('session end-all') }),
  v.strictObject({ command: v.literal('link') }),
  v.strictObject({ command: v.literal('audit') }),
])
export type Command = v.InferOutput<typeof commandSchema>

export async function runCommand(deps: CommandDeps, command: Command): Promise<Outcome> {
  switch (command.command) {
    case 'site add':
      return addSite(deps, command)
    case 'site list':
      return { code: 0, out: deps.sites.all().map(lineOf) }
    case 'site remove':
      return removeSite(deps, command.domain)
    case 'site forget':
      return runForget(deps, command)
    case 'site paths':
      return sitePaths(deps, command)
    case 'site slice list':
    case 'site slice add':
    case 'site slice remove':
      return runSliceCommand(deps, command)
    case 'key create':
    case 'key list':
    case 'key revoke':
      return runKeyCommand(deps, command)
    case 'session list':
    case 'session end-all':
      return runSessionCommand(deps, command)
    case 'link':
      return { code: 0, out: [signInLink(deps.url(), await deps.credentials.createLink())] }
    case 'audit': {
      const report = await deps.audit()
      return { code: report.ok ? 0 : 1, out: report.lines }
    }
  }
}

export function signInLink(url: string, secret: string): string {
  return `${url}/sign-in?key=${secret}`
}

async function removeSite(deps: CommandDeps, domain: string): Promise<Outcome> {
  const removal = await deps.removeSite(domain)
  if (removal === 'unknown') return usage(`no such site: ${domain}`)
  if (removal === 'notSample')
    return { code: 1, out: [], error: `${domain} is no sample: a site that counts real visits cannot be removed` }
  return { code: 0, out: [`removed ${domain} and all that it counted`] }
}

/** Lists the path rules, sets them, or shows what they would have folded. */
async function sitePaths(deps: CommandDeps, { domain, rules, preview }: Extract<Command, { command: 'site paths' }>): Promise<Outcome> {
  const site = deps.sites.get(domain)
  if (!site) return usage(`no such site: ${domain}`)
  const chosen = rules ?? site.paths ?? []
  if (preview) return previewPaths(deps, domain, chosen)
  if (rules === undefined) return { code: 0, out: chosen.length > 0 ? [...chosen] : [`${domain} has no path rules`] }
  const changed = await changeSite(deps.sites, domain, { paths: rules })
  if (changed === 'unknown') return usage(`no such site: ${domain}`)
  if ('message' in changed) return usage(`${changed.field}: ${changed.message}`)
  return { code: 0, out: [`${domain} counts by ${rules.length} path rules from now on; what is stored stays as it is`] }
}

async function previewPaths(deps: CommandDeps, domain: string, rules: readonly string[]): Promise<Outcome> {
  const parsed = v.safeParse(pathPreviewSchema, { rules })
  if (!parsed.success) return usage(`${faultIn(parsed.issues[0]).field}: ${parsed.issues[0].message}`)
  try {
    const found = await deps.previewPaths(domain, rules)
    const sums = found.rules.map(({ rule, paths, views }) => `${rule}  ${paths} paths, ${views} views`)
    const rows = found.rows.map(({ path, becomes, views }) => `${views}  ${path}  ->  ${becomes}`)
    const head = `of ${found.looked} paths stored from ${found.from} to ${found.to}; nothing is changed`
    return { code: 0, out: [head, ...sums, ...rows] }
  } catch (error) {
    return expected(error, StoreAway)
  }
}

function usage(error: string): Outcome {
  return { code: 2, out: [], error }
}

function expected(error: unknown, known: new () => Error): Outcome {
  if (error instanceof known) return { code: 1, out: [], error: error.message }
  throw error
}
