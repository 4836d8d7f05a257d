/** `POST /api/query`: parse → plan → SQL → run → shape, for one question or several. */
import { bounds } from '../../contract/bounds.ts'
import type { Answer, QueryError, Question } from '../../contract/query.ts'
import type { Site } from '../../contract/site.ts'
import { lastOver } from '../cells/fold.ts'
import { type Clock, type Store, StoreAway, TooMuch, TooSlow } from '../deps.ts'
import { createTurns, type Turns } from '../turns.ts'
import type { QueryContext } from './found.ts'
import { type Fault, inArray, parseQuestions } from './parse.ts'
import { type Part, planOf } from './plan.ts'
import { createRead, createStatementTurns, type Read } from './read.ts'
import { runPart } from './run.ts'
import { shape } from './shape.ts'

export interface QueryResult {
  status: number
  body: Answer | Answer[] | QueryError
}

/**
 * Answers a body about the sites that the asker may read, until the signal. 400, 403, 404 or 503 with an error; rejects where the signal
 * ended it, and with mistakes of the program.
 */
export type Query = (body: unknown, allowed: (site: string) => boolean, signal?: AbortSignal) => Promise<QueryResult>

/** What a question needs to know of a site. */
export type QuestionedSite = Pick<Site, 'baseline' | 'detail'>

export interface QueryDeps {
  store: Pick<Store, 'select'>
  sites: { get(domain: string): QuestionedSite | undefined }
  clock: Clock
  /** Shared with whoever else asks the same store from here. */
  turn?: Turns
  /** How long a body and one of its statements may take; `bounds.queryMilliseconds` and `queryStatementSeconds` unless given. */
  patience?: { milliseconds: number; statementSeconds: number }
}

export function createQuery({ store, sites, clock, turn = createStatementTurns(), patience }: QueryDeps): Query {
  const seconds = patience?.statementSeconds
  return async (body, allowed, left) => {
    const parsed = parseQuestions(body)
    if ('code' in parsed) return failure(400, parsed)
    const { questions, many } = parsed
    for (const [index, question] of questions.entries()) {
      const refused = siteFault(question, sites, allowed)
      if (refused) return failure(refused.status, many ? inArray(refused.fault, index) : refused.fault)
    }
    const time = AbortSignal.timeout(patience?.milliseconds ?? bounds.queryMilliseconds.max)
    const over = new AbortController()
    const signal = AbortSignal.any([time, over.signal, ...(left ? [left] : [])])
    try {
      const answers = await answerAll(questions, {
        read: createRead(store, { turn, signal, seconds }),
        sites,
        folded: lastOver(clock.now()),
        signal,
      })
      return { status: 200, body: many ? answers : answers[0]! }
    } catch (error) {
      left?.throwIfAborted()
      const { cause, index } = error as QuestionFailed
      return failed(time.aborted ? new TooSlow('all together') : cause, many ? index : null)
    } finally {
      // What one that failed leaves of the others.
      over.abort()
    }
  }
}

/** A question of a body could not be answered, because of its `cause`. */
class QuestionFailed extends Error {
  override name = 'QuestionFailed'
  readonly index: number
  constructor(index: number, cause: unknown) {
    super(`question ${index}`, { cause })
    this.index = index
  }
}

/** Two questions at a time: what one reads and works out is gone before the next. Rejects with the first that fails, as `QuestionFailed`. */
async function answerAll(questions: readonly Question[], deps: Answering & { signal: AbortSignal }): Promise<Answer[]> {
  const turn = createTurns({ atOnce: 2 })
  let rows = 0
  return await Promise.all(
    questions.map((question, index) =>
      turn(async () => {
        try {
          deps.signal.throwIfAborted()
          const given = await answer(question, deps)
          rows += given.rows.length
          if (rows > bounds.queryRowsTogether.max) throw new TooMuch('rows', 'more rows than one answer has')
          return given
        } catch (reason) {
          throw new QuestionFailed(index, reason)
        }
      }),
    ),
  )
}

interface Answering {
  read: Read
  sites: QueryDeps['sites']
  folded: QueryContext['folded']
}

/** One question's answer. Rejects as `Read` does. */
async function answer(question: Question, { read, sites: known, folded }: Answering): Promise<Answer> {
  const plan = planOf(question)
  const sites = Array.isArray(question.site) ? [...new Set(question.site)].sort() : [question.site]
  const settings = sites.map((site) => known.get(site))
  const tells = {
    withoutConsent: settings.every((site) => site?.baseline !== 'none'),
    pages: settings.every((site) => site?.detail !== 'domain'),
  }
  const asked: QueryContext = { sites, tells, window: { from: question.from, to: question.to }, folded }
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
  if (reason instanceof TooSlow) return failure(503, tooSlow)
  if (reason instanceof StoreAway) return failure(503, { code: 'storeAway', message: 'the store does not answer now; ask again later' })
  if (!(reason instanceof TooMuch)) throw reason
  const fault = tooMuch[reason.what]
  return failure(400, index === null ? fault : inArray(fault, index))
}

const tooSlow = {
  code: 'tooSlow',
  message: 'this takes longer than a question may: ask for fewer days or fewer questions at once, or again later',
}
const tooMuch = {
  rows: {
    code: 'tooManyRows',
    message: 'more rows than one answer is made of: ask for fewer days, no interval, or fewer questions at once',
    field: 'by',
  },
  memory: {
    code: 'tooMuchMemory',
    message: 'this needs more memory than a question may take: ask for fewer days, or filter by fewer values',
    field: 'filters',
  },
}

function failure(status: number, error: Fault): QueryResult {
  return { status, body: { error } }
}
