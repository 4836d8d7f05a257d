/** A site in one line, and the tag to paste for it. */
import type { Site } from '../../contract/site.ts'
import { type Setting, type SettingOption, settingOptions } from '../sites/setting-rows.ts'
import { demoDomain } from '../sites/start.ts'
import { shownHost } from '../sites/typed.ts'

/** All that `site add` sets; what a site does not use is not named. */
export function lineOf(site: Site): string {
  const mark = site.sample ? ' (sample)' : site.domain === demoDomain ? ' (demo)' : ''
  return [shownHost(site.domain) + mark, ...settingOptions.flatMap(({ setting, option }) => printed(option, site[setting]) ?? [])].join(
    '  ',
  )
}

function printed({ printed: name, hosts }: SettingOption, value: Site[Setting]): string | null {
  if (value === undefined) return null
  if (value === true) return name
  if (typeof value === 'string') return `${name} ${value}`
  if ('key' in value) return `${name} ${value.key}=${value.values.join(',')}`
  const values = value as string[]
  return values.length > 0 ? `${name} ${(hosts ? values.map(shownHost) : values).join(',')}` : null
}

/** The one line that a site's owner pastes. */
export function tagLine(url: string, domain: string): string {
  return `<script async src="${url}/footfall.js?site=${domain}"></script>`
}
