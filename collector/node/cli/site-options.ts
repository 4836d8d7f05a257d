/** The options of `site add` by the table of settings, their lines of the help, and the command that they make. */
import type { Command } from '../../commands/command.ts'
import { type SettingOption, settingOptions } from '../../sites/setting-rows.ts'

/** What `parseArgs` of node:util takes. */
type Options = Record<string, { type: 'string' | 'boolean'; multiple?: true }>
/** Values by their options, as they were typed. */
export type SiteValues = Record<string, string | boolean | string[] | undefined>

const many = { type: 'string', multiple: true } as const
const flag = { type: 'boolean' } as const

const typeOf = { text: { type: 'string' }, list: many, flag, query: many } as const
/** What takes it back: a value of a list, or the setting as a whole; a text is given anew. */
const backOf = { text: null, list: many, flag, query: flag } as const

export const siteOptions: Options = Object.fromEntries(
  settingOptions.flatMap(({ option: { name, kind } }) => {
    const back = backOf[kind]
    return [[name, typeOf[kind]], ...(back ? [[`no-${name}`, back]] : [])]
  }),
)

const column = 34
const width = 100

/** The lines of the help that tell of these options. */
export const siteHelp: readonly string[] = [
  ...settingOptions.map(({ option: { name, value, help } }) => `    ${`--${name}${value ? ` ${value}` : ''}`.padEnd(column)}${help}`),
  ...wrapped([...namesOf(['flag', 'query']), ...namesOf(['list'])].join(', ')).map((line, index, { length }) =>
    index === length - 1 ? `    ${line}   take back what was set` : `    ${line}`,
  ),
]

function namesOf(kinds: readonly SettingOption['kind'][]): string[] {
  return settingOptions.flatMap(({ option: { name, kind, value } }) =>
    kinds.includes(kind) ? [`--no-${name}${kind === 'list' ? ` ${value}` : ''}`] : [],
  )
}

/** A list in lines, broken behind commas. */
function wrapped(list: string): string[] {
  const end = list.length <= width ? -1 : list.lastIndexOf(', ', width)
  return end < 0 ? [list] : [list.slice(0, end + 1), ...wrapped(list.slice(end + 2))]
}

type Made = { command: Extract<Command, { command: 'site add' }> } | { wrong: string }

/** Only what was given, so that a site which is there keeps the rest; null takes a setting back. */
export function siteAdd(domain: string, values: SiteValues): Made {
  const site: Record<string, unknown> = { domain }
  const without: Record<string, string[]> = {}
  for (const { setting, option } of settingOptions) {
    const { name, kind } = option
    const [given, back] = [values[name], values[`no-${name}`]]
    if (kind === 'list') {
      if (given !== undefined) site[setting] = given
      if (back !== undefined) without[setting] = back as string[]
      continue
    }
    if (given && back) return { wrong: `site add takes --${name} or --no-${name}` }
    if (back) site[setting] = null
    else if (kind === 'query' && given !== undefined) {
      const read = queryOf(given as string[])
      if ('wrong' in read) return read
      site[setting] = read
    } else if (given !== undefined) site[setting] = given
  }
  return { command: { command: 'site add', site, ...(Object.keys(without).length > 0 && { without }) } }
}

/** `page=home,about`, and more values of that key. */
function queryOf(texts: readonly string[]): { key: string; values: string[] } | { wrong: string } {
  const read = texts.map((text) => /^([^=,]+)=([^=]+)$/.exec(text)?.slice(1) as [string, string] | undefined)
  const [key] = read[0] ?? []
  if (!key || read.some((each) => each?.[0] !== key)) return { wrong: 'site add takes one key and its values: --query page=home,about' }
  return { key, values: read.flatMap((each) => each![1].split(',').filter((value) => value !== '')) }
}
