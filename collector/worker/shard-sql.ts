/** The ledger's SQL by a Durable Object's own SQLite: what a request wrote is durable before its answer leaves the object. */
import type { LedgerSql, SqlValue } from '../spool/ledger/sql.ts'

export function shardSql(storage: DurableObjectStorage): LedgerSql {
  const all = <Row>(statement: string, ...values: SqlValue[]) =>
    storage.sql
      .exec(statement, ...values)
      .toArray()
      .map(withBytes) as Row[]
  return {
    run: (statement, ...values) => {
      storage.sql.exec(statement, ...values)
    },
    all,
    transaction: (work) => storage.transactionSync(work),
  }
}

/** Blobs come as buffers. */
function withBytes(row: Record<string, SqlStorageValue>): Record<string, SqlValue> {
  const entries = Object.entries(row).map(([name, value]) => [name, value instanceof ArrayBuffer ? new Uint8Array(value) : value])
  return Object.fromEntries(entries) as Record<string, SqlValue>
}
