/** The ledger's periods that are still to be folded, and what folds them once, whatever happens. */
import type { Day } from '../../../contract/day.ts'
import type { Batch } from '../../cells/cell.ts'
import { type FoldPeriod, type Meant, periodsOf } from '../../cells/folding-rules.ts'
import { follow, keepBatches, lastNumber } from './batches.ts'
import type { LedgerSql } from './sql.ts'

/** What a site's periods became by folding. */
export interface Folded {
  site: string
  /** The periods that were read, and those of them that are folded by these batches; the others are to be read again. */
  asked: readonly FoldPeriod[]
  finished: readonly FoldPeriod[]
  /** `last()` before they were read, with every batch up to it stored. */
  read: number
  /** What `(other)` stands for among the recencies of the days that are folded: later days are judged by it. */
  meant: Meant
  /** Reversals, numbered as in `Frozen`. */
  batches: readonly Batch[]
}

/** `changed`: more was frozen of these periods since they were read; they stay to be folded. */
export type Folding = 'frozen' | 'overtaken' | 'changed'

/** These days have cells in batches up to that number: they are to be folded, or folded anew. */
export function noteUnfolded(sql: LedgerSql, days: readonly { site: string; day: Day }[], number: number): void {
  for (const { site, day } of days) {
    for (const { grain, first, last } of periodsOf(day)) {
      const write =
        'INSERT INTO to_fold (site, grain, first, last, changed) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET changed = excluded.changed'
      sql.run(write, site, grain, first, last, number)
    }
  }
}

/** These take something back that still lies in the store beside them. */
export function noteUnmerged(sql: LedgerSql, batches: readonly Batch[]): void {
  for (const { month } of batches) sql.run('INSERT OR IGNORE INTO unmerged (month) VALUES (?)', month)
}

export function folding(sql: LedgerSql) {
  const asRead = (site: string, { grain, first }: FoldPeriod, read: number) =>
    sql.all('SELECT 1 FROM to_fold WHERE site = ? AND grain = ? AND first = ? AND changed <= ?', site, grain, first, read).length > 0
  return {
    /** Sites with periods that ended by `upTo` and are to be folded. */
    sitesToFold: (upTo: Day): string[] =>
      sql.all<{ site: string }>('SELECT DISTINCT site FROM to_fold WHERE last <= ? ORDER BY site', upTo).map(({ site }) => site),
    /** A site's periods that ended by `upTo` and are to be folded, in the order of their first days. */
    periodsToFold: (site: string, upTo: Day): FoldPeriod[] =>
      sql.all<FoldPeriod>('SELECT grain, first, last FROM to_fold WHERE site = ? AND last <= ? ORDER BY first, grain', site, upTo),
    /** The days that have cells to be folded, to be handed to another ledger that folds for several. */
    daysToFold: (): { site: string; day: Day }[] =>
      sql.all(`SELECT site, first AS day FROM to_fold WHERE grain = 'day' ORDER BY site, first`),
    /** These days, of which cells are in the store by now, are folded by this ledger. */
    takeToFold: (days: readonly { site: string; day: Day }[]): void => sql.transaction(() => noteUnfolded(sql, days, lastNumber(sql))),
    /** What was handed over: all that was frozen up to that number. */
    handedOver: (upTo: number): void => sql.run('DELETE FROM to_fold WHERE changed <= ?', upTo),
    unmergedMonths: (): Day[] => sql.all<{ month: Day }>('SELECT month FROM unmerged ORDER BY month').map(({ month }) => month),
    merged: (month: Day): void => sql.run('DELETE FROM unmerged WHERE month = ?', month),
    /** What `(other)` stands for among the recencies of these days, as far as it is known. */
    meantOf: (site: string, from: Day, to: Day): Map<Day, string[]> => {
      const found = 'SELECT day, recencies FROM meant WHERE site = ? AND day BETWEEN ? AND ?'
      const rows = sql.all<{ day: Day; recencies: string }>(found, site, from, to)
      return new Map(rows.map(({ day, recencies }) => [day, JSON.parse(recencies) as string[]]))
    },
    /** Forgets it of days before `day`, by which no day is judged any more. */
    pruneMeant: (day: Day): void => sql.run('DELETE FROM meant WHERE day < ?', day),
    /**
     * Freezes what folding takes back and forgets the periods (`finished` among those that were read) as folded, in one:
     * whatever happens, nothing is taken back twice.
     */
    fold: ({ site, asked, finished, read, meant, batches }: Folded): Folding =>
      sql.transaction(() => {
        if (!asked.every((period) => asRead(site, period, read))) return 'changed'
        if (!follow(sql, batches)) return 'overtaken'
        keepBatches(sql, batches)
        noteUnmerged(sql, batches)
        keepMeant(sql, site, meant)
        for (const { grain, first } of finished)
          sql.run('DELETE FROM to_fold WHERE site = ? AND grain = ? AND first = ?', site, grain, first)
        return 'frozen'
      }),
  }
}

function keepMeant(sql: LedgerSql, site: string, meant: Meant): void {
  for (const [day, recencies] of meant)
    sql.run('INSERT OR REPLACE INTO meant (site, day, recencies) VALUES (?, ?, ?)', site, day, JSON.stringify(recencies))
}
