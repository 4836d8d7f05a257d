/** Slices on the command line: listed, added, ended. */
import type { Slice } from '../../contract/site.ts'
import { dimensionOfSlice, sliceConditions } from '../../contract/slices.ts'
import { changeSite } from '../sites/change.ts'
import { type Command, type CommandDeps, type CommandOutcome, wrong } from './command.ts'

type SliceCommand = Extract<Command, { command: 'site slice list' | 'site slice add' | 'site slice remove' }>

export async function runSliceCommand({ sites }: Pick<CommandDeps, 'sites'>, command: SliceCommand): Promise<CommandOutcome> {
  const site = sites.get(command.domain)
  if (!site) return wrong(`no such site: ${command.domain}`)
  const all = site.slices ?? []
  if (command.command === 'site slice list') return { code: 0, out: all.length > 0 ? all.map(lineOf) : [`${command.domain} has no slices`] }
  const active = all.filter(({ ended }) => !ended).map(({ name, conditions }) => ({ name, conditions }))
  const others = active.filter(({ name }) => name !== command.name)
  if (command.command === 'site slice remove' && others.length === active.length) return wrong(`no such slice: ${command.name}`)
  const added = command.command === 'site slice add' ? [{ name: command.name, conditions: command.conditions }] : []
  const changed = await changeSite(sites, command.domain, { slices: [...others, ...added] })
  if (changed === 'unknown') return wrong(`no such site: ${command.domain}`)
  if ('message' in changed) return wrong(changed.message)
  const slice = changed.slices?.find(({ name }) => name === command.name)
  return { code: 0, out: slice ? [lineOf(slice)] : [] }
}

function lineOf(slice: Slice): string {
  const asked = sliceConditions.flatMap((name) => slice.conditions.filter(([dimension]) => dimension === name))
  const text = asked.map(([name, values]) => `${name} ${values.join(',')}`).join('  ')
  return `${slice.name}  ${text}  counted as ${dimensionOfSlice(slice)}${slice.ended ? '  ended' : ''}`
}
