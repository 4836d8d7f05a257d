/** What the command line can do, as functions over an open collector: run in the server, or in the command itself where none runs. */
import * as v from 'valibot'
import { pathPreviewSchema } from '../../contract/site.ts'
import { StoreAway } from '../ports.ts'
import { changeSite, faultIn } from '../sites/change.ts'
import { type Command, type CommandDeps, type CommandOutcome, wrong } from './command.ts'
import { runConsentCommand } from './consent-command.ts'
import { runForget } from './forget-command.ts'
import { runKeyCommand, runSessionCommand } from './key-commands.ts'
import { addSite } from './site-add.ts'
import { lineOf } from './site-line.ts'
import { runSliceCommand } from './slice-commands.ts'

export async function runCommand(deps: CommandDeps, command: Command): Promise<CommandOutcome> {
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
    case 'site consent':
      return runConsentCommand(deps, command)
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

async function removeSite(deps: CommandDeps, domain: string): Promise<CommandOutcome> {
  const removal = await deps.removeSite(domain)
  if (removal === 'unknown') return wrong(`no such site: ${domain}`)
  if (removal === 'notSample')
    return { code: 1, out: [], error: `${domain} is no sample: a site that counts real visits cannot be removed` }
  return { code: 0, out: [`removed ${domain} and all that it counted`] }
}

/** Lists the path rules, sets them, or shows what they would have folded. */
async function sitePaths(
  deps: CommandDeps,
  { domain, rules, preview }: Extract<Command, { command: 'site paths' }>,
): Promise<CommandOutcome> {
  const site = deps.sites.get(domain)
  if (!site) return wrong(`no such site: ${domain}`)
  const chosen = rules ?? site.paths ?? []
  if (preview) return previewPaths(deps, domain, chosen)
  if (rules === undefined) return { code: 0, out: chosen.length > 0 ? [...chosen] : [`${domain} has no path rules`] }
  const changed = await changeSite(deps.sites, domain, { paths: rules })
  if (changed === 'unknown') return wrong(`no such site: ${domain}`)
  if ('message' in changed) return wrong(`${changed.field}: ${changed.message}`)
  return { code: 0, out: [`${domain} counts by ${rules.length} path rules from now on; what is stored stays as it is`] }
}

async function previewPaths(deps: CommandDeps, domain: string, rules: readonly string[]): Promise<CommandOutcome> {
  const parsed = v.safeParse(pathPreviewSchema, { rules })
  if (!parsed.success) return wrong(`${faultIn(parsed.issues[0]).field}: ${parsed.issues[0].message}`)
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

function expected(error: unknown, known: new () => Error): CommandOutcome {
  if (error instanceof known) return { code: 1, out: [], error: error.message }
  throw error
}
