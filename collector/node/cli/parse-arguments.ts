/** The command line's words: from arguments to a command, or the line that says what is wrong with them. */
import { parseArgs } from 'node:util'
import { type SliceCondition, sliceConditions } from '../../../contract/slices.ts'
import type { Command } from '../../commands/command.ts'
import { hostTyped } from '../../sites/typed.ts'
import { siteAdd, siteHelp, siteOptions } from './site-options.ts'

export const help = `Usage: npm run footfall -- <command>

  site add <domain>      adds a site, or changes one that is there: what is not named stays
${siteHelp.join('\n')}
  site list              every site with its settings
  site paths <domain>    the path rules; --rule '/case/*' (may be repeated) sets them, --none takes them away, and with --preview
                         nothing is set: what they would have folded of the last 30 days is printed
  site consent <domain> <file>   declares who asks for consent and for which services (docs/consent.md), says what changes in their terms;
                         without a file it prints what is declared, as such a file
  site slice add <domain> --name <name>   with one or more of --source --device --country --language, and --entry or --path
                         (each may be repeated: one of its values is enough; all that are named must hold)
  site slice remove <domain> --name <name>   ends it: what it counted stays, and so does its name
  site slice list <domain>
  site forget <domain> --day <YYYY-MM-DD>   shows what of a day would be taken away: --all, or --host <host> and --value <dimension>=<value>
                         (each may be repeated; --value 'path=/junk/**' is all that begins so); with --yes it is taken away, for good
  site forget <domain> --list   all that was taken away, and when
  site remove <domain>   the sample site only: it goes with all that it counted
  key create             --site <domain> (may be repeated): prints a key that may read these sites; with --label <label> it is listed
                         by that name, with --days <number> it ends after so many days
  key list               every read key: id, label, sites, when it was made, when it ends; never the key itself
  key revoke <id or label>
  session list           how many are signed in, since when and until when
  session end-all        signs everybody out, and ends every sign-in link that nobody has opened
  link                   prints a new one-time sign-in link
  audit                  compares what was accepted with what is stored; exit code 1 where they differ

For a script: npm run -s footfall -- <command> prints what the command prints, without npm's own lines.`

/** Where to read on, after the line that says what is wrong. */
export const helpAt = 'npm run footfall -- help lists the commands'

const many = { type: 'string', multiple: true } as const
const one = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const optionsOf = {
  'site add': siteOptions,
  'site list': {},
  'site remove': {},
  'site forget': { day: one, all: flag, host: many, value: many, yes: flag, list: flag },
  'site slice list': {},
  'site slice add': { name: one, ...Object.fromEntries(sliceConditions.map((name) => [name, many])) },
  'site slice remove': { name: one },
  'site consent': {},
  'site paths': { rule: many, none: flag, preview: flag },
  'key create': { site: many, label: one, days: one },
  'key list': {},
  'key revoke': {},
  'session list': {},
  'session end-all': {},
  link: {},
  audit: {},
} as const satisfies Record<Command['command'], Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>>

const twoWords = ['site', 'key', 'session']

/** `file`: what the command is given as its text. */
export type ParsedArguments = { command: Command; file?: string } | { help: true } | { wrong: string }

/** Reads arguments; whatever is wrong with them is told in one line. */
export function parseArguments(given: readonly string[]): ParsedArguments {
  if (given.length === 0 || given[0] === 'help' || given.includes('--help') || given.includes('-h')) return { help: true }
  const words = given[0] === 'site' && given[1] === 'slice' ? 3 : twoWords.includes(given[0] ?? '') ? 2 : 1
  const name = given.slice(0, words).join(' ')
  if (!Object.hasOwn(optionsOf, name)) return { wrong: `unknown command: ${name}` }
  try {
    const options = optionsOf[name as Command['command']]
    const { values, positionals } = parseArgs({ args: given.slice(words), options, allowPositionals: true, strict: true })
    return commandOf(name as Command['command'], values as Values, positionals)
  } catch (error) {
    return { wrong: (error as Error).message.split(/\.\s/)[0] ?? 'wrong arguments' }
  }
}

