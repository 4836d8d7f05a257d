/** What one view of the page knows of its questions: one request at a time, and the last answers until better ones come. */
import { type Signal, signal } from '@preact/signals'
import { type Answered, type Ask, ask, type Got } from './client.ts'

export interface ViewState {
  /** `loading`: other questions than the answers shown are under way. */
  phase: 'loading' | 'ready' | 'failed' | 'signedOut'
  /** One for each question of `asked`; null until the first came. */
  answers: Answered[] | null
  /** The questions that `answers` are for. */
  asked: readonly Ask[]
  /** When they came, in milliseconds since 1970. */
  at: number
  /** What went wrong with the last request. */
  problem: string | null
}

export interface View {
  state: Signal<ViewState>
  /** Asks anew; what was under way is dropped. */
  load(questions: readonly Ask[]): void
  /** Asks the same again, unless a request is under way. */
  refresh(): void
}

type Asking = (questions: readonly Ask[], abort: AbortSignal) => Promise<Got<Answered[]>>

export function createView(asking: Asking = ask): View {
  const state = signal<ViewState>({ phase: 'loading', answers: null, asked: [], at: 0, problem: null })
  let questions: readonly Ask[] = []
  let underWay: AbortController | null = null

  const run = async (): Promise<void> => {
    underWay?.abort()
    const mine = new AbortController()
    underWay = mine
    const sent = questions
    const got = await asking(sent, mine.signal)
    // Whoever came later has aborted this one, and shows its own answer.
    if (underWay !== mine) return
    underWay = null
    state.value = after(state.peek(), sent, got)
  }

  return {
    state,
    load(next) {
      questions = next
      state.value = { ...state.peek(), phase: 'loading' }
      void run()
    },
    refresh() {
      if (!underWay && questions.length > 0) void run()
    },
  }
}

function after(before: ViewState, asked: readonly Ask[], got: Got<Answered[]>): ViewState {
  if (got.kind === 'ok') return { phase: 'ready', answers: got.value, asked, at: Date.now(), problem: null }
  // Numbers that are a little old are better than none; numbers for another question are not.
  const answers = before.asked === asked ? before.answers : null
  if (got.kind === 'failed') return { ...before, phase: 'failed', answers, problem: got.problem }
  return { ...before, phase: got.kind === 'signedOut' ? 'signedOut' : before.phase }
}
