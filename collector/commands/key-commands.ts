/** Read keys and sessions on the command line: made, listed, taken back. */
import * as v from 'valibot'
import { bounds } from '../../contract/bounds.ts'
import { keyId, LabelTaken, type ListedKey, TooManyKeys } from '../accounts/read-keys.ts'
import { type Command, type CommandDeps, type CommandOutcome, wrong } from './command.ts'

type Deps = Pick<CommandDeps, 'sites' | 'credentials'>
type KeyCommand = Extract<Command, { command: 'key create' | 'key list' | 'key revoke' }>
type SessionCommand = Extract<Command, { command: 'session list' | 'session end-all' }>

export async function runKeyCommand(deps: Deps, command: KeyCommand): Promise<CommandOutcome> {
  if (command.command === 'key create') return createKey(deps, command)
  if (command.command === 'key list') {
    const keys = await deps.credentials.keys()
    return { code: 0, out: keys.length > 0 ? keys.map(keyLine) : ['there are no read keys'] }
  }
  if (!(await deps.credentials.revokeKey(command.key)))
    return wrong(`no such key: ${command.key} (npm run footfall -- key list names each)`)
  return { code: 0, out: [`revoked ${command.key}: it reads nothing any more`] }
}

export async function runSessionCommand({ credentials }: Deps, { command }: SessionCommand): Promise<CommandOutcome> {
  if (command === 'session end-all')
    return { code: 0, out: [`ended ${counted(await credentials.endSessions())}, and every sign-in link that nobody had opened`] }
  const sessions = await credentials.sessions()
  return { code: 0, out: [counted(sessions.length), ...sessions.map(({ began, ends }) => `began ${timeOf(began)}  ends ${timeOf(ends)}`)] }
}

async function createKey(deps: Deps, { sites, label, days }: Extract<KeyCommand, { command: 'key create' }>): Promise<CommandOutcome> {
  const missing = sites.filter((site) => !deps.sites.get(site))
  if (missing.length > 0) return wrong(`no such site: ${missing.join(', ')} (add it with: npm run footfall -- site add ${missing[0]})`)
  const options = v.safeParse(optionsSchema, { label, days })
  if (!options.success) return wrong(options.issues[0].message)
  try {
    return { code: 0, out: [await deps.credentials.createKey(sites, options.output)] }
  } catch (error) {
    if (error instanceof TooManyKeys || error instanceof LabelTaken) return { code: 1, out: [], error: error.message }
    throw error
  }
}

const labelForm = `a label has 1 to ${bounds.keyLabelCharacters.max} characters in one line, and does not look like an id`
const daysForm = `a key is good for 1 to ${bounds.readKeyDays.max} whole days, or, without --days, until it is revoked`
const optionsSchema = v.object({
  label: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(bounds.keyLabelCharacters.max, labelForm),
      v.regex(/^[^\p{Cc}]+$/u, labelForm),
      v.check((label) => !keyId.test(label), labelForm),
    ),
  ),
  days: v.optional(v.pipe(v.number(), v.integer(daysForm), v.minValue(1, daysForm), v.maxValue(bounds.readKeyDays.max, daysForm))),
})

function keyLine({ id, label, sites, made, ends }: ListedKey): string {
  const end = ends === null ? 'without an end' : `ends ${timeOf(ends)}`
  return [id, ...(label === null ? [] : [label]), `sites ${sites.join(',')}`, `made ${timeOf(made)}`, end].join('  ')
}

const counted = (sessions: number) => `${sessions} ${sessions === 1 ? 'session' : 'sessions'}`

/** `2026-11-24 12:00Z` */
function timeOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')}Z`
}
