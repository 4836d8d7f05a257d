/** The questions of the page, all in one request: headlines, those of the period before, the chart, timings, each card's open list, and what is around a page. */
import type { Dimension } from '../contract/dimensions.ts'
import type { Interval } from '../contract/query.ts'
import { vitalMetrics } from '../contract/vitals.ts'
import { aroundQuestions, pageOf } from './around.ts'
import { headlines } from './headlines.ts'
import { queryRows } from './limits.ts'
import { askedPanels, type Card, type PanelRow, panelLimit } from './panels.ts'
import type { Answered, Ask } from './query/client.ts'
import { type Condition, filtersOf } from './state/filters.ts'
import { before, type Days, lengthOf } from './state/range.ts'

export interface Asked {
  site: string
  cards: readonly Card[]
  days: Days
  filters?: readonly Condition[]
  tabs?: readonly Dimension[]
}

/** One day by its hours; two months by days, half a year by weeks, longer by months. */
export function intervalOf(days: Days): Interval | 'hour' {
  const length = lengthOf(days)
  if (length === 1) return 'hour'
  return length <= 62 ? 'day' : length <= 190 ? 'week' : 'month'
}

export function overviewQuestions({ site, cards, days, filters = [], tabs = [] }: Asked): Ask[] {
  const whole = { site, ...days }
  const about = { ...whole, ...(filters.length > 0 && { filters: filtersOf(filters) }) }
  const measures = headlines.map((each) => each.measure)
  const page = pageOf(filters)
  return [
    // Of all browsers there is an estimate for the site as a whole only.
    { ...about, measures: filters.length > 0 ? measures : [...measures, 'visitorsEstimate'] },
    { ...about, ...before(days), measures },
    { ...about, measures, limit: 1_000, ...steps(days) },
    {
      ...about,
      measures: vitalMetrics.flatMap((metric) => [`${metric}P75`, `${metric}Good`, `${metric}NeedsWork`, `${metric}Poor`] as const),
    },
    // A warning is a warning under every filter.
    ...cards.flatMap((card) => askedPanels(card, tabs).map((panel) => panelQuestion(panel, card.kind === 'trouble' ? whole : about))),
    ...panelsBySteps(cards).map(({ dimension }) => stepsQuestion(dimension, whole)),
    ...(page === null ? [] : aroundQuestions(whole, page)),
  ]
}

function panelsBySteps(cards: readonly Card[]): PanelRow[] {
  return cards.flatMap(({ panels }) => panels).filter(({ bySteps }) => bySteps)
}

function steps(days: Days): Partial<Ask> {
  const interval = intervalOf(days)
  return interval === 'hour' ? { by: ['hour'] } : { interval }
}

/** A list by the steps of the chart. */
function stepsQuestion(dimension: Dimension, whole: { site: string } & Days): Ask {
  const { by = [], ...at } = steps(whole)
  return { ...whole, measures: ['count'], by: [dimension, ...by], limit: queryRows, ...at }
}

function panelQuestion({ dimension, measures, asColumns }: PanelRow, about: Pick<Ask, 'site' | 'from' | 'to' | 'filters'>): Ask {
  const first = measures[0]!.measure
  return {
    ...about,
    measures: measures.map((each) => each.measure),
    by: [dimension],
    order: asColumns ? [[dimension, 'asc']] : [[first, 'desc']],
    limit: panelLimit,
  }
}

/** The answers by what they are for; undefined where the one to this very question is not there yet. */
export interface Overview {
  totals: Answered | undefined
  previous: Answered | undefined
  series: Answered | undefined
  vitals: Answered | undefined
  /** Each list that was asked for, by its dimension. */
  lists: ReadonlyMap<Dimension, Answered | undefined>
  /** Those that are drawn by steps, by their dimension. */
  steps: ReadonlyMap<Dimension, Answered | undefined>
  /** In the order of `aroundQuestions`; empty where no page is filtered by. */
  around: readonly (Answered | undefined)[]
}

/** What was asked for, and what came of it. */
interface Got extends Known {
  cards: readonly Card[]
  tabs?: readonly Dimension[]
  questions: readonly Ask[]
}

export function overviewOf({ cards, tabs, questions, ...known }: Got): Overview {
  const [totals, previous, series, vitals, ...more] = answersFor(questions, known)
  const panels = cards.flatMap((card) => askedPanels(card, tabs))
  const stepped = panelsBySteps(cards)
  return {
    totals,
    previous,
    series,
    vitals,
    lists: new Map(panels.map(({ dimension }, index) => [dimension, more[index]])),
    steps: new Map(stepped.map(({ dimension }, index) => [dimension, more[panels.length + index]])),
    around: more.slice(panels.length + stepped.length),
  }
}

/** What came last, and which questions it answers. */
interface Known {
  answers: readonly Answered[] | null
  asked: readonly Ask[]
}

/** The answer to each question; undefined where that to this very one is not there. Opening a tab changes one: the others stay. */
export function answersFor(questions: readonly Ask[], { answers, asked }: Known): (Answered | undefined)[] {
  const same = (index: number) => JSON.stringify(asked[index]) === JSON.stringify(questions[index])
  return questions.map((_, index) => (same(index) ? answers?.[index] : undefined))
}
