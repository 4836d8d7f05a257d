/** The commands that there are, what carries them out is given, and what comes of one. */
import * as v from 'valibot'
import type { Credentials } from '../accounts/credentials.ts'
import type { Sites } from '../ports.ts'
import type { PreviewPaths } from '../query/path-preview.ts'
import type { RemovalOutcome } from '../sample/sample.ts'
import { listSettings } from '../sites/setting-rows.ts'
import type { Forgot, Previewed } from '../spool/forget/forget.ts'
import type { Disposal, DisposalAsked } from '../spool/ledger/disposals.ts'
import type { AuditReport } from './audit-report.ts'

/** How a collector takes back what of a day is named. Each rejects with `StoreAway` where the store does not answer. */
export interface Forgets {
  preview(asked: DisposalAsked): Promise<Previewed>
  forget(asked: DisposalAsked): Promise<Forgot>
  /** The newest first. */
  disposals(domain: string): Promise<Disposal[]>
}

export interface CommandDeps {
  sites: Sites
  credentials: Credentials
  /** Compares what was accepted with what is stored; waits for the backlog first, within a bound. */
  audit: () => Promise<AuditReport>
  previewPaths: PreviewPaths
  /** Removes a sample site and all that it counted; waits for the store. */
  removeSite: (domain: string) => Promise<RemovalOutcome>
  /** Null where nothing can be taken away of a day. */
  forgets: Forgets | null
  /** Whether anything was ever counted for it. */
  hasCounted: (domain: string) => Promise<boolean>
  /** The address at which a sign-in link opens. */
  url: () => string
}

/** A command's outcome: what to print, and the process's exit code. */
export interface CommandOutcome {
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
  v.strictObject({
    command: v.literal('site consent'),
    domain,
    /** The file's text; absent: what is declared is printed. */
    text: v.optional(v.string()),
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

/** Of a command that asks for what is not there, or is not said as it has to be. */
export function wrong(error: string): CommandOutcome {
  return { code: 2, out: [], error }
}
