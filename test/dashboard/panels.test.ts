import * as v from 'valibot'
import { expect, it } from 'vitest'
import { bounds } from '../../contract/bounds.ts'
import { questionSchema } from '../../contract/query.ts'
import { cardsOf } from '../../dashboard/panels.ts'
import { overviewOf, overviewQuestions } from '../../dashboard/questions.ts'

const days = { from: '2026-11-01', to: '2026-11-30' }
const filters = [{ operator: 'is', dimension: 'source', value: 'google.com' }] as const
const cards = cardsOf([{ conditions: [['source', ['a.org']]] }, { conditions: [['path', ['/']]] }, { conditions: [['entry', ['/']]] }])
const everyTab = cards.flatMap((card) => card.panels.map(({ dimension }) => dimension))
const questions = [
  ...overviewQuestions({ site: 'example.org', cards, days }),
  ...overviewQuestions({ site: 'example.org', cards, days: { from: days.to, to: days.to }, filters }),
  ...everyTab.flatMap((tab) => overviewQuestions({ site: 'example.org', cards, days, tabs: [tab] })),
]

it.each(questions)('the overview asks a question that the collector reads: $by', (question) => {
  expect(v.safeParse(questionSchema, question).issues).toBeUndefined()
})

it('asks all at once, and finds each answer again', () => {
  const asked = overviewQuestions({ site: 'example.org', cards, days, tabs: ['entry', 'screen'] })
  expect(asked.length).toBeLessThanOrEqual(bounds.queryQuestions.max)
  const answers = asked.map((_, index) => ({ rows: [], totals: { views: index }, notes: [], withheld: { rows: 0 } }))
  const { totals, lists } = overviewOf(cards, asked, { answers, asked })
  expect(totals?.totals.views).toBe(0)
  expect([...lists.values()].map((answer) => asked[Number(answer?.totals.views)]?.by)).toEqual(
    cards.map((card) => [
      card.panels.find(({ dimension }) => dimension === 'entry' || dimension === 'screen')?.dimension ?? card.panels[0]!.dimension,
    ]),
  )
})

it('shows no answer under another question than its own: a tab that was just opened waits', () => {
  const asked = overviewQuestions({ site: 'example.org', cards, days })
  const answers = asked.map(() => ({ rows: [], totals: {}, notes: [], withheld: { rows: 0 } }))
  const { totals, lists } = overviewOf(cards, overviewQuestions({ site: 'example.org', cards, days, tabs: ['entry'] }), { answers, asked })
  expect(totals).toBeDefined()
  expect([...lists].filter(([, answer]) => !answer).map(([card]) => card.name)).toEqual(['Pages'])
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
  expect(cards.length + 4).toBeLessThanOrEqual(bounds.queryQuestions.max)
})
