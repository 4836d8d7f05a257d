/** Read keys: made, looked up, listed and revoked; kept as hashes with their sites. */
import { bounds } from '../../contract/bounds.ts'
import type { Clock, SettingsStore } from '../ports.ts'
import { hashOf, newSecret, sameHash } from './secret.ts'

/** A key as it is listed: what it is called, and nothing by which anybody could read. */
export interface ListedKey {
  /** The beginning of its hash. */
  id: string
  label: string | null
  sites: string[]
  /** Milliseconds since 1970. */
  made: number
  /** Null: it has no end. */
  ends: number | null
}

export interface KeyOptions {
  /** Its name for people, of which there is one. */
  label?: string
  /** How long it is good; absent: until it is revoked. */
  days?: number
}

export interface ReadKeys {
  /** A new key that may read these sites and nothing else. Rejects with `TooManyKeys` past the bound, `LabelTaken` where another has the label. */
  createKey(sites: readonly string[], options?: KeyOptions): Promise<string>
  /** The sites that the key may read, or null where there is no such key or it has ended. */
  sitesOfKey(key: string): Promise<string[] | null>
  /** Every key that has not ended, the oldest first. */
  keys(): Promise<ListedKey[]>
  /** Revokes the key of this id or label from the next request on; false where there is none. */
  revokeKey(idOrLabel: string): Promise<boolean>
}

export class TooManyKeys extends Error {
  override name = 'TooManyKeys'
  constructor() {
    super(`a collector keeps at most ${bounds.readKeys.max} read keys`)
  }
}

export class LabelTaken extends Error {
  override name = 'LabelTaken'
  constructor(label: string) {
    super(`another key has the label ${label}: revoke that one first, or choose another`)
  }
}

const idLength = 12
/** What an id looks like; no label may look like one, so that each names one key. */
export const keyId = new RegExp(`^[0-9a-f]{${idLength}}$`)

const dayMilliseconds = 86_400_000

export function keysOf({ settings, clock }: { settings: SettingsStore; clock: Clock }): ReadKeys {
  const forgetEnded = () => settings.run('DELETE FROM read_key WHERE ends <= ?', clock.now())
  return {
    async createKey(sites, { label, days } = {}) {
      await forgetEnded()
      const [row] = await settings.all<{ keys: number }>('SELECT count(*) AS keys FROM read_key')
      if ((row?.keys ?? 0) >= bounds.readKeys.max) throw new TooManyKeys()
      const [key, now] = [newSecret(), clock.now()]
      // One statement, so that of two who take a label at once only one has it.
      const statement = 'INSERT OR IGNORE INTO read_key (hash, sites, created, label, ends) VALUES (?, ?, ?, ?, ?) RETURNING hash'
      const ends = days === undefined ? null : now + days * dayMilliseconds
      const made = await settings.all(statement, await hashOf(key), JSON.stringify(sites), now, label ?? null, ends)
      if (made.length === 0) throw new LabelTaken(label ?? '')
      return key
    },
    async sitesOfKey(key) {
      const hash = await hashOf(key)
      const statement = 'SELECT hash, sites FROM read_key WHERE hash = ? AND (ends IS NULL OR ends > ?)'
      const [row] = await settings.all<{ hash: string; sites: string }>(statement, hash, clock.now())
      return row && sameHash(row.hash, hash) ? (JSON.parse(row.sites) as string[]) : null
    },
    async keys() {
      await forgetEnded()
      const rows = await settings.all<Omit<ListedKey, 'sites'> & { sites: string }>(
        `SELECT substr(hash, 1, ${idLength}) AS id, label, sites, created AS made, ends FROM read_key ORDER BY created, hash`,
      )
      return rows.map((row) => ({ ...row, sites: JSON.parse(row.sites) as string[] }))
    },
    async revokeKey(idOrLabel) {
      const where = keyId.test(idOrLabel) ? `substr(hash, 1, ${idLength}) = ?` : 'label = ?'
      return (await settings.all(`DELETE FROM read_key WHERE ${where} RETURNING hash`, idOrLabel)).length > 0
    },
  }
}
