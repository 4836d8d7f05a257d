/** Whether what is taken is being counted, and if not since when and why: for `/health`, which nobody has to sign in for. */
import { bounds } from '../../../contract/bounds.ts'
import type { Standstill } from '../../../contract/health.ts'
import type { DrainBacklog } from '../../spool/drain.ts'
import { causeOf, whyOf } from '../../why.ts'

/** What the drain's thread has last said, and when it has failed. */
export interface DrainWatch {
  /** The thread has ended by an error, and will be started again. */
  failed(error: Error): void
  reported(backlog: DrainBacklog): void
  /** Whether it failed the last time that it was started. */
  hasFailed(): boolean
  /** Null while all is well. `waitsFor`: milliseconds that the oldest segment waits. */
  standstill(waitsFor: number): Standstill | null
  /** Milliseconds before the thread is started again. */
  pause(): number
}

const firstPause = 500
/** A thread that has run for so long had what it needs. */
const wellMilliseconds = 5_000
const late = bounds.segmentLateMilliseconds.max

interface Reason {
  why: string
  at: number
}

export function createDrainWatch(now: () => number = Date.now): DrainWatch {
  let failure: (Reason & { last: number }) | null = null
  let away: Reason | null = null
  let freezeError: string | null = null
  let pause = firstPause
  return {
    failed: (error) => {
      pause = failure === null ? firstPause : Math.min(2 * pause, bounds.drainRestartMilliseconds.max)
      failure = { why: whyOf(error), at: failure?.at ?? now(), last: now() }
    },
    reported: (backlog) => {
      if (failure !== null && now() - failure.last > pause + wellMilliseconds) failure = null
      away = backlog.lastError === null ? null : { why: backlog.lastError, at: away?.at ?? now() }
      freezeError = backlog.freezeError
    },
    hasFailed: () => failure !== null,
    standstill: (waitsFor) => {
      const isAway = away !== null && now() - away.at > late
      if (failure === null && !isAway && waitsFor <= late) return null
      const since = Math.min(failure?.at ?? Number.POSITIVE_INFINITY, isAway && away ? away.at : Number.POSITIVE_INFINITY, now() - waitsFor)
      const why = failure?.why ?? (waitsFor > late ? (freezeError ?? 'segments wait to be counted') : (away?.why ?? ''))
      return { since: new Date(since).toISOString(), why }
    },
    pause: () => pause,
  }
}

/** The same cause is said once. */
export function lineOf(error: Error & { code?: unknown }): [cause: string, line: string] {
  // Only a mistake in the program has to be looked for; where a file or the system is at fault the line says it all.
  const why = error.code === undefined ? (error.stack ?? error.message) : `${whyOf(error)} (docs/operate.md, When something is wrong)`
  return [causeOf(error), `counting has stopped; events are queued on disk and it is retried: ${why}`]
}
