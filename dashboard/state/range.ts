/** The ranges of days that can be chosen, and the days that each means today. */
import { addDays, type Day } from '../../contract/day.ts'

export const presets = [
  { name: 'today', label: 'Today' },
  { name: 'yesterday', label: 'Yesterday' },
  { name: '7d', label: '7 days' },
  { name: '30d', label: '30 days' },
  { name: '12m', label: '12 months' },
] as const

export type Preset = (typeof presets)[number]['name']

/** Days, both inclusive. */
export interface Days {
  from: Day
  to: Day
}

export type Range = Preset | Days

/** The days of a range when it is `today` at the site. */
export function daysOf(range: Range, today: Day): Days {
  if (typeof range === 'object') return range
  if (range === 'yesterday') return { from: addDays(today, -1), to: addDays(today, -1) }
  return { from: addDays(today, -daysBefore[range]), to: today }
}

const daysBefore: Record<Exclude<Preset, 'yesterday'>, number> = { today: 0, '7d': 6, '30d': 29, '12m': 364 }

export function isPreset(text: string): text is Preset {
  return presets.some((preset) => preset.name === text)
}
