/** Sorts what a ClickHouse client throws into the two errors of the Store port. */
import { StoreAway, StoreError, TooMuch, TooSlow } from '../ports.ts'

const slow = [
  159, // TIMEOUT_EXCEEDED
  160, // TOO_SLOW
]

// Answers that another time may be different: load, memory, disk, time, coordination, a session or query in the way.
const passing = new Set([
  ...slow,
  202, // TOO_MANY_SIMULTANEOUS_QUERIES
  203, // NO_FREE_CONNECTION
  209, // SOCKET_TIMEOUT
  210, // NETWORK_ERROR
  216, // QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING
  225, // NO_ZOOKEEPER
  236, // ABORTED
  241, // MEMORY_LIMIT_EXCEEDED
  242, // TABLE_IS_READ_ONLY
  243, // NOT_ENOUGH_SPACE
  252, // TOO_MANY_PARTS
  279, // ALL_CONNECTION_TRIES_FAILED
  285, // TOO_FEW_LIVE_REPLICAS
  286, // UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE
  319, // UNKNOWN_STATUS_OF_INSERT
  373, // SESSION_IS_LOCKED
  394, // QUERY_WAS_CANCELLED
  439, // CANNOT_SCHEDULE_TASK
  745, // SERVER_OVERLOADED
  999, // KEEPER_EXCEPTION
])

/**
 * The rule: an answer in ClickHouse's own words with a code that passes, and everything that is no such answer
 * (refused or reset connections, timeouts, a proxy's 502 or 503), is `StoreAway`; any other ClickHouse code is
 * `StoreError`. Errors that are sorted already stay as they are.
 */
export function toStoreError(error: unknown): StoreAway | StoreError {
  if (error instanceof StoreAway || error instanceof StoreError) return error
  const code = clickHouseCode(error)
  const message = error instanceof Error ? error.message : String(error)
  if (code === null) return new StoreAway(`the store does not answer: ${message || 'no reason given'}`, { cause: error })
  if (passing.has(code)) return new StoreAway(`the store cannot now: code ${code}: ${message}`, { cause: error })
  return new StoreError(`the store refused: code ${code}: ${message}`, { cause: error })
}

const tooManyRows = [
  158, // TOO_MANY_ROWS
  307, // TOO_MANY_BYTES
  396, // TOO_MANY_ROWS_OR_BYTES
]

// Of one statement alone: where all together are short of memory, the same may succeed later.
const ownMemory = /Query memory limit exceeded|memory limit \(for query\) exceeded/i

/** The same of a question, which has limits of its own: past them, `TooSlow` or `TooMuch`. */
export function toQuestionError(error: unknown): StoreAway | StoreError {
  const code = clickHouseCode(error)
  const { message } = error as Error
  if (code === null) return toStoreError(error)
  if (slow.includes(code)) return new TooSlow(`the store took too long: code ${code}: ${message}`, { cause: error })
  if (tooManyRows.includes(code)) return new TooMuch('rows', `the answer is too large: code ${code}: ${message}`, { cause: error })
  if (code === 241 && ownMemory.test(message)) return new TooMuch('memory', `the question is too large: ${message}`, { cause: error })
  return toStoreError(error)
}

// Both clients give a ClickHouseError its numeric code as text and its type's name; errors of the network have neither.
function clickHouseCode(error: unknown): number | null {
  const { code, type } = error as { code?: unknown; type?: unknown }
  return typeof code === 'string' && /^\d+$/.test(code) && typeof type === 'string' ? Number(code) : null
}
