/** The segments of a shard: rows of its SQLite instead of files. */
import { bounds } from '../../contract/bounds.ts'
import { decodeFact } from '../spool/encode.ts'
import type { LedgerSql } from '../spool/ledger/sql.ts'
import type { Segments } from '../spool/segments.ts'

export interface ShardSegments extends Segments {
  /** Facts as encodeFact writes them; kept once the object's answer may leave it. */
  append(lines: readonly string[]): void
  /** What was appended so far may be aggregated; what comes from now on is another segment. */
  close(): void
  /** Characters that wait to be aggregated. */
  waiting(): number
}

const schema = [
  'CREATE TABLE IF NOT EXISTS open (segment INTEGER NOT NULL)',
  // Without an index: each row of one is paid for as a row, and there are as many rows here as seconds have groups.
  'CREATE TABLE IF NOT EXISTS appended (number INTEGER PRIMARY KEY, segment INTEGER NOT NULL, facts INTEGER NOT NULL, lines TEXT NOT NULL)',
  'CREATE TABLE IF NOT EXISTS damaged (segment INTEGER PRIMARY KEY, bytes INTEGER NOT NULL, unread BLOB NOT NULL)',
]

export function shardSegments(sql: LedgerSql): ShardSegments {
  sql.transaction(() => {
    for (const statement of schema) sql.run(statement)
    if (sql.all('SELECT 1 FROM open').length === 0) sql.run('INSERT INTO open (segment) VALUES (1)')
  })
  let open = sql.all<{ segment: number }>('SELECT segment FROM open')[0]?.segment ?? 1
  const sums = `SELECT coalesce(sum(facts), 0) AS facts, coalesce(sum(length(lines)), 0) AS characters FROM appended`
  const sumsOf = (where: string, ...values: number[]) => sql.all<{ facts: number; characters: number }>(`${sums} ${where}`, ...values)[0]
  let current = sumsOf('WHERE segment = ?', open) ?? { facts: 0, characters: 0 }
  let waiting = sumsOf('')?.characters ?? 0
  const close = () => {
    if (current.facts === 0) return
    open++
    sql.run('UPDATE open SET segment = ?', open)
    current = { facts: 0, characters: 0 }
  }
  const namesOf = (where: string) =>
    sql.all<{ segment: number }>(`SELECT DISTINCT segment FROM appended ${where} ORDER BY segment`).map(({ segment }) => String(segment))
  return {
    append(lines) {
      const text = lines.join('\n')
      sql.run('INSERT INTO appended (segment, facts, lines) VALUES (?, ?, ?)', open, lines.length, text)
      current = { facts: current.facts + lines.length, characters: current.characters + text.length }
      waiting += text.length
      if (current.facts >= bounds.shardSegmentFacts.max || current.characters >= bounds.shardSegmentCharacters.max) close()
    },
    close,
    waiting: () => waiting,
    names: async () => namesOf(`WHERE segment < ${open}`),
    all: async () => namesOf(''),
    read: async (name) => {
      const rows = sql.all<{ lines: string }>('SELECT lines FROM appended WHERE segment = ? ORDER BY number', Number(name))
      const read = rows.flatMap(({ lines }) => lines.split('\n')).map((line) => ({ line, fact: decodeFact(line) }))
      const unread = new TextEncoder().encode(read.flatMap(({ line, fact }) => (fact ? [] : [`${line}\n`])).join(''))
      const facts = read.flatMap(({ fact }) => fact ?? [])
      return { facts, damage: unread.length > 0 ? { bytes: unread.length, unread } : null }
    },
    keepDamage: async (name, { bytes, unread }) => {
      sql.run('INSERT OR REPLACE INTO damaged (segment, bytes, unread) VALUES (?, ?, ?)', Number(name), bytes, unread)
    },
    uncounted: async () => {
      const damaged = sql.all<{ segment: number; bytes: number }>('SELECT segment, bytes FROM damaged ORDER BY segment')
      return [
        ...namesOf('').map((name) => ({ name, facts: sumsOf('WHERE segment = ?', Number(name))?.facts ?? 0, damaged: 0, seconds: 0 })),
        ...damaged.map(({ segment, bytes }) => ({ name: String(segment), facts: 0, damaged: bytes, seconds: 0 })),
      ]
    },
    remove: async (name) => {
      waiting -= sumsOf('WHERE segment = ?', Number(name))?.characters ?? 0
      sql.run('DELETE FROM appended WHERE segment = ?', Number(name))
    },
  }
}
