/** Who acts, and what each role may do. */
import { describe, expect, it } from 'vitest'
import { type Action, canRead, may, type Principal, type Role } from '../../../collector/accounts/principal.ts'
import { signedIn, testApp } from '../../kit/app.ts'

const actions: Action[] = ['readCounts', 'changeSite', 'removeSite', 'command']
const allowed: Record<Role, Action[]> = {
  owner: ['readCounts', 'changeSite', 'removeSite'],
  reader: ['readCounts'],
  operator: ['command'],
}

describe.each(Object.entries(allowed) as [Role, Action[]][])('the %s', (role, those) => {
  it(`may ${those.join(', ')}, and nothing else`, () => {
    expect(actions.filter((action) => may({ role, sites: 'all' }, action))).toEqual(those)
  })
  it('of some sites may do it there, and at no other', () => {
    const rights = { role, sites: ['example.org'] }
    expect(actions.filter((action) => may(rights, action, 'example.org'))).toEqual(those)
    expect(actions.filter((action) => may(rights, action, 'other.org'))).toEqual([])
    expect(actions.filter((action) => may({ role, sites: [] }, action, 'example.org'))).toEqual([])
  })
  it(`${those.includes('readCounts') ? 'reads' : 'does not read'} the counts of its sites`, () => {
    const readable = (sites: 'all' | string[]) => ['example.org', 'other.org'].filter((site) => canRead({ role, sites }, site))
    const reads = those.includes('readCounts')
    expect([readable('all'), readable(['other.org'])]).toEqual(reads ? [['example.org', 'other.org'], ['other.org']] : [[], []])
  })
})

it('a session, a read key and another key act each under an id of its own, from which nobody gets in', async () => {
  const asked: Principal[] = []
  const test = await testApp({ answer: async (_body, principal) => ({ status: asked.push(principal) && 200, body: '{}' }) })
  const keys = [await test.credentials.createKey(['example.org']), await test.credentials.createKey(['example.org', 'other.org'])]
  const cookies = [await signedIn(test), await signedIn(test)]
  const senders = [...keys.map((key) => ({ authorization: `Bearer ${key}` })), ...cookies.map((cookie) => ({ cookie }))]
  for (const headers of [...senders, ...senders] as Record<string, string>[])
    await test.app.request('/api/query', { method: 'POST', body: '{}', headers })
  expect(asked.slice(0, 4)).toMatchObject([
    { kind: 'readKey', role: 'reader', sites: ['example.org'] },
    { kind: 'readKey', role: 'reader', sites: ['example.org', 'other.org'] },
    { kind: 'session', role: 'owner', sites: 'all' },
    { kind: 'session', role: 'owner', sites: 'all' },
  ])
  const ids = asked.map(({ id }) => id)
  expect([new Set(ids).size, ids.slice(4)]).toEqual([4, ids.slice(0, 4)])
  for (const secret of [...keys, ...cookies.map((cookie) => cookie.split('=')[1] as string)]) expect(ids).not.toContain(secret)
})
