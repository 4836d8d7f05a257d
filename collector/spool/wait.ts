/** Waiting without polling: for a time that may be cut short, and for a condition that is looked at after each step. */

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
