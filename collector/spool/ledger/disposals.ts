/** The ledger's record of disposals: what of a day was taken away on its owner's word, and how far that has come. */
import { bounds } from '../../../contract/bounds.ts'
import type { Day } from '../../../contract/day.ts'
import type { Batch } from '../../cells/cell.ts'
import { follow, keepBatches, lastNumber } from './batches.ts'
import { noteUnfolded, noteUnmerged } from './folding.ts'
import type { LedgerSql } from './sql.ts'

/** What was named, as it was typed: `["--host junk.example"]`, `["--all"]`. */
export interface DisposalAsked {
  id: string
  site: string
  day: Day
  named: readonly string[]
}

export interface Disposal extends DisposalAsked {
  /** Milliseconds since 1970. */
  at: number
  /** How many times something was frozen for it. */
  steps: number
  /** Of the day: rows and crosses that were taken back; views and visits that the site's total lost. */
  rows: number
  views: number
  visits: number
  /** False where it is still to be gone on with. */
  done: boolean
}

/** What one step of a disposal takes back. */
export interface Removed extends Pick<Disposal, 'id' | 'rows' | 'views' | 'visits'> {
  /** `Disposal.steps` as it was when the step's cells were read. */
  step: number
  /** Numbered as in `Frozen`. */
  batches: readonly Batch[]
}

const columns = 'id, at, site, day, named, steps, rows, views, visits, done'

type Row = Omit<Disposal, 'named' | 'done'> & { named: string; done: number }

export function disposals(sql: LedgerSql) {
  const found = (condition: string, ...values: string[]): Disposal[] =>
    sql
      .all<Row>(`SELECT ${columns} FROM disposals WHERE ${condition}`, ...values)
      .map(({ named, done, ...row }) => ({ ...row, named: JSON.parse(named) as string[], done: done === 1 }))
  const disposal = (id: string) => found('id = ?', id)[0] ?? null
  return {
    disposal,
    /** The newest first. */
    disposalsOf: (site: string): Disposal[] => found('site = ? ORDER BY at DESC, id', site),
    /** Those that are to be gone on with, the oldest first. */
    openDisposals: (): Disposal[] => found('done = 0 ORDER BY at, id'),
    /** Recorded before anything is taken back; again under the same id it changes nothing. Of those that are done the oldest are forgotten past a bound. */
    beginDisposal: ({ id, site, day, named }: DisposalAsked, at: number): void =>
      sql.transaction(() => {
        const write = `INSERT OR IGNORE INTO disposals (${columns}) VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0, 0)`
        sql.run(write, id, at, site, day, JSON.stringify(named))
        const old = 'SELECT id FROM disposals WHERE done = 1 ORDER BY at DESC, id LIMIT -1 OFFSET ?'
        sql.run(`DELETE FROM disposals WHERE id IN (${old})`, bounds.disposals.max - 1)
      }),
    /**
     * Freezes a step's reversal and records it, in one: whatever happens, nothing is taken back twice. The day is to be folded anew.
     * `changed`: another has taken this step.
     */
    remove: ({ id, step, batches, rows, views, visits }: Removed): 'frozen' | 'overtaken' | 'changed' =>
      sql.transaction(() => {
        const known = disposal(id)
        if (!known || known.done || known.steps !== step) return 'changed'
        if (!follow(sql, batches)) return 'overtaken'
        keepBatches(sql, batches)
        noteUnmerged(sql, batches)
        noteUnfolded(sql, [known], lastNumber(sql))
        const write = 'UPDATE disposals SET steps = steps + 1, rows = rows + ?, views = views + ?, visits = visits + ? WHERE id = ?'
        sql.run(write, rows, views, visits, id)
        return 'frozen'
      }),
    endDisposal: (id: string): void => sql.run('UPDATE disposals SET done = 1 WHERE id = ?', id),
  }
}
