import * as v from 'valibot'
import { expect, it } from 'vitest'
import { bounds } from '../../contract/bounds.ts'
import type { Dimension } from '../../contract/dimensions.ts'
import { questionSchema } from '../../contract/query.ts'
import { laterQuestions } from '../../dashboard/later.ts'
import { cardsOf, cardsUnder, openPanel, panelLimit, withTab } from '../../dashboard/panels.ts'
import { overviewOf, overviewQuestions } from '../../dashboard/questions.ts'

const days = { from: '2026-11-01', to: '2026-11-30' }
const filters = [{ operator: 'is', dimension: 'source', value: 'google.com' }] as const
const cards = cardsOf([{ conditions: [['source', ['a.org']]] }, { conditions: [['path', ['/']]] }, { conditions: [['entry', ['/']]] }])
const under = cardsUnder(filters, cards)
const onPage = [{ operator: 'is', dimension: 'path', value: '/parks' }] as const
const everyTab = cards.flatMap((card) => card.panels.map(({ dimension }) => dimension))
const questions = [
  ...overviewQuestions({ site: 'example.org', cards, days }),
  ...overviewQuestions({ site: 'example.org', cards: under, days: { from: days.to, to: days.to }, filters }),
  ...overviewQuestions({ site: 'example.org', cards: under, days, filters: onPage }),
  ...laterQuestions('example.org', days, days.to),
  ...everyTab.flatMap((tab) => overviewQuestions({ site: 'example.org', cards, days, tabs: [tab] })),
]

it.each(questions)('the overview asks a question that the collector reads: $by', (question) => {
  expect(v.safeParse(questionSchema, question).issues).toBeUndefined()
})

it('asks all at once, and finds each answer again', () => {
  const tabs: Dimension[] = ['entry', 'screen']
  const asked = overviewQuestions({ site: 'example.org', cards, days, tabs })
  expect(asked.length).toBeLessThanOrEqual(bounds.queryQuestions.max)
  const answers = asked.map((_, index) => ({ rows: [], totals: { views: index }, notes: [], withheld: { rows: 0 } }))
  const { totals, lists, steps } = overviewOf({ cards, tabs, questions: asked, answers, asked })
  expect(totals?.totals.views).toBe(0)
  for (const [dimension, answer] of lists) expect(asked[Number(answer?.totals.views)]).toMatchObject({ by: [dimension], limit: panelLimit })
  for (const [dimension, answer] of steps)
    expect(asked[Number(answer?.totals.views)]).toMatchObject({ by: [dimension], interval: 'day', limit: bounds.queryRows.max })
  expect([...steps.keys()]).toEqual(['refused', 'unusual'])
  const { traffic, whole, trouble } = Object.groupBy(cards, ({ kind }) => kind)
  const opened = [...traffic!, ...whole!].map(({ panels }) => panels.find(({ dimension }) => tabs.includes(dimension)) ?? panels[0]!)
  expect(new Set(lists.keys())).toEqual(new Set([...opened, ...trouble!.flatMap(({ panels }) => panels)].map(({ dimension }) => dimension)))
})

it('opens the first list of a card, and another where it was chosen', () => {
  const pages = cards.find(({ name }) => name === 'Pages')!
  expect([openPanel(pages), openPanel(pages, ['screen', 'exit'])]).toEqual([pages.panels[0], pages.panels[2]])
  expect(withTab(pages, pages.panels[0]!, ['entry', 'screen'])).toEqual(['screen'])
  expect(withTab(pages, pages.panels[2]!, ['entry', 'screen'])).toEqual(['screen', 'exit'])
})

it('shows no answer under another question than its own: a tab that was just opened waits', () => {
  const asked = overviewQuestions({ site: 'example.org', cards, days })
  const answers = asked.map(() => ({ rows: [], totals: {}, notes: [], withheld: { rows: 0 } }))
  const questions = overviewQuestions({ site: 'example.org', cards, days, tabs: ['entry'] })
  const { totals, lists } = overviewOf({ cards, tabs: ['entry'], questions, answers, asked })
  expect(totals).toBeDefined()
  expect([...lists].filter(([, answer]) => !answer).map(([dimension]) => dimension)).toEqual(['entry'])
})

it('asks for look-alike hosts under every filter', () => {
  const filtered = overviewQuestions({ site: 'example.org', cards, days, filters })
  expect(filtered.find(({ by }) => by?.[0] === 'stray')?.filters).toBeUndefined()
  expect(filtered.find(({ by }) => by?.[0] === 'path')?.filters).toHaveLength(1)
})

it('has a list for each kind of slice that the site has declared, and no card where it has none', () => {
  const tabs = (slices: Parameters<typeof cardsOf>[0]) =>
    cardsOf(slices)
      .find(({ name }) => name === 'Slices')
      ?.panels.map(({ title }) => title)
  expect(tabs(undefined)).toBeUndefined()
  expect(
    tabs([
      {
        conditions: [
          ['path', ['/']],
          ['device', ['mobile']],
        ],
      },
    ]),
  ).toEqual(['Slices of pages'])
  expect(overviewQuestions({ site: 'example.org', cards, days }).length).toBeLessThanOrEqual(bounds.queryQuestions.max)
})

it('asks under a filter only for what can be told under it, and shows nothing else', () => {
  const asked = overviewQuestions({ site: 'example.org', cards: under, days, filters })
  expect(asked.some(({ by }) => by?.[0] === 'depth' || by?.[0] === 'recency')).toBe(false)
  expect(asked.some(({ measures }) => measures.includes('visitorsEstimate'))).toBe(false)
  // A warning is one under every filter, without its columns.
  expect(asked.filter(({ by }) => by?.[0] === 'refused')).toEqual([expect.objectContaining({ site: 'example.org', by: ['refused'] })])
  const answers = asked.map((_, index) => ({ rows: [], totals: { views: index }, notes: [], withheld: { rows: 0 } }))
  const { lists, around } = overviewOf({ cards: under, questions: asked, answers, asked })
  expect(under.every(({ panels }) => lists.has(panels[0]!.dimension))).toBe(true)
  for (const [dimension, answer] of lists) expect(asked[Number(answer?.totals.views)]?.by).toEqual([dimension])
  expect(around).toEqual([])
})

it('asks about a page that is filtered by, and finds those answers again', () => {
  const asked = overviewQuestions({ site: 'example.org', cards: under, days, filters: onPage })
  expect(asked.length).toBeLessThanOrEqual(bounds.queryQuestions.max)
  const answers = asked.map((_, index) => ({ rows: [], totals: { views: index }, notes: [], withheld: { rows: 0 } }))
  const { around } = overviewOf({ cards: under, questions: asked, answers, asked })
  expect(around.map((answer) => asked[Number(answer?.totals.views)]?.by?.[0])).toEqual([undefined, 'from', 'path', 'scroll'])
})
