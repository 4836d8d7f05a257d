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

export const settingRows = {
  domain: {},
  hosts: {
    option: {
      ...{ name: 'host', kind: 'list', value: '<host>', printed: 'hosts', hosts: true },
      help: 'more hosts (the domain and its www. are there); may be repeated',
    },
  },
  zone: {
    option: { name: 'zone', kind: 'text', value: '<time zone>', printed: 'zone', help: 'in which its days begin, as America/Chicago' },
  },
  baseline: {
    option: { name: 'baseline', kind: 'text', value: 'none|domain|page', printed: 'baseline', help: 'what is sent without consent' },
  },
  detail: { option: { name: 'detail', kind: 'text', value: 'domain|page', printed: 'detail', help: 'what is sent with consent' } },
  campaigns: {
    option: {
      ...{ name: 'campaign', kind: 'list', value: '<label>', printed: 'campaigns' },
      help: 'counted from its first visit; may be repeated',
    },
  },
  returnHosts: {
    option: {
      ...{ name: 'return-host', kind: 'list', value: '<host>', printed: 'return hosts', hosts: true },
      help: 'visitors go there and come back, as to a payment; may be repeated',
    },
  },
  hashRoutes: {
    option: { name: 'hash-routes', kind: 'flag', printed: 'hash routes', help: 'the path of a fragment is a page: /#/about' },
  },
  queryPages: {
    option: {
      ...{ name: 'query', kind: 'query', value: 'page=home,about', printed: 'query' },
      help: 'one key of the query names pages, with these values',
    },
  },
  replaceViews: {
    option: {
      ...{ name: 'replace-views', kind: 'flag', printed: 'replace views' },
      help: 'a state that is replaced by one of another path is a view',
    },
  },
  framedViews: {
    option: {
      ...{ name: 'framed-views', kind: 'flag', printed: 'framed views' },
      help: 'counted, without consent, where another site shows it in a frame',
    },
  },
  oneNetwork: {
    option: {
      ...{ name: 'one-network', kind: 'flag', printed: 'one network' },
      help: 'its visitors share one network, as in an intranet: what they send is common without a second one',
    },
  },
  paths: {},
  slices: { elsewhere: 'are declared by `site slice add`, under which a name keeps its meaning' },
  policy: {},
  sample: { elsewhere: 'is the site that Footfall makes up itself, and no other' },
} as const satisfies Record<keyof Site, SettingRow>

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
