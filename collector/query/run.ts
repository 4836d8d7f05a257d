/** Works out the measures of a part of a plan: one panel for each date and values. */
import type { Day } from '../../contract/day.ts'
import type { Measure } from '../../contract/measures.ts'
import { between, type More } from './between.ts'
import { formulaInput, moreOf, vitalValue } from './formula-input.ts'
import { type FormulaInput, type FormulaName, formulaOf, type Value } from './measure-formulas.ts'
import { keyOf } from './missing.ts'
import { mayLose, type PartRows, type QueryContext, readAll, signedSumOf, valuesOf } from './part-rows.ts'
import { hasSpellings, isOfPaths, isUnreadable, shownPath } from './paths.ts'
import type { QueryPart } from './plan.ts'
import type { Read } from './read.ts'
import { isRemoved, removedMeasures } from './removed.ts'
import { bucketsOf } from './window.ts'

/** A row of a panel: its bucket's date (empty without interval), its values, and each measure. */
export interface Panel {
  date: Day
  values: string[]
  measures: Map<Measure, Value>
  /** Of a cross: the same of what is kept alone. */
  kept?: Map<Measure, Value>
  /** A share or a difference of something that is there: worth a row also where it is 0. */
  told?: boolean
  /** What was taken away: the last of its list, with sums below zero. */
  removed?: true
}

/**
 * The panels of a part; a part without grouping has one for each bucket, whether or not anything is stored. Joining the spellings of paths
 * has its price: it is done where the rows show that it must be, or none could, as a filter may have met several.
 */
export async function runPart(part: QueryPart, asked: QueryContext, read: Read): Promise<Panel[]> {
  const panels = await panelsOf({ ...part, joined: mayHideSeveral(part) }, asked, read)
  const isSpelled = ({ values }: Panel) => values.some((value, index) => isOfPaths(part.group[index]!) && isUnreadable(value))
  return panels.some(isSpelled) ? panelsOf({ ...part, joined: true }, asked, read) : panels
}

function mayHideSeveral({ condition, group }: QueryPart): boolean {
  if (!condition || !isOfPaths(condition.dimension) || group.includes(condition.dimension)) return false
  return condition.tests.some(({ operator, values }) => operator === 'contains' || values.some(hasSpellings))
}

async function panelsOf(part: QueryPart, asked: QueryContext, read: Read): Promise<Panel[]> {
  const found = await readAll(part, asked, read)
  const shown = (value: string, index: number) => (part.joined && isOfPaths(part.group[index]!) ? shownPath(value) : value)
  const panels: Panel[] = []
  for (const { date, values } of placesOf(part, asked, found)) {
    if (isRemoved(values)) {
      panels.push({ date, values, measures: removedMeasures(part, sumsAt(found, keyOf(date, values))), removed: true })
      continue
    }
    const given = formulaInput(part, { date, values }, { found, tells: asked.tells })
    const kept = new Map<Measure, Value>()
    let told = false
    for (const [measure, name] of part.formulas) {
      const value =
        name === null ? undefined : name === 'vital' ? vitalValue(measure, found, keyOf(date, values)) : formulaOf(name).value(given)
      kept.set(measure, value)
      told ||= name !== null && isTold(name, value, given)
    }
    const more = mayLose(part) ? moreOf(part, keyOf(date, values), found) : null
    const measures = more ? widened(part, { kept, given, more }) : kept
    panels.push({ date, values: values.map(shown), measures, ...(more && { kept }), told })
  }
  return panels
}

function sumsAt(found: PartRows, key: string): Parameters<typeof removedMeasures>[1] {
  return { sum: (counter) => signedSumOf(found.sums.get(key) ?? {}, counter), exits: signedSumOf(found.exits.get(key) ?? {}, 'count') }
}

/** Timings are told of those that are kept. */
function widened(
  part: QueryPart,
  { kept, given, more }: { kept: Map<Measure, Value>; given: FormulaInput; more: More },
): Map<Measure, Value> {
  return new Map(
    [...part.formulas].map(([measure, name]) => [
      measure,
      name === null || name === 'vital' ? kept.get(measure) : between(name, given, more),
    ]),
  )
}

const ratios: readonly FormulaName[] = [
  'bounceRate',
  'viewsPerVisit',
  'viewsPerSight',
  'viewsPerCrossSight',
  'secondsPerVisit',
  'secondsPerSight',
  'secondsPerCrossSight',
  'coverage',
  'vital',
]

/** The share of nothing is null, so a ratio that is known is one of something; bounces are so where there were visits. */
function isTold(name: FormulaName, value: Value, { count }: FormulaInput): boolean {
  return name === 'bounces' ? count('consentedVisits') > 0 : value != null && ratios.includes(name)
}

function placesOf(part: QueryPart, { window }: QueryContext, found: PartRows): { date: Day; values: string[] }[] {
  if (part.group.length === 0) return bucketsOf(window, part.interval).map(({ date }) => ({ date, values: [] }))
  const places = new Map<string, { date: Day; values: string[] }>()
  for (const rows of [found.sums, found.exits, found.browsers, ...found.vitals.values()]) {
    for (const [key, row] of rows) places.set(key, { date: row.date, values: valuesOf(row) })
  }
  return [...places.values()]
}
