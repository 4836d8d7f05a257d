/** Filters as they are chosen: conditions on one value each, kept in the page's address. */
import { type Dimension, dimensionNames, dimensionsWhere } from '../../contract/dimensions.ts'
import { filterCharacters, pageFilters } from '../../contract/limits.ts'
import type { Filter } from '../../contract/query.ts'

export interface Condition {
  operator: 'is' | 'isNot'
  dimension: Dimension
  /** Null: not sent. */
  value: string | null
}

/** Dimensions whose values stand beside others, so that a filter on one tells something of the rest. */
export const filterable = dimensionsWhere(({ filterable }) => filterable)

/** `is.source.google.com`; nothing after the second dot means not sent. */
export function conditionText({ operator, dimension, value }: Condition): string {
  return `${operator}.${dimension}.${value ?? ''}`
}

/** The conditions that an address says; whatever it says wrongly counts as not said. */
export function parseConditions(texts: readonly string[]): Condition[] {
  return texts.flatMap((text) => parseCondition(text) ?? []).slice(0, pageFilters)
}

const conditionPattern = new RegExp(`^(is|isNot)\\.(\\w+)\\.(.{0,${filterCharacters}})$`, 's')

function parseCondition(text: string): Condition | undefined {
  const [, operator, dimension, value] = conditionPattern.exec(text) ?? []
  if (!operator || !(dimensionNames as readonly string[]).includes(dimension!)) return
  return { operator: operator as Condition['operator'], dimension: dimension as Dimension, value: value || null }
}

export function filtersOf(conditions: readonly Condition[]): Filter[] {
  return conditions.map(({ operator, dimension, value }) => [operator, dimension, [value]])
}

/** With one more; the same dimension and value is not said twice. */
export function withCondition(conditions: readonly Condition[], added: Condition): Condition[] {
  const others = conditions.filter(({ dimension, value }) => dimension !== added.dimension || value !== added.value)
  return [...others, added].slice(-pageFilters)
}

/** Whether more than one dimension is asked about at once, which nothing stored can answer. */
export function asksTooMuch(conditions: readonly Condition[]): boolean {
  return new Set(conditions.map(({ dimension }) => dimension)).size > 1
}
