/** What lets somebody in: one-time sign-in links, sessions and read keys, kept as hashes with their ends. */
import { bounds } from '../../contract/bounds.ts'
import type { Clock, SettingsStore } from '../ports.ts'
import { expired } from './expired.ts'
import { keysOf, type ReadKeys } from './read-keys.ts'
import { hashOf, newSecret, sameHash } from './secret.ts'

const hour = 3_600_000
const linkMilliseconds = bounds.signInLinkHours.max * hour
const sessionMilliseconds = bounds.sessionDays.max * 24 * hour

export interface Session {
  /** Milliseconds since 1970. */
  began: number
  ends: number
}

export interface Credentials extends ReadKeys {
  /** A new sign-in secret, good once within its hours. */
  createLink(): Promise<string>
  /** True the first time, and only while the link lasts. */
  redeemLink(secret: string): Promise<boolean>
  /** A new session, good for its days or until it is ended. */
  startSession(): Promise<string>
  hasSession(secret: string): Promise<boolean>
  endSession(secret: string): Promise<void>
  /** Every session that has not ended, the latest first. */
  sessions(): Promise<Session[]>
  /** Ends every session, and every link that nobody has opened yet; how many sessions there were. */
  endSessions(): Promise<number>
  /** Whether anybody has ever signed in. */
  hasBeenUsed(): Promise<boolean>
}

/** Credentials over the settings. */
export function createCredentials(deps: { settings: SettingsStore; clock: Clock }): Credentials {
  return { ...linksOf(deps), ...sessionsOf(deps), ...keysOf(deps) }
}

type Deps = { settings: SettingsStore; clock: Clock }

function linksOf({ settings, clock }: Deps): Pick<Credentials, 'createLink' | 'redeemLink'> {
  return {
    async createLink() {
      const secret = newSecret()
      await settings.run(expired.links, clock.now())
      await settings.run('INSERT INTO sign_in_link (hash, expires) VALUES (?, ?)', await hashOf(secret), clock.now() + linkMilliseconds)
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

// Written at the first sign-in, and never taken back.
const signedIn = 'signed in'

type Sessions = 'startSession' | 'hasSession' | 'endSession' | 'sessions' | 'endSessions' | 'hasBeenUsed'

function sessionsOf({ settings, clock }: Deps): Pick<Credentials, Sessions> {
  const listed = async () => {
    const rows = await settings.all<{ ends: number }>(
      'SELECT expires AS ends FROM session WHERE expires > ? ORDER BY expires DESC',
      clock.now(),
    )
    return rows.map(({ ends }) => ({ began: ends - sessionMilliseconds, ends }))
  }
  return {
    async startSession() {
      const secret = newSecret()
      await settings.run(expired.sessions, clock.now())
      await settings.run('INSERT INTO session (hash, expires) VALUES (?, ?)', await hashOf(secret), clock.now() + sessionMilliseconds)
      await keepNewest(settings, 'session', bounds.sessions.max)
      await settings.run("INSERT OR IGNORE INTO setting (name, value) VALUES (?, 'true')", signedIn)
      return secret
    },
    async hasBeenUsed() {
      return (await settings.all('SELECT name FROM setting WHERE name = ?', signedIn)).length > 0
    },
    async hasSession(secret) {
      const hash = await hashOf(secret)
      const [row] = await settings.all<{ hash: string }>('SELECT hash FROM session WHERE hash = ? AND expires > ?', hash, clock.now())
      return row !== undefined && sameHash(row.hash, hash)
    },
    async endSession(secret) {
      await settings.run('DELETE FROM session WHERE hash = ?', await hashOf(secret))
    },
    sessions: listed,
    async endSessions() {
      const { length } = await listed()
      await settings.run('DELETE FROM sign_in_link')
      await settings.run('DELETE FROM session')
      return length
    },
  }
}

async function keepNewest(settings: SettingsStore, table: 'sign_in_link' | 'session', count: number): Promise<void> {
  await settings.run(`DELETE FROM ${table} WHERE rowid NOT IN (SELECT rowid FROM ${table} ORDER BY rowid DESC LIMIT ${count})`)
}
