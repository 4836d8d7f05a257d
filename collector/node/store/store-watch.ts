/** Asks the store now and then whether it answers: what `/health` says of it, and why it does not. */
import { bounds } from '../../../contract/bounds.ts'
import type { Store } from '../../ports.ts'

export interface StoreWatch {
  /** `starting` until it has answered once. */
  state(): 'starting' | 'up' | 'away'
  /** Resolves when it has answered once. */
  answered: Promise<void>
  stop(): void
}

const soonMilliseconds = 50
const laterMilliseconds = 2_000
const patience = bounds.storeSilentMilliseconds.max

export function watchStore(store: Pick<Store, 'ping' | 'select'>, log: (line: string) => void): StoreWatch {
  const answered = Promise.withResolvers<void>()
  const explain = explainer(store, log)
  let state: 'starting' | 'up' | 'away' = 'starting'
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let since = Date.now()
  const see = async (up: boolean) => {
    if (up) since = Date.now()
    const isLong = Date.now() - since > patience
    if (up || isLong) await explain(up)
    if (stopped) return
    if (up) answered.resolve()
    if (up || state !== 'starting') state = up ? 'up' : 'away'
    timer = setTimeout(() => void look(), up || isLong ? laterMilliseconds : soonMilliseconds)
    timer.unref()
  }
  const look = async () => {
    // One that does not even refuse keeps its askers for half a minute: it is away as long as that.
    const silent = setTimeout(() => {
      if (state === 'up') state = 'away'
      log(`the store has not answered for ${patience / 1_000} s; events are queued on disk`)
    }, patience)
    silent.unref()
    // Whatever keeps it from answering, it does not answer.
    const up = await store.ping().catch(() => false)
    clearTimeout(silent)
    await see(up)
  }
  void look()
  return {
    state: () => state,
    answered: answered.promise,
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** Says why the store does not answer, each reason once, and when it does again. */
function explainer(store: Pick<Store, 'select'>, log: (line: string) => void): (up: boolean) => Promise<void> {
  let said: string | null = null
  return async (up) => {
    const why = up
      ? null
      : await store.select('SELECT 1').then(
          () => null,
          (error: Error) => error.message,
        )
    if (up && said) log('the store answers again')
    if (why && why !== said) log(`${why}; events are queued on disk`)
    if (up || why) said = why
  }
}
