import * as v from 'valibot'
import { expect, it } from 'vitest'
import { bounds } from '../../contract/bounds.ts'
import { questionSchema } from '../../contract/query.ts'
import { overviewQuestions, panels } from '../../dashboard/panels.ts'

const questions = overviewQuestions('example.org', { from: '2026-11-01', to: '2026-11-30' })

it.each(questions)('the overview asks a question that the collector reads: $by', (question) => {
  expect(v.safeParse(questionSchema, question).issues).toBeUndefined()
})

it('asks all at once', () => {
  expect(questions).toHaveLength(panels.length + 1)
  expect(questions.length).toBeLessThanOrEqual(bounds.queryQuestions.max)
})
