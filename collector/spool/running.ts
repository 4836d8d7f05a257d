/** What a drain is given, and what its two loops share while it runs: types alone. */
import type { Clock, Store } from '../ports.ts'
import type { Trouble } from '../trouble.ts'
import type { Freeze } from './freeze.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Log, Segments } from './segments.ts'
import type { Steps } from './wait.ts'

/** Between two durable steps, where a crash must do no harm. */
export type DrainPoint = 'frozen' | 'removed' | 'inserted'

export interface DrainDeps {
  segments: Segments
  ledger: Ledger
  store: Store
  clock: Clock
  log: Log
  /** For tests: told of each point as it is reached. */
  at?: (point: DrainPoint) => void
  /** Milliseconds before the first retry; the later ones wait longer. */
  pause?: number
  /** Milliseconds that a day's earned set is waited for; `bounds.drainEarnedMilliseconds` unless given. */
  patience?: number
  /** The highest number that the store has of this ledger's collector, asked once before anything is frozen; not asked where it cannot be older. */
  reached?: (collector: string) => Promise<number>
  /** What earlier drains of this process have in memory; a new one unless given. */
  freezer?: Freezer
  /** Told of the error that keeps the first batch waiting, and (null) of its end. */
  onAway?: (error: unknown) => void
}

/** A drain while it runs. */
export interface Running extends DrainDeps {
  steps: Steps
  stopping: AbortController
  /** Closed segments that were seen and are not removed yet. */
  seen: Set<string>
  /** How often `wake` was called, and how many of these calls the last look at the folder answered. */
  wakes: number
  looked: number
  lastError: string | null
  freezeError: string | null
  notFrozen: Trouble
  /** What `reached` said, where the ledger was older than the store. */
  storeReached: number
}

/** What freezing keeps in memory from segment to segment. */
export interface Freezer {
  freeze: Freeze
  /** Facts were aggregated and then not frozen: what is in memory is not to be relied on. */
  drop(): void
  /** Once a day forgets what was decided for days that no event can name any more. */
  prune(): void
}
