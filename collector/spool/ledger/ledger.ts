/** The ledger: what must change together when a segment becomes batches. One transaction, whole or not at all. */
import { bounds } from '../../../contract/bounds.ts'
import { addDays, type Day, monthOf } from '../../../contract/day.ts'
import type { Accepted } from '../../cells/aggregate.ts'
import type { Batch } from '../../cells/cell.ts'
import type { Admitted } from '../../cells/day-state.ts'
import { type RecordRow, recordsSql, recordTables, sqliteDue } from '../../migrate-sqlite.ts'
import type { Earned } from '../../store/queries/earned.ts'
import { accepted, closeAccepted, keepAccepted } from './accepted.ts'
import { batches, follow, keepBatches, lastNumber } from './batches.ts'
import { disposals } from './disposals.ts'
import { folding, noteUnfolded } from './folding.ts'
import { names, randomName } from './names.ts'
import { ledgerSteps, ledgerTooNew } from './schema.ts'
import type { LedgerSql } from './sql.ts'

/** What one source of facts (a segment, a chunk of history) became. */
export interface Frozen {
  /** The segment's name; its facts are counted once, whatever happens. */
  source: string
  /** Numbered without a gap from `last() + 1`; rows as they wait (packed). */
  batches: readonly Batch[]
  accepted: readonly Accepted[]
  admitted: readonly Admitted[]
  /** Sets made for days that had none. */
  earned: readonly { site: string; day: Day; earned: Earned }[]
  /** The days that have cells in these batches: to be folded, or folded anew. */
  days: readonly { site: string; day: Day }[]
  /** Sources that are gone for good and need not be known any more. */
  gone?: readonly string[]
}

/** `frozen`: now; `known`: the source was frozen before, nothing changed; `overtaken`: another writer took these numbers, freeze anew. */
export type FreezeOutcome = 'frozen' | 'known' | 'overtaken'

export type Ledger = ReturnType<typeof openLedger>
/** What an audit reads of it. */
export type LedgerView = Pick<
  Ledger,
  'collector' | 'former' | 'last' | 'unsettled' | 'batch' | 'isFrozen' | 'acceptedIn' | 'acceptedSites' | 'acceptedSpan'
>

/**
 * Opens the ledger that `sql` holds, and makes it (with a new collector's name) where it holds none. `batchBytes`: what one batch may have
 * where it waits. Throws `TooNew` where a newer Footfall has written what this one cannot read. `steps`: for tests.
 */
export function openLedger(sql: LedgerSql, { batchBytes = bounds.batchBytes.max, steps = ledgerSteps } = {}) {
  const known = sql.transaction(() => {
    for (const statement of recordTables) sql.run(statement)
    for (const statement of sqliteDue(steps, sql.all<RecordRow>(recordsSql), ledgerTooNew)) sql.run(statement)
    const [known] = sql.all<{ collector: string }>('SELECT collector FROM identity')
    if (known) return known.collector
    const made = randomName()
    sql.run('INSERT INTO identity (collector, last) VALUES (?, 0)', made)
    return made
  })
  const named = names(sql, known)
  const parts = {
    ...sources(sql),
    ...batches(sql, named.collectorOf),
    ...accepted(sql),
    ...days(sql),
    ...folding(sql),
    ...disposals(sql),
    ...named,
  }
  return {
    ...parts,
    batchBytes,
    /** The name under which it gives numbers now. */
    get collector() {
      return named.nameNow()
    },
  }
}

function sources(sql: LedgerSql) {
  const isFrozen = (source: string) => sql.all('SELECT 1 FROM sources WHERE source = ?', source).length > 0
  return {
    isFrozen,
    freeze: (frozen: Frozen): FreezeOutcome =>
      sql.transaction(() => {
        if (isFrozen(frozen.source)) return 'known'
        if (!follow(sql, frozen.batches)) return 'overtaken'
        sql.run('INSERT INTO sources (source) VALUES (?)', frozen.source)
        keepBatches(sql, frozen.batches)
        keep(sql, frozen)
        noteUnfolded(sql, frozen.days, lastNumber(sql))
        for (const source of frozen.gone ?? []) sql.run('DELETE FROM sources WHERE source = ?', source)
        return 'frozen'
      }),
    /** Of the sources under `prefix`, forgets all but `kept`: only after those are gone for good. */
    forgetAllBut: (prefix: string, kept: ReadonlySet<string>): void =>
      sql.transaction(() => {
        const known = sql.all<{ source: string }>('SELECT source FROM sources WHERE substr(source, 1, ?) = ?', prefix.length, prefix)
        for (const { source } of known) if (!kept.has(source)) sql.run('DELETE FROM sources WHERE source = ?', source)
      }),
  }
}

function keep(sql: LedgerSql, { accepted, admitted, earned }: Frozen): void {
  keepAccepted(sql, accepted)
  for (const { site, day, vocabulary, value } of admitted) {
    sql.run('INSERT OR IGNORE INTO admitted (site, day, vocabulary, value) VALUES (?, ?, ?, ?)', site, day, vocabulary, value)
  }
  for (const made of earned)
    sql.run('INSERT OR IGNORE INTO earned (site, day, earned) VALUES (?, ?, ?)', made.site, made.day, JSON.stringify(made.earned))
}

function days(sql: LedgerSql) {
  return {
    /** The day's earned set, null where none was made yet, and the values within its budgets. */
    dayOf: (site: string, day: Day): { earned: Earned | null; admitted: Pick<Admitted, 'vocabulary' | 'value'>[] } => {
      const [made] = sql.all<{ earned: string }>('SELECT earned FROM earned WHERE site = ? AND day = ?', site, day)
      const admitted = sql.all<Admitted>('SELECT vocabulary, value FROM admitted WHERE site = ? AND day = ?', site, day)
      return { earned: made ? (JSON.parse(made.earned) as Earned) : null, admitted }
    },
    /** Forgets all that was accepted and decided for a site: only before or after its cells are deleted from the store. */
    forgetSite: (site: string): void =>
      sql.transaction(() => {
        for (const table of ['accepted', 'accepted_before', 'admitted', 'earned', 'to_fold', 'meant', 'disposals'])
          sql.run(`DELETE FROM ${table} WHERE site = ?`, site)
      }),
    /** Forgets what was decided for days more than `kept` before `today`: no event comes so late. What was accepted long ago becomes one sum. */
    prune: (today: Day, kept: number): void =>
      sql.transaction(() => {
        for (const table of ['admitted', 'earned']) sql.run(`DELETE FROM ${table} WHERE day < ?`, addDays(today, -kept))
        closeAccepted(sql, monthOf(addDays(today, -bounds.acceptedDays.max)))
      }),
  }
}
