/** What lets somebody in can be listed and taken back: read keys with a label and an end, sessions, links. */
import { describe, expect, it } from 'vitest'
import type { CommandOutcome } from '../../../collector/commands/command.ts'
import { runCommand } from '../../../collector/commands/commands.ts'
import { signedIn, type TestApp, testApp } from '../../kit/app.ts'
import { controlKey } from '../../kit/homes.ts'

const day = 86_400_000

/** The same command where it is carried out, and over the network. */
const ways: [string, (test: TestApp, command: object) => Promise<CommandOutcome>][] = [
  ['as the command line carries it out', ({ commands }, command) => runCommand(commands, command as Parameters<typeof runCommand>[1])],
  [
    'by POST /api/command',
    async ({ app }, command) => {
      const headers = { authorization: `Bearer ${controlKey}` }
      const answer = await app.request('/api/command', { method: 'POST', headers, body: JSON.stringify(command) })
      expect(answer.status).toBe(200)
      return (await answer.json()) as CommandOutcome
    },
  ],
]
const reads = async ({ app }: TestApp, key: string) =>
  (await app.request('/api/sites', { headers: { authorization: `Bearer ${key}` } })).status === 200

describe.each(ways)('%s', (_, run) => {
  const opened = () => testApp({ controlKey })
  const created = async (test: TestApp, options: object = {}) => {
    const { code, out } = await run(test, { command: 'key create', sites: ['example.org'], ...options })
    expect([code, out]).toEqual([0, [expect.stringMatching(/^[0-9a-f]{64}$/)]])
    return out[0] ?? ''
  }

  it('a key reads until its days are over, and one without an end goes on', async () => {
    const test = await opened()
    const [ending, lasting] = [await created(test, { days: 2 }), await created(test)]
    test.clock.time += 2 * day - 1
    expect([await reads(test, ending), await reads(test, lasting)]).toEqual([true, true])
    test.clock.time += 1
    expect([await reads(test, ending), await reads(test, lasting)]).toEqual([false, true])
  })

  it('keys are listed without what lets anybody read, and no more once they have ended', async () => {
    const test = await opened()
    const keys = [await created(test, { label: 'the report', days: 90 }), await created(test, { sites: ['example.org', 'other.org'] })]
    const { out } = await run(test, { command: 'key list' })
    expect(out.sort((one, other) => Number(other.includes('report')) - Number(one.includes('report')))).toEqual([
      expect.stringMatching(/^[0-9a-f]{12} {2}the report {2}sites example\.org {2}made 2026-11-24 12:00Z {2}ends 2027-02-22 12:00Z$/),
      expect.stringMatching(/^[0-9a-f]{12} {2}sites example\.org,other\.org {2}made 2026-11-24 12:00Z {2}without an end$/),
    ])
    for (const key of keys) expect(out.join('\n')).not.toContain(key.slice(0, 12))
    test.clock.time += 90 * day
    expect((await run(test, { command: 'key list' })).out).toHaveLength(1)
  })

  it('a key is revoked by its label or its id, that one alone, and at once', async () => {
    const test = await opened()
    const [labelled, other, last] = [await created(test, { label: 'the report' }), await created(test), await created(test, { label: 'b' })]
    expect(await run(test, { command: 'key revoke', key: 'the report' })).toMatchObject({ code: 0 })
    expect([await reads(test, labelled), await reads(test, other), await reads(test, last)]).toEqual([false, true, true])
    const [id = ''] = (await test.credentials.keys()).filter(({ label }) => label === null).map((key) => key.id)
    expect(await run(test, { command: 'key revoke', key: id })).toMatchObject({ code: 0 })
    expect([await reads(test, other), await reads(test, last)]).toEqual([false, true])
    for (const key of ['the report', id, '', 'f'.repeat(12), other])
      expect(await run(test, { command: 'key revoke', key })).toEqual({ code: 2, out: [], error: expect.stringContaining('no such key') })
    expect(await reads(test, last)).toBe(true)
  })

  it('a label names one key, of which nobody else has it until that is gone', async () => {
    const test = await opened()
    await created(test, { label: 'the report', days: 1 })
    const again = { command: 'key create', sites: ['example.org'], label: 'the report' }
    expect(await run(test, again)).toEqual({ code: 1, out: [], error: expect.stringContaining('the report') })
    test.clock.time += day
    expect(await run(test, again)).toMatchObject({ code: 0 })
  })

  it.each([{ label: '' }, { label: 'two\nlines' }, { label: '0123456789ab' }, { days: 0 }, { days: 1.5 }])(
    'no key is made with %j',
    async (options) => {
      const test = await opened()
      const refused = await run(test, { command: 'key create', sites: ['example.org'], ...options })
      expect(refused).toEqual({ code: 2, out: [], error: expect.stringMatching(/^a (label has|key is good for)/) })
      expect(await test.credentials.keys()).toEqual([])
    },
  )

  it('sessions are counted, with when they began and end, and all of them ended', async () => {
    const test = await opened()
    const first = await signedIn(test)
    test.clock.time += day
    const second = await signedIn(test)
    const link = await test.credentials.createLink()
    expect((await run(test, { command: 'session list' })).out).toEqual([
      '2 sessions',
      'began 2026-11-25 12:00Z  ends 2026-12-25 12:00Z',
      'began 2026-11-24 12:00Z  ends 2026-12-24 12:00Z',
    ])
    const status = async (cookie: string) => (await test.app.request('/api/sites', { headers: { cookie } })).status
    expect([await status(first), await status(second)]).toEqual([200, 200])
    const ended = await run(test, { command: 'session end-all' })
    expect(ended).toEqual({ code: 0, out: ['ended 2 sessions, and every sign-in link that nobody had opened'] })
    expect([await status(first), await status(second)]).toEqual([401, 401])
    expect((await test.app.request(`/sign-in?key=${link}`)).status).toBe(403)
    expect((await run(test, { command: 'session list' })).out).toEqual(['0 sessions'])
  })
})
