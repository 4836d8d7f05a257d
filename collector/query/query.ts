/** `POST /api/query`: parse → plan → SQL → run → shape, for one question or several. */
import type { Answer, QueryError, Question } from '../../contract/query.ts'
import { lastOver } from '../cells/fold.ts'
import { type Clock, type Sites, type Store, StoreAway } from '../deps.ts'
import { type Fault, inArray, parseQuestions } from './parse.ts'
import { type Part, planOf } from './plan.ts'
import { createRead, type Read, TooManyRows } from './read.ts'
import { type Asked, runPart } from './run.ts'
import { shape } from './shape.ts'

export interface QueryResult {
  status: number
  body: Answer | Answer[] | QueryError
}

/** Answers a body about the sites that the asker may read. 400, 403, 404 or 503 with an error; mistakes of the program throw. */
export type Query = (body: unknown, allowed: (site: string) => boolean) => Promise<QueryResult>

export interface QueryDeps {
  store: Pick<Store, 'select'>
  sites: Pick<Sites, 'get'>
  clock: Clock
}

export function createQuery({ store, sites, clock }: QueryDeps): Query {
  return async (body, allowed) => {
    const parsed = parseQuestions(body)
    if ('code' in parsed) return failure(400, parsed)
    const { questions, many } = parsed
    for (const [index, question] of questions.entries()) {
      const refused = siteFault(question, sites, allowed)
      if (refused) return failure(refused.status, many ? inArray(refused.fault, index) : refused.fault)
    }
    const read = createRead(store)
    const settled = await Promise.allSettled(questions.map((question) => answer(question, { read, sites, folded: lastOver(clock.now()) })))
    const answers: Answer[] = []
    for (const [index, each] of settled.entries()) {
      if (each.status === 'rejected') return failed(each.reason, many ? index : null)
      answers.push(each.value)
    }
    return { status: 200, body: many ? answers : answers[0]! }
  }
}

/** One question's answer. Rejects as the store does, or with `TooManyRows`. */
async function answer(
  question: Question,
  { read, sites: known, folded }: { read: Read; sites: QueryDeps['sites']; folded: Asked['folded'] },
): Promise<Answer> {
  const plan = planOf(question)
  const sites = Array.isArray(question.site) ? [...new Set(question.site)].sort() : [question.site]
  const settings = sites.map((site) => known.get(site))
  const tells = {
    withoutConsent: settings.every((site) => site?.baseline !== 'none'),
    pages: settings.every((site) => site?.detail !== 'domain'),
  }
  const asked: Asked = { sites, tells, window: { from: question.from, to: question.to }, folded }
  const run = (part: Part | null | undefined) => (part ? runPart(part, asked, read) : Promise.resolve([]))
  const [rows, rest, totals] = await Promise.all([run(plan.rows), run(plan.rest?.part), run(plan.totals)])
  return shape(question, plan, { rows, rest, totals })
}

function siteFault(
  question: Question,
  sites: QueryDeps['sites'],
  allowed: (site: string) => boolean,
): { status: number; fault: Fault } | null {
  const names = Array.isArray(question.site) ? question.site : [question.site]
  const field = (index: number) => (Array.isArray(question.site) ? `site[${index}]` : 'site')
  for (const [index, name] of names.entries()) {
    // Whether a site exists is told only to those who may read it.
    if (!allowed(name))
      return { status: 403, fault: { code: 'siteNotAllowed', message: 'this site is not yours to read', field: field(index) } }
    if (!sites.get(name)) return { status: 404, fault: { code: 'siteUnknown', message: 'there is no such site here', field: field(index) } }
  }
  return null
}

function failed(reason: unknown, index: number | null): QueryResult {
  if (reason instanceof StoreAway) return failure(503, { code: 'storeAway', message: 'the store does not answer now; ask again later' })
  if (!(reason instanceof TooManyRows)) throw reason
  const fault = { code: 'tooManyRows', message: 'more rows than one answer is made of: ask for fewer days, or no interval', field: 'by' }
  return failure(400, index === null ? fault : inArray(fault, index))
}

function failure(status: number, error: Fault): QueryResult {
  return { status, body: { error } }
}
