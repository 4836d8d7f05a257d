/** Questions that are kept answered: each is asked once, in requests of a size that the collector takes, and has its last answer until a newer one comes. */
import { type Signal, signal } from '@preact/signals'
import { queryQuestions } from '../../contract/limits.ts'
import { type Ask, ask, type Got, type QuestionResult } from './client.ts'

export interface LiveState {
  /** `loading`: not all questions have an answer of the request that is under way. */
  phase: 'loading' | 'ready' | 'failed' | 'signedOut'
  /** By the key of their question. */
  answers: ReadonlyMap<string, QuestionResult>
  /** When the last of them came, in milliseconds since 1970; 0 before. */
  at: number
  /** What went wrong with the last request. */
  problem: string | null
}

export interface LiveQuery {
  state: Signal<LiveState>
  /** Asks these from now on; what is under way is dropped. Answers to questions that are among them stay. */
  load(questions: readonly Ask[]): void
  /** Asks the same again, unless that is under way. */
  refresh(): void
}

/** Equal for equal questions, whatever the order of their fields. */
export function keyOf(question: Ask): string {
  return JSON.stringify(question, Object.keys(question).sort())
}

type Send = (questions: readonly Ask[], abort: AbortSignal) => Promise<Got<QuestionResult[]>>

/** `send` takes at most `queryQuestions` at a time. */
export function createLiveQuery(send: Send = ask): LiveQuery {
  const state = signal<LiveState>({ phase: 'loading', answers: new Map(), at: 0, problem: null })
  let asked = new Map<string, Ask>()
  let underWay: AbortController | null = null

  // One request after the other: the collector answers one of an asker at a time, and of the first the answers are shown before the last is sent.
  const run = async (): Promise<void> => {
    underWay?.abort()
    const mine = new AbortController()
    underWay = mine
    for (const part of partsOf(asked, state.peek().answers)) {
      const got = await send([...part.values()], mine.signal)
      // Whoever came later has aborted this one, and shows its own answers.
      if (underWay !== mine) return
      if (got.kind !== 'ok') {
        underWay = null
        state.value = failed(state.peek(), got)
        return
      }
      const came = [...part.keys()].map((key, index) => [key, got.value[index]!] as const)
      state.value = { ...state.peek(), answers: new Map([...state.peek().answers, ...came]) }
    }
    underWay = null
    state.value = { ...state.peek(), phase: 'ready', at: Date.now(), problem: null }
  }

  return {
    state,
    load(questions) {
      asked = new Map(questions.map((question) => [keyOf(question), question]))
      const before = state.peek()
      state.value = { ...before, phase: 'loading', answers: new Map([...before.answers].filter(([key]) => asked.has(key))) }
      void run()
    },
    refresh() {
      if (!underWay && asked.size > 0) void run()
    },
  }
}

/** The requests: what has no answer yet comes first. */
function partsOf(asked: ReadonlyMap<string, Ask>, answers: ReadonlyMap<string, QuestionResult>): Map<string, Ask>[] {
  const { news = [], known = [] } = Object.groupBy(asked, ([key]) => (answers.has(key) ? 'known' : 'news'))
  const all = [...news, ...known]
  return Array.from({ length: Math.ceil(all.length / queryQuestions) }, (_, index) => {
    return new Map(all.slice(index * queryQuestions, (index + 1) * queryQuestions))
  })
}

/** Numbers that are a little old are better than none. */
function failed(before: LiveState, got: Exclude<Got<QuestionResult[]>, { kind: 'ok' }>): LiveState {
  if (got.kind === 'failed') return { ...before, phase: 'failed', problem: got.problem }
  return { ...before, phase: got.kind === 'signedOut' ? 'signedOut' : before.phase }
}
