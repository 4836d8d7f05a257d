/** At the bound and one past it: what lets somebody in, and failed attempts to get in. */
import { join } from 'node:path'
import { expect, onTestFinished, vi } from 'vitest'
import { type Attempts, createAttempts } from '../../collector/accounts/attempts.ts'
import { createCredentials } from '../../collector/accounts/credentials.ts'
import { TooManyKeys } from '../../collector/accounts/read-keys.ts'
import { runCommand } from '../../collector/commands/commands.ts'
import { openSettings } from '../../collector/node/data/settings.ts'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { signedIn, testApp } from '../kit/app.ts'
import { temporaryFolder } from '../kit/temporary.ts'

const clock = { now: () => Date.UTC(2026, 10, 24) }
const settingsFile = () => openSettings(join(temporaryFolder(), 'settings.sqlite'))
const numbers = (count: number) => `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`

async function credentialsWith(statement: string) {
  const settings = await settingsFile()
  await settings.run(statement)
  const count = async (table: string) => (await settings.all<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n
  return { credentials: createCredentials({ settings, clock }), settings, count }
}

const later = clock.now() + 1_000_000

/** Looks at its addresses by timers that end with the test: by a clock that stands still it would never end. */
function attemptsOf(given: typeof clock): Attempts {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  return createAttempts(given)
}

/** Credentials and failures by a clock that a test sets. */
async function atTimes() {
  const time = { now: 0 }
  const moving = { now: () => time.now }
  return { time, credentials: createCredentials({ settings: await settingsFile(), clock: moving }), attempts: attemptsOf(moving) }
}

export const probes: Partial<Record<BoundName, () => Promise<void> | void>> = {
  async readKeys() {
    const { credentials } = await credentialsWith(
      `INSERT INTO read_key (hash, sites, created) ${numbers(bounds.readKeys.max - 1)} SELECT 'k' || i, '[]', 0 FROM n`,
    )
    const last = await credentials.createKey(['example.org'])
    await expect(credentials.createKey(['example.org'])).rejects.toThrow(TooManyKeys)
    expect(await credentials.sitesOfKey(last)).toEqual(['example.org'])
  },
  async readKeyDays() {
    const { commands } = await testApp()
    const create = (days: number) => runCommand(commands, { command: 'key create', sites: ['example.org'], days })
    expect(await create(bounds.readKeyDays.max)).toMatchObject({ code: 0 })
    expect(await create(bounds.readKeyDays.max + 1)).toMatchObject({ code: 2, error: expect.stringContaining('whole days') })
  },
  async keyLabelCharacters() {
    const { commands } = await testApp()
    const create = (length: number) => runCommand(commands, { command: 'key create', sites: ['example.org'], label: 'x'.repeat(length) })
    expect(await create(bounds.keyLabelCharacters.max)).toMatchObject({ code: 0 })
    expect(await create(bounds.keyLabelCharacters.max + 1)).toMatchObject({ code: 2, error: expect.stringContaining('a label has') })
  },
  async signInLinks() {
    const { credentials, count } = await credentialsWith('SELECT 1')
    const first = await credentials.createLink()
    for (let made = 2; made <= bounds.signInLinks.max; made++) await credentials.createLink()
    expect(await count('sign_in_link')).toBe(bounds.signInLinks.max)
    await credentials.createLink()
    expect(await count('sign_in_link')).toBe(bounds.signInLinks.max)
    expect(await credentials.redeemLink(first)).toBe(false)
  },
  async signInLinkHours() {
    const { time, credentials } = await atTimes()
    const last = bounds.signInLinkHours.max * 3_600_000 - 1
    const links = [await credentials.createLink(), await credentials.createLink()]
    const redeem = (link: number, at: number) => {
      time.now = at
      return credentials.redeemLink(links[link]!)
    }
    expect([await redeem(0, last), await redeem(1, last + 1)]).toEqual([true, false])
  },
  async sessionDays() {
    const { time, credentials } = await atTimes()
    const session = await credentials.startSession()
    const lasts = (at: number) => {
      time.now = at
      return credentials.hasSession(session)
    }
    const last = bounds.sessionDays.max * 86_400_000 - 1
    expect([await lasts(last), await lasts(last + 1)]).toEqual([true, false])
  },
  async sessions() {
    const { credentials, settings, count } = await credentialsWith('SELECT 1')
    const first = await credentials.startSession()
    await settings.run(`INSERT INTO session ${numbers(bounds.sessions.max - 1)} SELECT 's' || i, ${later} FROM n`)
    expect(await credentials.hasSession(first)).toBe(true)
    await credentials.startSession()
    expect([await credentials.hasSession(first), await count('session')]).toEqual([false, bounds.sessions.max])
  },
  async sessionCookies() {
    const test = await testApp()
    const own = await signedIn(test)
    const [name = ''] = own.split('=')
    const ask = (others: number) => {
      const cookies = Array.from({ length: others }, (_, index) => `${name}=${String(index).padStart(64, '0')}`)
      return test.app.request('/api/sites', { headers: { cookie: [...cookies, own].join('; ') } })
    }
    expect((await ask(bounds.sessionCookies.max - 1)).status).toBe(200)
    expect((await ask(bounds.sessionCookies.max)).status).toBe(401)
  },
  failedAttempts() {
    const attempts = attemptsOf(clock)
    for (let failure = 1; failure < bounds.failedAttempts.max; failure++) attempts.failed('192.0.2.1')
    expect(attempts.blocked('192.0.2.1')).toBe(false)
    attempts.failed('192.0.2.1')
    expect(attempts.blocked('192.0.2.1')).toBe(true)
  },
  async attemptMilliseconds() {
    const { time, attempts } = await atTimes()
    for (let failure = 0; failure < bounds.failedAttempts.max; failure++) attempts.failed('192.0.2.1')
    const blocked = (at: number) => {
      time.now = at
      return [attempts.blocked('192.0.2.1'), attempts.remembered()]
    }
    expect(blocked(bounds.attemptMilliseconds.max - 1)).toEqual([true, 1])
    expect(blocked(bounds.attemptMilliseconds.max)).toEqual([false, 0])
  },
  attemptAddresses() {
    const attempts = attemptsOf(clock)
    for (let failure = 0; failure < bounds.failedAttempts.max; failure++) attempts.failed('the first')
    for (let address = 1; address < bounds.attemptAddresses.max; address++) attempts.failed(`address ${address}`)
    expect(attempts.blocked('the first')).toBe(true)
    for (let address = 1; address <= bounds.attemptAddresses.max; address++) attempts.failed(`another ${address}`)
    expect(attempts.blocked('the first')).toBe(false)
  },
}
