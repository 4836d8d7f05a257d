/** Runs the statements of one body: the same one only once, in its turn among those of others, and no more than it may take. */
import { bounds } from '../../contract/bounds.ts'
import { createLimiter, type Limiter } from '../limiter.ts'
import { type Store, TooMuch } from '../ports.ts'
import type { Statement } from './sql.ts'

/** Rows of a statement; rejects with `TooMuch` past what one statement or all together may bring, or as the store does. */
export type Read = <Row>(statement: Statement) => Promise<Row[]>

const limits = {
  rows: bounds.queryRead.max,
  bytes: bounds.queryReadBytes.max,
  memoryBytes: bounds.queryMemoryBytes.max,
}

/** The turns of all bodies' statements together. */
export const createStatementLimiter = (): Limiter => createLimiter({ atOnce: bounds.queryStatements.max })

export interface Reading {
  turn?: Limiter
  /** What waits then is not asked any more, and what runs is ended. */
  signal?: AbortSignal
  /** That one statement may take. */
  seconds?: number
}

export function createRead(
  store: Pick<Store, 'select'>,
  { turn = createStatementLimiter(), signal, seconds = bounds.queryStatementSeconds.max }: Reading = {},
): Read {
  const asked = new Map<string, Promise<unknown[]>>()
  let read = 0
  const select = ({ sql, params }: Statement) =>
    turn(async () => {
      signal?.throwIfAborted()
      const rows = await store.select<unknown>(sql, params, { ...limits, seconds, signal })
      read += rows.length
      if (rows.length > bounds.queryRead.max || read > bounds.queryReadTogether.max) throw new TooMuch('rows', 'more rows than are held')
      return rows
    })
  return <Row>(statement: Statement) => {
    const key = JSON.stringify(statement)
    const rows = asked.get(key) ?? select(statement)
    asked.set(key, rows)
    return rows as Promise<Row[]>
  }
}
