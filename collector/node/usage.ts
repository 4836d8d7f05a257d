/** The command line's words: from arguments to a command, or the line that says what is wrong with them. */
import { parseArgs } from 'node:util'
import { type SliceCondition, sliceConditions } from '../../contract/slices.ts'
import type { Command } from '../commands/commands.ts'

export const help = `Usage: npm run footfall -- <command>

  site add <domain>      --host <host> (more hosts; the domain and its www. are there)   --zone <time zone>
                         --baseline none|domain|page   --detail domain|page   --campaign <label> (may be repeated)
  site list
  site paths <domain>    the path rules; --rule '/case/*' (may be repeated) sets them, --none takes them away, and with --preview
                         nothing is set: what they would have folded of the last 30 days is printed
  site slice add <domain> --name <name>   with one or more of --source --device --country --language, and --entry or --path
                         (each may be repeated: one of its values is enough; all that are named must hold)
  site slice remove <domain> --name <name>   ends it: what it counted stays, and so does its name
  site slice list <domain>
  site remove <domain>   the sample site only: it goes with all that it counted
  key create             --site <domain> (may be repeated): prints a key that may read these sites
  link                   prints a new one-time sign-in link
  audit                  compares what was accepted with what is stored; exit code 1 where they differ

For a script: npm run -s footfall -- <command> prints what the command prints, without npm's own lines.`

const many = { type: 'string', multiple: true } as const
const one = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const optionsOf = {
  'site add': { host: many, zone: one, baseline: one, detail: one, campaign: many },
  'site list': {},
  'site remove': {},
  'site slice list': {},
  'site slice add': { name: one, ...Object.fromEntries(sliceConditions.map((name) => [name, many])) },
  'site slice remove': { name: one },
  'site paths': { rule: many, none: flag, preview: flag },
  'key create': { site: many },
  link: {},
  audit: {},
} as const satisfies Record<Command['command'], Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>>

export type Parsed = { command: Command } | { help: true } | { wrong: string }

/** Reads arguments; whatever is wrong with them is told in one line. */
export function parseArguments(given: readonly string[]): Parsed {
  if (given.length === 0 || given[0] === 'help' || given.includes('--help') || given.includes('-h')) return { help: true }
  const words = given[0] === 'site' && given[1] === 'slice' ? 3 : given[0] === 'site' || given[0] === 'key' ? 2 : 1
  const name = given.slice(0, words).join(' ')
  if (!Object.hasOwn(optionsOf, name)) return { wrong: `unknown command: ${name}` }
  try {
    const options = optionsOf[name as Command['command']]
    const { values, positionals } = parseArgs({ args: given.slice(words), options, allowPositionals: true, strict: true })
    return commandOf(name as Command['command'], values as Values, positionals)
  } catch (error) {
    return { wrong: (error as Error).message.split('. ')[0] ?? 'wrong arguments' }
  }
}

interface Values extends Partial<Record<SliceCondition, string[]>> {
  name?: string
  host?: string[]
  zone?: string
  baseline?: string
  detail?: string
  campaign?: string[]
  site?: string[]
  rule?: string[]
  none?: boolean
  preview?: boolean
}

function commandOf(name: Command['command'], values: Values, positionals: string[]): Parsed {
  const expected = name.startsWith('site ') && name !== 'site list' ? 1 : 0
  if (positionals.length !== expected) return { wrong: expected ? `${name} needs one domain` : `${name} takes no "${positionals[0]}"` }
  if (name === 'site add') return { command: { command: name, site: siteOf(positionals[0] ?? '', values) } }
  if (name === 'site slice list' || name === 'site slice add' || name === 'site slice remove')
    return sliceOf(name, (positionals[0] ?? '').toLowerCase(), values)
  if (name === 'site paths') return pathsOf((positionals[0] ?? '').toLowerCase(), values)
  if (name === 'site remove') return { command: { command: name, domain: (positionals[0] ?? '').toLowerCase() } }
  if (name !== 'key create') return { command: { command: name } }
  if (!values.site) return { wrong: 'key create needs --site <domain>' }
  return { command: { command: name, sites: values.site.map((site) => site.toLowerCase()) } }
}

function pathsOf(domain: string, { rule, none, preview }: Values): Parsed {
  if (rule && none) return { wrong: 'site paths takes --rule or --none' }
  const rules = none ? [] : rule
  return { command: { command: 'site paths', domain, preview: preview ?? false, ...(rules && { rules }) } }
}

function sliceOf(command: `site slice ${'list' | 'add' | 'remove'}`, domain: string, values: Values): Parsed {
  if (command === 'site slice list') return { command: { command, domain } }
  const { name } = values
  if (!name) return { wrong: `${command} needs --name <name>` }
  if (command === 'site slice remove') return { command: { command, domain, name } }
  const conditions = sliceConditions.flatMap((each): [string, string[]][] => (values[each] ? [[each, values[each]]] : []))
  if (conditions.length === 0) return { wrong: `${command} needs a condition: ${sliceConditions.map((each) => `--${each}`).join(', ')}` }
  return { command: { command, domain, name, conditions } }
}

// Only what was given, so that a site which is there keeps the rest.
function siteOf(domain: string, values: Values): Record<string, unknown> {
  const given = {
    domain,
    hosts: values.host,
    zone: values.zone,
    baseline: values.baseline,
    detail: values.detail,
    campaigns: values.campaign,
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
