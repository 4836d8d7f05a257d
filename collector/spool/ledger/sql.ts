/** The little SQL that the ledger needs: SQLite as `node:sqlite` and as a Durable Object's storage both give it. */

export type SqlValue = string | number | Uint8Array | null

export interface LedgerSql {
  /** Runs one statement with its `?` bound. */
  run(sql: string, ...values: SqlValue[]): void
  /** The rows of one statement with its `?` bound. */
  all<Row>(sql: string, ...values: SqlValue[]): Row[]
  /** All that `work` does is kept durably or, where it throws, nothing of it. Not nested, and `work` is synchronous. */
  transaction<Result>(work: () => Result): Result
}
