/** Sorts what a ClickHouse client throws into the two errors of the Store port. */
import { StoreAway, StoreError } from '../deps.ts'

// Answers that another time may be different: load, memory, disk, time, coordination, a session or query in the way.
const passing = new Set([
  159, // TIMEOUT_EXCEEDED
  160, // TOO_SLOW
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
export function sorted(error: unknown): StoreAway | StoreError {
  if (error instanceof StoreAway || error instanceof StoreError) return error
  const code = clickHouseCode(error)
  const message = error instanceof Error ? error.message : String(error)
  if (code === null) return new StoreAway(`the store does not answer: ${message || 'no reason given'}`, { cause: error })
  if (passing.has(code)) return new StoreAway(`the store cannot now: code ${code}: ${message}`, { cause: error })
  return new StoreError(`the store refused: code ${code}: ${message}`, { cause: error })
}

// Both clients give a ClickHouseError its numeric code as text and its type's name; errors of the network have neither.
function clickHouseCode(error: unknown): number | null {
  const { code, type } = error as { code?: unknown; type?: unknown }
  return typeof code === 'string' && /^\d+$/.test(code) && typeof type === 'string' ? Number(code) : null
}
