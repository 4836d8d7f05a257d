/** Waiting without polling: for a time that may be cut short, for a store that is away, and for a condition that is looked at after each step. */
import { bounds } from '../../contract/bounds.ts'
import { StoreAway } from '../ports.ts'

/** Resolves after the time, or at once where `signal` aborts. */
export function delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal?.addEventListener('abort', done)
  })
}

/** Does the work again for as long as the store is away. Rejects with any other failure, and once `signal` aborts. */
export async function whileAway<Value>(work: () => Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error
    }
    await delay(bounds.drainRetryMilliseconds.max, signal)
    signal?.throwIfAborted()
  }
}

export interface Steps {
  /** Something happened: every waiting condition is looked at again. */
  step(): void
  /** Resolves once `condition` holds, or `signal` aborted; whoever aborts it makes a step. */
  until(condition: () => boolean, signal?: AbortSignal): Promise<void>
}

/** Waiters are as many as the loops and askers that the caller bounds. */
export function createSteps(): Steps {
  let next = Promise.withResolvers<void>()
  return {
    step: () => {
      next.resolve()
      next = Promise.withResolvers<void>()
    },
    until: async (condition, signal) => {
      while (!signal?.aborted && !condition()) await next.promise
    },
  }
}
