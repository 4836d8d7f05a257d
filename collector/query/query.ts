/** `POST /api/query`: parse → plan → SQL → run → shape, for one question or several. */
import { bounds } from '../../contract/bounds.ts'
import type { Answer, QueryError, Question } from '../../contract/query.ts'
import type { Site } from '../../contract/site.ts'
import { lastOver } from '../cells/folding-rules.ts'
import { createLimiter, type Limiter } from '../limiter.ts'
import { type Clock, type Store, StoreAway, TooMuch, TooSlow } from '../ports.ts'
import { inArray, isFault, parseEach, parseQuestions, type QuestionFault } from './parse.ts'
import type { QueryContext } from './part-rows.ts'
import { planOf, type QueryPart } from './plan.ts'
import { createRead, createStatementLimiter, type Read } from './read.ts'
import { runPart } from './run.ts'
import { shape } from './shape.ts'

export interface QueryResult {
  status: number
  body: Answer | (Answer | QueryError)[] | QueryError
}

/** What an array is told where questions of it fail: `first`, the first error instead of all answers; `each`, an error in the place of each answer that is missing. */
export type ErrorsTold = 'first' | 'each'

/**
 * Answers a body about the sites that the asker may read, until the signal. 400, 403, 404 or 503 with an error; rejects where the signal
 * ended it, and with mistakes of the program.
 */
export type Query = (body: unknown, allowed: (site: string) => boolean, signal?: AbortSignal, errors?: ErrorsTold) => Promise<QueryResult>

/** What a question needs to know of a site. */
export type QuestionedSite = Pick<Site, 'baseline' | 'detail'>

export interface QueryDeps {
  store: Pick<Store, 'select'>
  sites: { get(domain: string): QuestionedSite | undefined }
  clock: Clock
  /** Shared with whoever else asks the same store from here. */
  turn?: Limiter
  /** How long a body and one of its statements may take; `bounds.queryMilliseconds` and `queryStatementSeconds` unless given. */
  patience?: { milliseconds: number; statementSeconds: number }
}

export function createQuery({ store, sites, clock, turn = createStatementLimiter(), patience }: QueryDeps): Query {
  const seconds = patience?.statementSeconds
  return async (body, allowed, left, errors = 'first') => {
    const parsed = errors === 'each' ? parseEach(body) : parseQuestions(body)
    if ('code' in parsed) return failure(400, parsed)
    const { many } = parsed
    const each = errors === 'each' && many
    const judged = parsed.questions.map((question) => judge(question, sites, allowed))
    const refused = judged.find(isRefusal)
    if (refused && !each) return whole(refused, many ? judged.indexOf(refused) : null)
    const time = AbortSignal.timeout(patience?.milliseconds ?? bounds.queryMilliseconds.max)
    const over = new AbortController()
    const signal = AbortSignal.any([time, over.signal, ...(left ? [left] : [])])
    const failed = (reason: unknown, index: number): QueryError => {
      left?.throwIfAborted()
      const refusal = refusalOf(time.aborted ? new TooSlow('all together') : reason)
      if (each && !refusal.ofAll) return { error: refusal.fault }
      throw new QuestionFailed(refusal, index)
    }
    try {
      const read = createRead(store, { turn, signal, seconds })
      const answers = await answerAll(judged, { read, sites, folded: lastOver(clock.now()), signal, failed })
      return { status: 200, body: many ? answers : answers[0]! }
    } catch (error) {
      if (!(error instanceof QuestionFailed)) throw error
      return whole(error.refusal, many ? error.index : null)
    } finally {
      // What one that failed leaves of the others.
      over.abort()
    }
  }
}

/** Why a question has no answer. */
interface Refusal {
  status: number
  fault: QuestionFault
  /** No other question of the body has one either. */
  ofAll?: true
}

const isRefusal = (judged: Question | Refusal): judged is Refusal => 'fault' in judged

/** A question of a body failed, and all of the body with it. */
class QuestionFailed extends Error {
  override name = 'QuestionFailed'
  readonly refusal: Refusal
  readonly index: number
  constructor(refusal: Refusal, index: number) {
    super(`question ${index}: ${refusal.fault.message}`)
    this.refusal = refusal
    this.index = index
  }
}

interface AnsweringAll extends Answering {
  signal: AbortSignal
  /** What stands in the place of an answer; or throws, where the whole body has failed. */
  failed: (reason: unknown, index: number) => QueryError
}

/** Few questions at a time: what one reads and works out is gone before the next. Rejects as `failed` throws. */
async function answerAll(judged: readonly (Question | Refusal)[], deps: AnsweringAll): Promise<(Answer | QueryError)[]> {
  const turn = createLimiter({ atOnce: bounds.queryQuestionsAtOnce.max })
  let rows = 0
  return await Promise.all(
    judged.map((question, index) =>
      turn(async () => {
        if (isRefusal(question)) return { error: question.fault }
        try {
          deps.signal.throwIfAborted()
          const given = await answer(question, deps)
          if (rows + given.rows.length > bounds.queryRowsTogether.max) throw new TooMuch('rows', 'more rows than one answer has')
          rows += given.rows.length
          return given
        } catch (reason) {
          return deps.failed(reason, index)
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
  const run = (part: QueryPart | null | undefined) => (part ? runPart(part, asked, read) : Promise.resolve([]))
  const [rows, rest, totals] = await Promise.all([run(plan.rows), run(plan.rest?.part), run(plan.totals)])
  return shape(question, plan, { rows, rest, totals })
}

function judge(question: Question | QuestionFault, sites: QueryDeps['sites'], allowed: (site: string) => boolean): Question | Refusal {
  if (isFault(question)) return { status: 400, fault: question }
  const names = Array.isArray(question.site) ? question.site : [question.site]
  const field = (index: number) => (Array.isArray(question.site) ? `site[${index}]` : 'site')
  for (const [index, name] of names.entries()) {
    // Whether a site exists is told only to those who may read it.
    if (!allowed(name))
      return { status: 403, fault: { code: 'siteNotAllowed', message: 'you may not read this site', field: field(index) } }
    if (!sites.get(name))
      return { status: 404, fault: { code: 'siteUnknown', message: 'this collector has no such site', field: field(index) } }
  }
  return question
}

/** Throws what is a mistake of the program. */
function refusalOf(reason: unknown): Refusal {
  if (reason instanceof TooSlow) return { status: 503, fault: tooSlow }
  if (reason instanceof StoreAway) return { status: 503, fault: storeAway, ofAll: true }
  if (reason instanceof TooMuch) return { status: 400, fault: tooMuch[reason.what] }
  throw reason
}

/** The refusal as the answer to the whole body; what is no matter of the question is told without its place. */
function whole({ status, fault }: Refusal, index: number | null): QueryResult {
  return failure(status, index === null || status === 503 ? fault : inArray(fault, index))
}

const storeAway = { code: 'storeAway', message: 'the store does not answer; try again later' }
const tooSlow = {
  code: 'tooSlow',
  message: 'the query takes too long: ask for fewer days or fewer questions at once, or try again later',
}
const tooMuch = {
  rows: {
    code: 'tooManyRows',
    message: 'the answer would have too many rows: ask for fewer days, no interval, or fewer questions at once',
    field: 'by',
  },
  memory: {
    code: 'tooMuchMemory',
    message: 'the query needs too much memory: ask for fewer days, or filter by fewer values',
    field: 'filters',
  },
}

function failure(status: number, error: QuestionFault): QueryResult {
  return { status, body: { error } }
}
