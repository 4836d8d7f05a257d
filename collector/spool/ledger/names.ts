/**
 * The names under which a ledger gives its numbers. One that was put back from a copy is older than the store, and would give numbers again
 * that are there: it takes a new name, which says from which number on it is used (`k3x0q9d2ma@96`; without that from 1).
 */
import type { LedgerSql } from './sql.ts'

/** A name that is given up, and the last number that the store had under it. */
export interface Former {
  collector: string
  last: number
}

/** The first number that a collector of this name may give. */
export function firstOf(collector: string): number {
  return Number(collector.split('@')[1] ?? 1)
}

export function names(sql: LedgerSql, known: string) {
  let current = known
  const former = () => sql.all<Former>('SELECT collector, last FROM former ORDER BY last')
  return {
    nameNow: () => current,
    former,
    /** Under which name a batch has its number. */
    collectorOf: (number: number) =>
      number >= firstOf(current) ? current : (former().find(({ last }) => number <= last)?.collector ?? current),
    /** Takes a new name for all numbers after `reached`, the last that the store has. */
    rename: (reached: number): void => {
      const made = `${randomName()}@${reached + 1}`
      sql.transaction(() => {
        sql.run('INSERT INTO former (collector, last) VALUES (?, ?)', current, reached)
        sql.run('UPDATE identity SET collector = ?, last = ?', made, reached)
        sql.run('DELETE FROM unsure')
      })
      current = made
    },
    /** Notes these sources as what was there at the start; not where an earlier start has noted, and then never learned whether it was sure. */
    noteUnsure: (sources: readonly string[]): void =>
      sql.transaction(() => {
        if (sql.all('SELECT 1 FROM unsure LIMIT 1').length > 0) return
        for (const source of ['', ...sources]) sql.run('INSERT INTO unsure (source) VALUES (?)', source)
      }),
    unsure: (): string[] => sql.all<{ source: string }>("SELECT source FROM unsure WHERE source != ''").map(({ source }) => source),
    /** The ledger is no older than the store. */
    isSure: (): void => sql.run('DELETE FROM unsure'),
  }
}

/** Ten letters and digits, by chance: two collectors never share a name. */
export function randomName(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  // 252 is the largest multiple of 36 that a byte holds: larger bytes would favour some letters.
  const bytes = () => [...crypto.getRandomValues(new Uint8Array(40))].filter((byte) => byte < 252)
  return bytes()
    .slice(0, 10)
    .map((byte) => letters[byte % 36])
    .join('')
}
