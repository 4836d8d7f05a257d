/** Turns: at most so many tasks at once, the others in order; where so many wait, one more is turned away. */

export class QueueFull extends Error {
  override name = 'NoTurn'
}

export type Limiter = <Value>(task: () => Promise<Value>) => Promise<Value>

/**
 * The returned function runs a task when its turn has come and gives its outcome; rejects with `NoTurn` where too many wait.
 * Without `waiting` as many may wait as whoever asks has bounded himself.
 */
export function createLimiter({ atOnce, waiting = Number.POSITIVE_INFINITY }: { atOnce: number; waiting?: number }): Limiter {
  const queue: (() => void)[] = []
  let running = 0

  async function turn(): Promise<void> {
    if (running < atOnce) {
      running += 1
      return
    }
    if (queue.length >= waiting) throw new QueueFull('too many are waiting')
    await new Promise<void>((resolve) => queue.push(resolve))
  }

  // The place of a task that ends goes to the one that waited longest.
  function ended(): void {
    const next = queue.shift()
    if (next) next()
    else running -= 1
  }

  return async (task) => {
    await turn()
    try {
      return await task()
    } finally {
      ended()
    }
  }
}
