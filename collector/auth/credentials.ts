/** What lets somebody in: one-time sign-in links, sessions and read keys, kept as hashes with their ends. */
import { bounds } from '../../contract/bounds.ts'
import type { Clock, Settings } from '../deps.ts'
import { hashOf, newSecret, sameHash } from './secret.ts'

const hour = 3_600_000
export const linkHours = 24
export const sessionDays = 30

export interface Credentials {
  /** A new sign-in secret, good once within 24 hours. */
  createLink(): Promise<string>
  /** True the first time, and only while the link lasts. */
  redeemLink(secret: string): Promise<boolean>
  /** A new session, good for 30 days or until it is ended. */
  startSession(): Promise<string>
  hasSession(secret: string): Promise<boolean>
  endSession(secret: string): Promise<void>
  /** A new key that may read these sites and nothing else. */
  createKey(sites: readonly string[]): Promise<string>
  /** The sites that the key may read, or null where there is no such key. */
  sitesOfKey(key: string): Promise<string[] | null>
}

export class TooManyKeys extends Error {
  override name = 'TooManyKeys'
  constructor() {
    super(`a collector keeps at most ${bounds.readKeys.max} read keys`)
  }
}

/** Credentials over the settings. `createKey` rejects with `TooManyKeys` past the bound. */
export function createCredentials(deps: { settings: Settings; clock: Clock }): Credentials {
  return { ...linksOf(deps), ...sessionsOf(deps), ...keysOf(deps) }
}

type Deps = { settings: Settings; clock: Clock }

function linksOf({ settings, clock }: Deps): Pick<Credentials, 'createLink' | 'redeemLink'> {
  return {
    async createLink() {
      const secret = newSecret()
      await settings.run('DELETE FROM sign_in_link WHERE used IS NOT NULL OR expires <= ?', clock.now())
      await settings.run('INSERT INTO sign_in_link (hash, expires) VALUES (?, ?)', await hashOf(secret), clock.now() + linkHours * hour)
      await keepNewest(settings, 'sign_in_link', bounds.signInLinks.max)
      return secret
    },
    // One statement, so that of two who come at once only one is let in.
    async redeemLink(secret) {
      const statement = 'UPDATE sign_in_link SET used = ? WHERE hash = ? AND used IS NULL AND expires > ? RETURNING hash'
      return (await settings.all(statement, clock.now(), await hashOf(secret), clock.now())).length === 1
    },
  }
}

function sessionsOf({ settings, clock }: Deps): Pick<Credentials, 'startSession' | 'hasSession' | 'endSession'> {
  return {
    async startSession() {
      const secret = newSecret()
      await settings.run('DELETE FROM session WHERE expires <= ?', clock.now())
      await settings.run('INSERT INTO session (hash, expires) VALUES (?, ?)', await hashOf(secret), clock.now() + sessionDays * 24 * hour)
      await keepNewest(settings, 'session', bounds.sessions.max)
      return secret
    },
    async hasSession(secret) {
      const hash = await hashOf(secret)
      const [row] = await settings.all<{ hash: string }>('SELECT hash FROM session WHERE hash = ? AND expires > ?', hash, clock.now())
      return row !== undefined && sameHash(row.hash, hash)
    },
    async endSession(secret) {
      await settings.run('DELETE FROM session WHERE hash = ?', await hashOf(secret))
    },
  }
}

function keysOf({ settings, clock }: Deps): Pick<Credentials, 'createKey' | 'sitesOfKey'> {
  return {
    async createKey(sites) {
      const [row] = await settings.all<{ keys: number }>('SELECT count(*) AS keys FROM read_key')
      if ((row?.keys ?? 0) >= bounds.readKeys.max) throw new TooManyKeys()
      const key = newSecret()
      const statement = 'INSERT INTO read_key (hash, sites, created) VALUES (?, ?, ?)'
      await settings.run(statement, await hashOf(key), JSON.stringify(sites), clock.now())
      return key
    },
    async sitesOfKey(key) {
      const hash = await hashOf(key)
      const [row] = await settings.all<{ hash: string; sites: string }>('SELECT hash, sites FROM read_key WHERE hash = ?', hash)
      return row && sameHash(row.hash, hash) ? (JSON.parse(row.sites) as string[]) : null
    },
  }
}

async function keepNewest(settings: Settings, table: 'sign_in_link' | 'session', count: number): Promise<void> {
  await settings.run(`DELETE FROM ${table} WHERE rowid NOT IN (SELECT rowid FROM ${table} ORDER BY rowid DESC LIMIT ${count})`)
}
