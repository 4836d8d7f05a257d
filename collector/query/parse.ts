/** A body → questions, or the one thing that is wrong with it, named by its place. */
import * as v from 'valibot'
import { bounds } from '../../contract/bounds.ts'
import { daysBetween } from '../../contract/day.ts'
import { type QueryError, type Question, questionSchema } from '../../contract/query.ts'

export interface ParsedQuestions {
  questions: Question[]
  /** Whether the body was an array, so that the answer is one too. */
  many: boolean
}

/** What is wrong with a question: a code of the closed list `malformed`, `window`, `filter`, `order`, `tooMany`. */
export type QuestionFault = QueryError['error']

/** The questions of a body, or the first fault, its `field` as `by[0]`, in an array as `[2].by[0]`. */
export function parseQuestions(body: unknown): ParsedQuestions | QuestionFault {
  const parsed = parseEach(body)
  if ('code' in parsed) return parsed
  const { many } = parsed
  const questions: Question[] = []
  for (const [index, each] of parsed.questions.entries()) {
    if (isFault(each)) return many ? inArray(each, index) : each
    questions.push(each)
  }
  return { questions, many }
}

/** Each question of a body, or what is wrong with it, its `field` as `by[0]`; one fault where the body as a whole cannot be taken. */
export function parseEach(body: unknown): { questions: (Question | QuestionFault)[]; many: boolean } | QuestionFault {
  const many = Array.isArray(body)
  const given: unknown[] = many ? body : [body]
  const most = bounds.queryQuestions.max
  if (given.length === 0 || given.length > most) return { code: 'tooMany', message: `a body holds 1 to ${most} questions`, field: '' }
  return { questions: given.map(parseQuestion), many }
}

export const isFault = (given: Question | QuestionFault): given is QuestionFault => 'code' in given

/** The same fault, its field named within the array. */
export function inArray(fault: QuestionFault, index: number): QuestionFault {
  return { ...fault, field: fault.field ? `[${index}].${fault.field}` : `[${index}]` }
}

function parseQuestion(given: unknown): Question | QuestionFault {
  const result = v.safeParse(questionSchema, given)
  if (!result.success) return faultOf(result.issues[0])
  return windowFault(result.output) ?? filterFault(result.output) ?? orderFault(result.output) ?? result.output
}

function faultOf(issue: v.BaseIssue<unknown>): QuestionFault {
  return { code: 'malformed', message: issue.message, field: fieldOf(issue) }
}

function fieldOf(issue: v.BaseIssue<unknown>): string {
  const keys = (issue.path ?? []).map((step) => (typeof step.key === 'number' ? `[${step.key}]` : `.${String(step.key)}`))
  return keys.join('').replace(/^\./, '')
}

// The engine's days end in 2149, and no stored day is older than the first.
const earliest = '1970-01-01'
const latest = '2148-12-31'

function windowFault({ from, to }: Question): QuestionFault | null {
  if (from < earliest) return { code: 'window', message: `a window begins at ${earliest} at the earliest`, field: 'from' }
  if (to > latest) return { code: 'window', message: `a window ends at ${latest} at the latest`, field: 'to' }
  if (to < from) return { code: 'window', message: '`to` is before `from`', field: 'to' }
  const most = bounds.queryDays.max
  if (daysBetween(from, to) >= most) return { code: 'window', message: `a window has at most ${most} days`, field: 'to' }
  return null
}

function filterFault({ filters, by }: Question): QuestionFault | null {
  if (by[0] && by[0] === by[1]) return { code: 'malformed', message: 'a dimension is asked for once', field: 'by[1]' }
  for (const [index, [operator, , values]] of filters.entries()) {
    const unsent = values.indexOf(null)
    if (operator !== 'contains' || unsent < 0) continue
    return { code: 'filter', message: '`contains` takes text; `is` takes null', field: `filters[${index}][2][${unsent}]` }
  }
  return null
}

function orderFault(question: Question): QuestionFault | null {
  const known: string[] = [...question.by, ...question.measures, ...(question.interval ? ['date'] : [])]
  const index = question.order.findIndex(([name]) => !known.includes(name))
  if (index < 0) return null
  return { code: 'order', message: `rows have no such field; these can be ordered by: ${known.join(', ')}`, field: `order[${index}][0]` }
}
