/** Runs statements for one request: the same one only once, and few at a time. */
import { bounds } from '../../contract/bounds.ts'
import type { Store } from '../deps.ts'
import { createTurns } from '../turns.ts'
import type { Statement } from './sql.ts'

/** More rows than one statement may bring: the question has to ask for less. */
export class TooManyRows extends Error {
  override name = 'TooManyRows'
}

/** Rows of a statement; rejects with `TooManyRows`, or as the store does. */
export type Read = <Row>(statement: Statement) => Promise<Row[]>

export function createRead(store: Pick<Store, 'select'>): Read {
  const asked = new Map<string, Promise<unknown[]>>()
  const turn = createTurns({ atOnce: bounds.queryStatements.max })
  const select = async ({ sql, params }: Statement) => {
    const rows = await turn(() => store.select<unknown>(sql, params))
    if (rows.length > bounds.queryRead.max) throw new TooManyRows()
    return rows
  }
  return <Row>(statement: Statement) => {
    const key = JSON.stringify(statement)
    const rows = asked.get(key) ?? select(statement)
    asked.set(key, rows)
    return rows as Promise<Row[]>
  }
}
