/** `site consent`: what an owner declares of consent, given as a file and printed as one. */
import * as v from 'valibot'
import { bounds } from '../../contract/bounds.ts'
import { type Declaration, givenDeclaration } from '../../contract/consent/declaration.ts'
import { type DeclarationFault, faultsOf } from '../../contract/consent/judge.ts'
import { termsChanges } from '../../contract/consent/terms.ts'
import { changeSite, faultIn, withoutSchema } from '../sites/change.ts'
import { termsHash, wordingHash } from '../sites/consent-hashes.ts'
import { type Command, type CommandDeps, type CommandOutcome, wrong } from './command.ts'
import { readJsonLines } from './json-lines.ts'

type Deps = Pick<CommandDeps, 'sites' | 'url'>

export async function runConsentCommand(
  deps: Deps,
  { domain, text }: Extract<Command, { command: 'site consent' }>,
): Promise<CommandOutcome> {
  const site = deps.sites.get(domain)
  if (!site) return wrong(`no such site: ${domain}`)
  if (text === undefined) return exported(deps, domain, site.consent)
  const read = readJsonLines(text)
  if ('wrong' in read) return wrong(`it is not valid JSON: ${read.wrong}`)
  const judged = judge(read.value, site.hosts)
  if (Array.isArray(judged)) return wrong(saidOf(judged, read.lineOf))
  const changed = await changeSite(deps.sites, domain, { consent: read.value })
  if (changed === 'unknown') return wrong(`no such site: ${domain}`)
  if ('message' in changed) return wrong(`${changed.field}: ${changed.message}`)
  return {
    code: 0,
    out: [...(await changesOf(site.consent, judged)), `the declaration of ${domain} is ${deps.url()}/declaration?site=${domain}`],
  }
}

function judge(value: unknown, hosts: readonly string[]): Declaration | DeclarationFault[] {
  const shaped = v.safeParse(givenDeclaration, value)
  if (!shaped.success) return shaped.issues.map(faultIn)
  const declaration = withoutSchema(shaped.output)
  const faults = faultsOf(declaration, hosts)
  return faults.length > 0 ? faults : declaration
}

/** Each in a line, by where it stands in the file. */
function saidOf(faults: readonly DeclarationFault[], lineOf: (field: string) => number): string {
  const lines = faults.slice(0, bounds.saidFaults.max).map(({ field, message }) => `line ${lineOf(field)}: ${field || 'it'} ${message}`)
  const more = faults.length - lines.length
  return [...lines, ...(more > 0 ? [`and ${more} more`] : []), 'nothing was changed'].join('\n')
}

function exported(deps: Deps, domain: string, consent: Declaration | undefined): CommandOutcome {
  if (!consent) return { code: 1, out: [], error: `${domain} has declared nothing; docs/consent.md has an example to begin with` }
  return { code: 0, out: JSON.stringify({ $schema: `${deps.url()}/consent.schema.json`, ...consent }, null, 2).split('\n') }
}

/** What is another than before: first the terms, then the words. */
async function changesOf(before: Declaration | undefined, after: Declaration): Promise<string[]> {
  const terms = termsChanges(before?.services ?? [], after.services).map(async ({ id, change }) => {
    const service = after.services.find((each) => each.id === id)
    const hash = service ? `  terms ${await termsHash(service)}` : ''
    return `${id}  ${typeof change === 'string' ? change : `changed: ${change.join(', ')}`}${hash}`
  })
  const words = after.languages.map(async (language) => {
    const hash = await wordingHash(after, language)
    return before && hash === (await wordingHash(before, language)) ? [] : [`wording ${language}  ${hash}`]
  })
  const said = [...(await Promise.all(terms)), ...(await Promise.all(words)).flat()]
  return said.length > 0 ? said : ['no change']
}
