/** The page's address: everything that was chosen, so that it can be kept, shared and gone back to. */
import { daysBetween, isDay } from '../../contract/day.ts'
import { type Dimension, dimensionNames } from '../../contract/dimensions.ts'
import { queryDays } from '../../contract/limits.ts'
import type { Measure } from '../../contract/measures.ts'
import { type Condition, conditionText, parseConditions } from './filters.ts'
import { headlines } from './measures.ts'
import { type DateRange, isPreset } from './range.ts'

export interface Choice {
  /** The site's domain; absent: the first that may be read. */
  site?: string
  range: DateRange
  /** The measure that the chart shows; absent: the first. */
  measure?: Measure
  filters?: Condition[]
  /** The tabs that were opened, by their dimension. */
  tabs?: Dimension[]
}

export const defaultRange = '30d'

/** The choice that a query string makes; whatever it says wrongly counts as not said. */
export function parseChoice(search: string): Choice {
  const said = new URLSearchParams(search)
  const site = said.get('site')?.trim().toLowerCase()
  const measure = headlines.find((each) => each.measure === said.get('measure'))?.measure
  const filters = parseConditions(said.getAll('filter'))
  const tabs = (said.get('tabs')?.split('.') ?? []).filter((name): name is Dimension => (dimensionNames as string[]).includes(name))
  return {
    ...(site && { site }),
    range: parseRange(said),
    ...(measure && { measure }),
    ...(filters.length > 0 && { filters }),
    ...(tabs.length > 0 && { tabs }),
  }
}

/** The query string of a choice, with its `?`; empty where all is as by default. */
export function choiceSearch({ site, range, measure, filters = [], tabs = [] }: Choice): string {
  const said = new URLSearchParams()
  if (site) said.set('site', site)
  if (typeof range === 'object') {
    said.set('from', range.from)
    said.set('to', range.to)
  } else if (range !== defaultRange) said.set('range', range)
  if (measure) said.set('measure', measure)
  for (const condition of filters) said.append('filter', conditionText(condition))
  if (tabs.length > 0) said.set('tabs', tabs.join('.'))
  const text = said.toString()
  return text && `?${text}`
}

function parseRange(said: URLSearchParams): DateRange {
  const from = said.get('from') ?? ''
  const to = said.get('to') ?? ''
  if (isDay(from) && isDay(to) && Math.abs(daysBetween(from, to)) < queryDays) return from <= to ? { from, to } : { from: to, to: from }
  const preset = said.get('range') ?? ''
  return isPreset(preset) ? preset : defaultRange
}
