/** Asks the store now and then whether it answers: what `/health` says of it. */
import type { Store } from '../deps.ts'

export interface StoreWatch {
  /** `starting` until it has answered once. */
  state(): 'starting' | 'up' | 'away'
  /** Resolves when it has answered once. */
  answered: Promise<void>
  stop(): void
}

const soonMilliseconds = 50
const laterMilliseconds = 2_000

export function watchStore(store: Pick<Store, 'ping'>): StoreWatch {
  const answered = Promise.withResolvers<void>()
  let state: 'starting' | 'up' | 'away' = 'starting'
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = async () => {
    // Whatever keeps it from answering, it does not answer.
    const up = await store.ping().catch(() => false)
    if (stopped) return
    if (up) answered.resolve()
    if (up || state !== 'starting') state = up ? 'up' : 'away'
    timer = setTimeout(() => void look(), state === 'up' ? laterMilliseconds : soonMilliseconds)
    timer.unref()
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
