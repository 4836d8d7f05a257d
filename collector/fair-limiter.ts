/** Turns that are shared out among askers: few tasks at once, and no asker can keep the others from theirs. */
import { QueueFull } from './limiter.ts'

export interface FairLimiterOptions {
  /** Tasks under way at once, of all and of one asker. */
  atOnce: number
  ofOne: number
  /** Tasks that wait, of all and of one asker. */
  waiting: number
  waitingOfOne: number
  /** How long one may wait. */
  milliseconds: number
}

/**
 * Runs a task once it is its asker's turn, and gives its outcome. Rejects with `NoTurn` where too many wait or it has waited too long, and with
 * the signal's reason where that comes first.
 */
export type FairLimiter = <Value>(asker: string, signal: AbortSignal, task: () => Promise<Value>) => Promise<Value>

export function createFairLimiter({ atOnce, ofOne, waiting: mostWaiting, waitingOfOne, milliseconds }: FairLimiterOptions): FairLimiter {
  const waiting = new Map<string, (() => void)[]>()
  const running = new Map<string, number>()
  // When each who waits or runs had its last turn: who had none comes first, then who has waited longest since.
  const last = new Map<string, number>()
  let turns = 0
  let underWay = 0
  let inLine = 0

  const mayRun = (asker: string) => underWay < atOnce && (running.get(asker) ?? 0) < ofOne

  function begin(asker: string): void {
    underWay += 1
    running.set(asker, (running.get(asker) ?? 0) + 1)
    last.set(asker, ++turns)
  }

  function end(asker: string): void {
    underWay -= 1
    const left = (running.get(asker) ?? 1) - 1
    if (left > 0) running.set(asker, left)
    else running.delete(asker)
    next()
    forget(asker)
  }

  function next(): void {
    const ready = [...waiting].filter(([asker]) => mayRun(asker))
    const [first] = ready.sort(([one], [other]) => (last.get(one) ?? 0) - (last.get(other) ?? 0))
    if (!first) return
    const [asker, line] = first
    const call = line.shift()
    if (line.length === 0) waiting.delete(asker)
    call?.()
  }

  function forget(asker: string): void {
    if (!waiting.has(asker) && !running.has(asker)) last.delete(asker)
  }

  function turn(asker: string, signal: AbortSignal): Promise<void> {
    const line = waiting.get(asker) ?? []
    if (line.length === 0 && mayRun(asker)) {
      begin(asker)
      return Promise.resolve()
    }
    if (inLine >= mostWaiting || line.length >= waitingOfOne) return Promise.reject(new QueueFull('too many are waiting'))
    return new Promise((resolve, reject) => {
      const leave = (reason: unknown) => {
        line.splice(line.indexOf(called), 1)
        if (line.length === 0) waiting.delete(asker)
        forget(asker)
        over()
        reject(reason)
      }
      const gone = () => leave(signal.reason)
      const late = setTimeout(() => leave(new QueueFull('waited too long')), milliseconds)
      const over = () => {
        inLine -= 1
        clearTimeout(late)
        signal.removeEventListener('abort', gone)
      }
      const called = () => {
        over()
        begin(asker)
        resolve()
      }
      signal.addEventListener('abort', gone)
      line.push(called)
      waiting.set(asker, line)
      inLine += 1
    })
  }

  return async (asker, signal, task) => {
    signal.throwIfAborted()
    await turn(asker, signal)
    try {
      return await task()
    } finally {
      end(asker)
    }
  }
}