interface Values extends Partial<Record<SliceCondition, string[]>> {
  host?: string[]
  name?: string
  site?: string[]
  rule?: string[]
  none?: boolean
  preview?: boolean
  day?: string
  all?: boolean
  value?: string[]
  yes?: boolean
  list?: boolean
  label?: string
  days?: string
}

/** What a command is told besides its options. */
const wanted = (name: Command['command']) =>
  name === 'key revoke' ? 'id or label' : name.startsWith('site ') && name !== 'site list' ? 'domain' : null

function commandOf(name: Command['command'], values: Values, positionals: string[]): ParsedArguments {
  if (name === 'site consent') return consentOf(positionals)
  const what = wanted(name)
  if (what !== null && positionals.length !== 1) return { wrong: `${name} needs one ${what}` }
  if (what === null && positionals.length > 0) return { wrong: `${name} takes no "${positionals[0]}"` }
  const [typed = ''] = positionals
  if (name === 'site add') return siteAdd(typed, { ...values })
  if (name === 'site slice list' || name === 'site slice add' || name === 'site slice remove') return sliceOf(name, domainOf(typed), values)
  if (name === 'site paths') return pathsOf(domainOf(typed), values)
  if (name === 'site forget') return forgetOf(domainOf(typed), values)
  if (name === 'site remove') return { command: { command: name, domain: domainOf(typed) } }
  if (name === 'key revoke') return { command: { command: name, key: typed } }
  return name === 'key create' ? keyOf(values) : { command: { command: name } }
}

function keyOf({ site, label, days }: Values): ParsedArguments {
  if (!site) return { wrong: 'key create needs --site <domain>' }
  if (days !== undefined && !/^\d+$/.test(days)) return { wrong: 'key create takes whole days: --days 90' }
  const options = { ...(label !== undefined && { label }), ...(days !== undefined && { days: Number(days) }) }
  return { command: { command: 'key create', sites: site.map(domainOf), ...options } }
}

/** The site that is meant; what is no host is no site either, and told so by the words that were typed. */
function domainOf(typed: string): string {
  const read = hostTyped(typed)
  return 'host' in read ? read.host : typed.toLowerCase()
}

function consentOf([typed, file, ...others]: string[]): ParsedArguments {
  if (typed === undefined || others.length > 0) return { wrong: 'site consent needs one domain, and at most one file' }
  return { command: { command: 'site consent', domain: domainOf(typed) }, ...(file !== undefined && { file }) }
}

function pathsOf(domain: string, { rule, none, preview }: Values): ParsedArguments {
  if (rule && none) return { wrong: 'site paths takes --rule or --none' }
  const rules = none ? [] : rule
  return { command: { command: 'site paths', domain, preview: preview ?? false, ...(rules && { rules }) } }
}

function forgetOf(domain: string, { day, host = [], value = [], all = false, yes = false, list = false }: Values): ParsedArguments {
  const values = [...host.map((each) => `host=${domainOf(each)}`), ...value]
  return { command: { command: 'site forget', domain, all, yes, list, values, ...(day !== undefined && { day }) } }
}

function sliceOf(command: `site slice ${'list' | 'add' | 'remove'}`, domain: string, values: Values): ParsedArguments {
  if (command === 'site slice list') return { command: { command, domain } }
  const { name } = values
  if (!name) return { wrong: `${command} needs --name <name>` }
  if (command === 'site slice remove') return { command: { command, domain, name } }
  const conditions = sliceConditions.flatMap((each): [string, string[]][] => (values[each] ? [[each, values[each]]] : []))
  if (conditions.length === 0) return { wrong: `${command} needs a condition: ${sliceConditions.map((each) => `--${each}`).join(', ')}` }
  return { command: { command, domain, name, conditions } }
}
