/** The ledger's SQL by node:sqlite: a file that survives a power cut after each transaction. */
import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { bounds } from '../../../contract/bounds.ts'
import type { LedgerSql, SqlValue } from '../../spool/ledger/sql.ts'
import { whyOf } from '../../why.ts'

export interface SqliteFile extends LedgerSql {
  close(): void
}

/** A file that SQLite cannot open, read or write: which one, and why. */
export class FileUnusable extends Error {
  override name = 'FileUnusable'
  readonly code: unknown
  constructor(path: string, cause: unknown) {
    super(`${path}: ${whyOf(cause)}`, { cause })
    this.code = (cause as NodeJS.ErrnoException).code
  }
}

/**
 * Opens or makes the file (mode 0600). A second process or thread may read and write it too: writers take turns. What SQLite or the system
 * refuses, now or later, is thrown as `FileUnusable`.
 */
export function openSqlite(path: string, options: { readOnly?: boolean } = {}): SqliteFile {
  const { database, run, all, transaction } = naming(path, () => open(path, options))
  return {
    run: (sql, ...values) => naming(path, () => run(sql, ...values)),
    all: <Row>(sql: string, ...values: SqlValue[]) => naming(path, () => all<Row>(sql, ...values)),
    transaction: (work) => naming(path, () => transaction(work)),
    close: () => database.close(),
  }
}

function naming<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    // What the caller's own work throws is passed on; system and SQLite say their errors' codes.
    if (error instanceof FileUnusable || !(error as NodeJS.ErrnoException).code) throw error
    throw new FileUnusable(path, error)
  }
}

function open(path: string, options: { readOnly?: boolean }) {
  if (!options.readOnly && !existsSync(path)) makeFile(path)
  const database = new DatabaseSync(path, { readOnly: options.readOnly ?? false, timeout: bounds.sqliteBusyMilliseconds.max })
  if (!options.readOnly) {
    database.exec('PRAGMA journal_mode = WAL')
    // In WAL mode only FULL syncs each transaction before it returns.
    database.exec('PRAGMA synchronous = FULL')
    // What is deleted is gone from the disk too: a batch of a quiet second is one visit's own row (docs/attack.md). Its place is written
    // over, each transaction leaves the log for the file at once, and the next one cuts the log.
    database.exec('PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 1; PRAGMA journal_size_limit = 0')
  }
  return { database, ...statements(database) }
}

/** SQLite would make it readable for all; its -wal and -shm files take this file's mode. The name must be durable like the content. */
function makeFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
  const folder = openSync(dirname(path), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

function statements(database: DatabaseSync): LedgerSql {
  // Bounded by the program's own statements: none is made of data.
  const prepared = new Map<string, StatementSync>()
  const prepare = (sql: string): StatementSync => {
    const known = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, known)
    return known
  }
  return {
    run: (sql: string, ...values: SqlValue[]) => {
      prepare(sql).run(...values)
    },
    all: <Row>(sql: string, ...values: SqlValue[]) => prepare(sql).all(...values) as Row[],
    transaction: <Result>(work: () => Result) => transaction(database, work),
  }
}

function transaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite rolls back by itself on some errors, such as a full disk.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
