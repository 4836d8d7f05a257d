/** The ledger's batches: numbered without a gap, and kept until they are in the store. */
import type { Day } from '../../../contract/day.ts'
import type { Batch } from '../../cells/cell.ts'
import type { LedgerSql } from './sql.ts'

/** A batch that is not known to be in the store: it waits, or the store refused it and it is set aside. */
export interface Unsettled {
  number: number
  state: 'waiting' | 'stuck'
}

/** `collectorOf`: the name under which a batch has its number. */
export function batches(sql: LedgerSql, collectorOf: (number: number) => string) {
  const batchWhere = (condition: string, number: number): Batch | null => {
    const [row] = sql.all<Omit<Batch, 'collector'>>(
      `SELECT number, month, rows FROM batches WHERE ${condition} ORDER BY number LIMIT 1`,
      number,
    )
    return row ? { collector: collectorOf(row.number), ...row } : null
  }
  return {
    /** The number of the last frozen batch; 0 before the first. Every number up to it that is not unsettled is in the store. */
    last: () => lastNumber(sql),
    /** The first batch that waits and has a number above `number`; rows packed. */
    firstWaiting: (number = 0) => batchWhere(`state = 'waiting' AND number > ?`, number),
    batch: (number: number) => batchWhere('number = ?', number),
    /** The number of the first batch that waits; null where none does. */
    waitsFrom: (): number | null =>
      sql.all<{ number: number }>(`SELECT number FROM batches WHERE state = 'waiting' ORDER BY number LIMIT 1`)[0]?.number ?? null,
    /** It is in the store: its rows are of no more use. */
    inserted: (number: number): void => sql.run('DELETE FROM batches WHERE number = ?', number),
    /** The store refused it: kept, reported, and out of the others' way. */
    setAside: (number: number): void => sql.run(`UPDATE batches SET state = 'stuck' WHERE number = ?`, number),
    /** Other rows (packed) under the same number, where a site's are taken out of a batch that is not in the store. */
    rewrite: (number: number, rows: Uint8Array): void => sql.run('UPDATE batches SET rows = ? WHERE number = ?', rows, number),
    /** Batches that were set aside wait again: the next version of the store may take them. */
    retryStuck: (): void => sql.run(`UPDATE batches SET state = 'waiting' WHERE state = 'stuck'`),
    /** The months of batches that were set aside. */
    stuckMonths: (): Day[] => sql.all<{ month: Day }>(`SELECT DISTINCT month FROM batches WHERE state = 'stuck'`).map(({ month }) => month),
    unsettled: () => sql.all<Unsettled>('SELECT number, state FROM batches ORDER BY number'),
    /** Bytes and batches that wait, and batches set aside. */
    backlog: () =>
      sql.all<{ bytes: number; batches: number; stuck: number }>(
        `SELECT coalesce(sum(length(rows)), 0) AS bytes, count(*) AS batches, coalesce(sum(state = 'stuck'), 0) AS stuck FROM batches`,
      )[0] ?? { bytes: 0, batches: 0, stuck: 0 },
  }
}

/** The number of the last frozen batch. */
export function lastNumber(sql: LedgerSql): number {
  return sql.all<{ last: number }>('SELECT last FROM identity')[0]?.last ?? 0
}

/** Whether these have the next numbers. */
export function follow(sql: LedgerSql, batches: readonly Batch[]): boolean {
  const last = lastNumber(sql)
  return batches.every(({ number }, index) => number === last + index + 1)
}

/** They wait from now on; within a transaction that has found that they follow. */
export function keepBatches(sql: LedgerSql, batches: readonly Batch[]): void {
  for (const { number, month, rows } of batches)
    sql.run(`INSERT INTO batches (number, state, month, rows) VALUES (?, 'waiting', ?, ?)`, number, month, rows)
  sql.run('UPDATE identity SET last = last + ?', batches.length)
}
