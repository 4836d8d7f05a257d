/** Panels → the answer: rows in order, the row of what they leave out, totals, and a note for all that is bounded or not kept. */
import { reserved } from '../../contract/dimensions.ts'
import { addsUp, type Measure } from '../../contract/measures.ts'
import type { Answer, Note, Question, Row } from '../../contract/query.ts'
import type { Value, ValueRange } from './measure-formulas.ts'
import type { Plan } from './plan.ts'
import type { Panel } from './run.ts'

export interface Panels {
  rows: Panel[]
  rest: Panel[]
  totals: Panel[]
}

export function shape(question: Question, plan: Plan, panels: Panels): Answer {
  const rest = plan.rest?.kind === 'notKept' ? lessRows(question, panels) : panels.rest
  const removed = panels.rows.filter((panel) => panel.removed && [...panel.measures.values()].some((value) => value && value.lower < 0))
  const rows = panels.rows.filter((panel) => !panel.removed && (question.by.length === 0 || isSomething(panel)))
  const page = rows.sort(comparison(question)).slice(question.offset, question.offset + question.limit)
  const last = rest
    .filter((panel) => leavesSomething(panel, question))
    .map((panel) => rowOf(question, { ...panel, values: restValues(question, plan) }))
  const totals = panels.totals[0]?.measures ?? new Map<Measure, Value>()
  return {
    rows: [...[...page, ...removed.sort(byDate)].map((panel) => rowOf(question, panel)), ...last],
    totals: measuresOf(question.measures, totals),
    notes: notesOf(question, plan, panels),
    withheld: { rows: 0 },
  }
}

const byDate = (one: Panel, other: Panel) => (one.date < other.date ? -1 : 1)

function addsUpHere(measure: Measure, { by }: Question): boolean {
  return addsUp(measure) && !(measure === 'visits' && by.includes('path'))
}

/** What crosses do not keep: the filtered total less what is kept of their rows, between two bounds where either is. */
function lessRows(question: Question, { rows, rest }: Panels): Panel[] {
  const byDate = Map.groupBy(rows, (panel) => panel.date)
  return rest.map((whole) => ({
    ...whole,
    measures: new Map(
      question.measures.map((measure) => {
        const total = whole.measures.get(measure)
        if (!total || !addsUpHere(measure, question)) return [measure, null]
        const spans = (byDate.get(whole.date) ?? []).map((panel) => keptOf(panel).get(measure))
        return [measure, spans.some((span) => !span) ? null : less(total, spans as ValueRange[])]
      }),
    ),
  }))
}

function less(total: ValueRange, parts: readonly ValueRange[]): ValueRange {
  const sum = (bound: keyof ValueRange) => parts.reduce((all, part) => all + part[bound], 0)
  return { lower: Math.max(0, total.lower - sum('upper')), upper: Math.max(0, total.upper - sum('lower')) }
}

/** By this rows are there, in order, and add up with what is not kept; what may be missing of them only bounds them. */
function keptOf({ kept, measures }: Panel): Panel['measures'] {
  return kept ?? measures
}

function isSomething(panel: Panel): boolean {
  return panel.told === true || [...keptOf(panel).values()].some((value) => value && value.upper > 0)
}

function leavesSomething(panel: Panel, question: Question): boolean {
  return question.measures.some((measure) => addsUpHere(measure, question) && (panel.measures.get(measure)?.upper ?? 0) > 0)
}

function restValues({ by }: Question, plan: Plan): (string | null)[] {
  return by.map(() => (plan.rest?.kind === 'unsent' ? null : reserved.notKept))
}

function rowOf({ by, interval, measures }: Question, panel: Omit<Panel, 'values'> & { values: readonly (string | null)[] }): Row {
  const named = by.map((name, index) => [name, panel.values[index] ?? null])
  return { ...(interval && { date: panel.date }), ...Object.fromEntries(named), ...measuresOf(measures, panel.measures) }
}

function measuresOf(measures: readonly Measure[], values: Panel['measures']): Row {
  const row: Row = {}
  for (const measure of measures) {
    const value = values.get(measure)
    row[measure] = value && value.lower === value.upper ? value.lower : null
    if (value && value.lower !== value.upper) Object.assign(row, { [`${measure}Lower`]: value.lower, [`${measure}Upper`]: value.upper })
  }
  return row
}

/** A panel that cannot be told is noted once for each measure; the rows of what is left out speak for themselves. */
function notesOf({ by, measures }: Question, plan: Plan, { rows, totals }: Panels): Note[] {
  const missing = !plan.totals || (by.length > 0 && !plan.rows)
  const panels = [...rows, ...totals]
  return [...new Set(measures)].flatMap((measure): Note[] => {
    const values = panels.map((panel) => panel.measures.get(measure))
    const bounded = values.some((value) => value && value.lower !== value.upper)
    const lost =
      missing ||
      values.some((value) => value === undefined) ||
      [plan.rows, plan.totals].some((part) => part?.formulas.get(measure) === null)
    const estimated = measure === 'visitorsEstimate' && values.some((value) => value)
    return [
      ...(lost ? [{ measure, reason: 'notKept' } as const] : []),
      ...(bounded ? [{ measure, reason: 'bounded' } as const] : []),
      ...(estimated ? [{ measure, reason: 'estimated', basis: ['visitors', 'coverage'] } as const] : []),
    ]
  })
}

/** As asked; else by date, then the first measure, the largest first. A measure by what is certain of it, then by its upper bound. Ties by value, so that pages never overlap. */
function comparison({ order, interval, measures, by }: Question): (one: Panel, other: Panel) => number {
  const asked = order.length > 0 ? order : ([...(interval ? [['date', 'asc'] as const] : []), [measures[0]!, 'desc']] as const)
  const ties = [...(interval ? ['date'] : []), ...by].map((name) => [name, 'asc'] as const)
  const steps = [...asked, ...ties].map(([name, direction]) => ({ name, sign: direction === 'asc' ? 1 : -1 }))
  return (one, other) => {
    for (const { name, sign } of steps) {
      const index = (by as readonly string[]).indexOf(name)
      const fields = (panel: Panel) => {
        if (name === 'date') return [panel.date]
        if (index >= 0) return [panel.values[index]!]
        const kept = keptOf(panel).get(name as Measure)
        return [kept?.lower, kept?.upper]
      }
      const [ofOne, ofOther] = [fields(one), fields(other)]
      const compared = ofOne.map((field, at) => compare(field, ofOther[at], sign)).find((order) => order !== 0)
      if (compared) return compared
    }
    return 0
  }
}

/** What is not known comes last, whichever the direction. */
function compare(one: string | number | undefined, other: string | number | undefined, sign: number): number {
  if (one === other) return 0
  if (one === undefined) return 1
  if (other === undefined) return -1
  return one < other ? -sign : sign
}
