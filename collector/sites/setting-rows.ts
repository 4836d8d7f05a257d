/**
 * How an owner gives each setting of a site on the command line, and how it is printed: one row a setting, in the order in which they are printed. A
 * setting of contract/site.ts without a row here does not compile.
 */
import type { Site } from '../../contract/site.ts'

/** `list`: values join those there, and `--no-…` takes one out. `flag` and `query`: `--no-…` takes the setting back. */
export type OptionKind = 'text' | 'list' | 'flag' | 'query'

export interface SettingOption {
  /** Without its dashes. */
  name: string
  kind: OptionKind
  /** What stands for the value in the help; none for a flag. */
  value?: string
  help: string
  /** The word before the value where the site is printed. */
  printed: string
  /** Its values are hosts, which may be typed as addresses or in their own script. */
  hosts?: true
}

interface SettingRow {
  option?: SettingOption
  /** Why it cannot be given, and how else it comes about. */
  elsewhere?: string
}

type Given = Pick<SettingOption, 'value' | 'help'>
/** Printed by its own name. */
const text = (name: string, given: Given): SettingRow => ({ option: { name, kind: 'text', printed: name, ...given } })
/** Printed by the name of its values together: `hosts`. */
const list = (name: string, given: Given & Pick<SettingOption, 'hosts'>): SettingRow => ({
  option: { name, kind: 'list', printed: `${words(name)}s`, ...given },
})
const flag = (name: string, help: string): SettingRow => ({ option: { name, kind: 'flag', printed: words(name), help } })
const words = (name: string) => name.replaceAll('-', ' ')

export const settingRows = {
  domain: {},
  hosts: list('host', { value: '<host>', hosts: true, help: 'more hosts (the domain and its www. are there); may be repeated' }),
  zone: text('zone', { value: '<time zone>', help: 'in which its days begin, as America/Chicago' }),
  baseline: text('baseline', { value: 'none|domain|page', help: 'what is sent without consent' }),
  detail: text('detail', { value: 'domain|page', help: 'what is sent with consent' }),
  campaigns: list('campaign', { value: '<label>', help: 'counted from its first visit; may be repeated' }),
  returnHosts: list('return-host', {
    value: '<host>',
    hosts: true,
    help: 'visitors go there and come back, as to a payment; may be repeated',
  }),
  hashRoutes: flag('hash-routes', 'the path of a fragment is a page: /#/about'),
  queryPages: {
    option: {
      name: 'query',
      kind: 'query',
      value: 'page=home,about',
      printed: 'query',
      help: 'one key of the query names pages, with these values',
    },
  },
  replaceViews: flag('replace-views', 'a state that is replaced by one of another path is a view'),
  framedViews: flag('framed-views', 'counted, without consent, where another site shows it in a frame'),
  oneNetwork: flag('one-network', 'its visitors share one network, as in an intranet: what they send is common without a second one'),
  paths: {},
  slices: { elsewhere: 'are declared by `site slice add`, under which a name keeps its meaning' },
  consent: { elsewhere: 'is declared by `site consent`, which says what is wrong with it' },
  policy: {},
  sample: { elsewhere: 'is the site that Footfall makes up itself, and no other' },
} satisfies Record<keyof Site, SettingRow>

export type Setting = keyof typeof settingRows

export function settingRow(name: Setting): SettingRow {
  return settingRows[name]
}

/** Every setting that has an option, in order. */
export const settingOptions: readonly { setting: Setting; option: SettingOption }[] = Object.entries(settingRows).flatMap(
  ([setting, row]: [string, SettingRow]) => (row.option ? [{ setting: setting as Setting, option: row.option }] : []),
)

/** The settings whose values join those that are there. */
export const listSettings: readonly Setting[] = settingOptions.flatMap(({ setting, option }) => (option.kind === 'list' ? [setting] : []))
/** Of those, the ones that hold hosts. */
export const hostSettings: readonly Setting[] = settingOptions.flatMap(({ setting, option }) => (option.hosts ? [setting] : []))
