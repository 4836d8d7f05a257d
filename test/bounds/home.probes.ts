/** At the bound and one past it: sites, the log, restarts, and what the server takes at once. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import * as v from 'valibot'
import { expect, onTestFinished, vi } from 'vitest'
import type { Command } from '../../collector/commands/command.ts'
import { runCommand } from '../../collector/commands/commands.ts'
// @ts-expect-error: plain JavaScript, which runs before anything is installed
import { createRestarts } from '../../collector/node/build/again.mjs'
import { commandRemote } from '../../collector/node/cli/remote.ts'
import { leaveSockets, socketPath } from '../../collector/node/cli/socket-path.ts'
import { connectionsWithin, openFilesLimit } from '../../collector/node/data/open-files.ts'
import { openSettings } from '../../collector/node/data/settings.ts'
import { createConnectionShares } from '../../collector/node/http/connection-shares.ts'
import { serve } from '../../collector/node/http/http-server.ts'
import { createLog } from '../../collector/node/log.ts'
import { changeSite } from '../../collector/sites/change.ts'
import { createSites, TooManySites } from '../../collector/sites/sites.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import { hostTyped } from '../../collector/sites/typed.ts'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { siteChangeSchema, siteSchema } from '../../contract/site.ts'
import { zoneFault } from '../../contract/zone.ts'
import { signedIn, testApp } from '../kit/app.ts'
import { temporaryFolder } from '../kit/temporary.ts'

const settingsFile = () => openSettings(join(temporaryFolder(), 'settings.sqlite'))
const numbers = (count: number) => `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`
const slicesOf = (count: number) => names(count).map((name) => ({ name, conditions: [['source', ['a.org']] as ['source', string[]]] }))
const names = (count: number) => Array.from({ length: count }, (_, index) => `h${index}.example.org`)

/** So many bytes of bodies that have not ended: whether the last chunk was taken. */
async function underWay(bytes: number): Promise<number> {
  const { app, credentials } = await testApp()
  const key = await credentials.createKey(['example.org'])
  const cancel: (() => void)[] = []
  const send = (length: number, open: boolean) => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(length))
        if (open) cancel.push(() => controller.close())
        else controller.close()
      },
    })
    return app.request('/api/query', { method: 'POST', body, headers: { authorization: `Bearer ${key}` }, duplex: 'half' } as RequestInit)
  }
  const held: (Response | Promise<Response>)[] = []
  for (let left = bytes; left > 0; left -= bounds.queryBytes.max) held.push(send(Math.min(left, bounds.queryBytes.max), true))
  // A request is under way once its turns of the event loop are over.
  for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate)
  const { status } = await send(1, false)
  for (const end of cancel) end()
  await Promise.all(held)
  return status
}

export const probes: Partial<Record<BoundName, () => Promise<void> | void>> = {
  bodiesBytes: async () => {
    // One byte that is no JSON.
    expect([await underWay(bounds.bodiesBytes.max - 1), await underWay(bounds.bodiesBytes.max)]).toEqual([400, 503])
  },
  formBytes: async () => {
    const { app } = await testApp()
    const status = async (length: number) =>
      (
        await app.request('/sign-in', {
          method: 'POST',
          headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
          body: 'x'.repeat(length),
        })
      ).status
    expect([await status(bounds.formBytes.max), await status(bounds.formBytes.max + 1)]).toEqual([403, 413])
  },
  networkConnections: () => {
    const admit = createConnectionShares(() => false)
    const one = () => admit({ remoteAddress: '203.0.113.7', once: () => undefined })
    const admitted = Array.from({ length: bounds.networkConnections.max + 1 }, one)
    expect([admitted.indexOf(false), admitted.length]).toEqual([bounds.networkConnections.max, bounds.networkConnections.max + 1])
  },
  reservedFiles() {
    const { connections, reservedFiles } = bounds
    const needed = connections.max + reservedFiles.max
    expect(connectionsWithin(needed)).toEqual({ max: connections.max, warning: null })
    expect(connectionsWithin(needed - 1)).toEqual({ max: connections.max - 1, warning: expect.stringContaining(`LimitNOFILE=${needed}`) })
    expect(connectionsWithin(256).max).toBe(128)
    expect(openFilesLimit()).toBeGreaterThan(100)
  },
  siteHosts() {
    const parse = (count: number) => v.safeParse(siteSchema, { domain: 'example.org', hosts: names(count) }).success
    expect([parse(bounds.siteHosts.max), parse(bounds.siteHosts.max + 1)]).toEqual([true, false])
  },
  async saidCharacters() {
    const most = bounds.saidCharacters.max
    const typed = (length: number) => hostTyped(`${'x'.repeat(length - 2)}/y`)
    expect(typed(most)).toMatchObject({ wrong: expect.stringContaining('x/y is not') })
    expect(typed(most + 1)).toMatchObject({ wrong: expect.stringContaining('x/ is not') })
    const { app } = await testApp()
    const said = async (length: number) => (await app.request(`/${'x'.repeat(length - 4)}.js?site=a`)).text()
    expect([await said(most), await said(most + 1)]).toEqual([expect.stringContaining('x.js)'), expect.stringContaining('x.j)')])
  },
  saidZoneCharacters() {
    const most = bounds.saidZoneCharacters.max
    const said = (length: number) => zoneFault('x'.repeat(length))?.split(' ')[0]?.length
    expect([said(most), said(most + 1)]).toEqual([most, most])
    // A name that is longer is compared with none.
    const names = vi.spyOn(Intl, 'supportedValuesOf')
    onTestFinished(() => names.mockRestore())
    const comparisons = (length: number) => {
      names.mockClear()
      said(length)
      return names.mock.calls.length
    }
    expect([comparisons(most), comparisons(most + 1)]).toEqual([1, 0])
  },
  siteReturnHosts() {
    const hosts = (count: number) => names(count).map((name) => `${name}.example`)
    const parse = (count: number) => v.safeParse(siteSchema, { ...defaultSite('example.org'), returnHosts: hosts(count) }).success
    expect([parse(bounds.siteReturnHosts.max), parse(bounds.siteReturnHosts.max + 1)]).toEqual([true, false])
  },
  siteQueryValues() {
    const parse = (count: number) =>
      v.safeParse(siteSchema, { ...defaultSite('example.org'), queryPages: { key: 'page', values: names(count) } }).success
    expect([parse(bounds.siteQueryValues.max), parse(bounds.siteQueryValues.max + 1)]).toEqual([true, false])
  },
  siteQueryCharacters() {
    const parse = (length: number) =>
      v.safeParse(siteSchema, { ...defaultSite('example.org'), queryPages: { key: 'k'.repeat(length), values: ['v'.repeat(length)] } })
        .success
    expect([parse(bounds.siteQueryCharacters.max), parse(bounds.siteQueryCharacters.max + 1)]).toEqual([true, false])
  },
  siteCampaigns() {
    const parse = (count: number) => v.safeParse(siteSchema, { ...defaultSite('example.org'), campaigns: names(count) }).success
    expect([parse(bounds.siteCampaigns.max), parse(bounds.siteCampaigns.max + 1)]).toEqual([true, false])
  },
  sitePathRules() {
    const paths = (count: number) => names(count).map((name) => `/${name}/*`)
    const parse = (count: number) => v.safeParse(siteSchema, { ...defaultSite('example.org'), paths: paths(count) }).success
    expect([parse(bounds.sitePathRules.max), parse(bounds.sitePathRules.max + 1)]).toEqual([true, false])
  },
  async pathRuleStars() {
    const { sites, commands } = await testApp()
    const rule = (stars: number, end = '/x') => `${'/*'.repeat(stars)}${end}`
    const most = bounds.pathRuleStars.max
    const set = (paths: string[]) => changeSite(sites, 'example.org', { paths })
    expect(await set(['/', rule(most), rule(most - 1, '/**')])).toMatchObject({ domain: 'example.org' })
    expect(await set(['/', rule(most + 1)])).toEqual({ code: 'malformed', field: 'paths.1', message: `a rule has at most ${most} stars` })
    const given = { domain: 'example.org', paths: [rule(most, '/**')] }
    expect(await runCommand(commands, { command: 'site add', site: given })).toMatchObject({
      code: 2,
      error: expect.stringContaining('stars'),
    })
    const slice = (pattern: string) => ({ slices: [{ name: 'a', conditions: [['path', [pattern]]] }] })
    expect(await changeSite(sites, 'example.org', slice(rule(most)))).toMatchObject({ domain: 'example.org' })
    expect(await changeSite(sites, 'example.org', slice(rule(most + 1)))).toMatchObject({ code: 'malformed' })
    // One that was kept before there was the bound goes on, and keeps nobody from changing something else.
    const before = { ...defaultSite('other.org'), paths: [rule(50)] }
    await sites.put(before)
    expect(sites.get('other.org')?.paths).toEqual(before.paths)
    expect(await runCommand(commands, { command: 'site add', site: { domain: 'other.org', zone: 'UTC' } })).toMatchObject({ code: 0 })
  },
  siteSlices() {
    const parse = (count: number) => v.safeParse(siteChangeSchema, { slices: slicesOf(count) }).success
    expect([parse(bounds.siteSlices.max), parse(bounds.siteSlices.max + 1)]).toEqual([true, false])
  },
  async siteSliceNames() {
    const sites = await createSites(await settingsFile())
    const ended = slicesOf(bounds.siteSliceNames.max - 1).map((slice) => ({ ...slice, ended: true as const }))
    await sites.put({ ...defaultSite('a.example.org'), slices: ended })
    const change = (names: string[]) => changeSite(sites, 'a.example.org', { slices: names.map((name) => ({ ...slicesOf(1)[0], name })) })
    expect(await change(['one', 'more'])).toMatchObject({ code: 'malformed', field: 'slices' })
    expect(await change(['last'])).toMatchObject({ domain: 'a.example.org' })
  },
  sliceValues() {
    const parse = (count: number) =>
      v.safeParse(siteChangeSchema, { slices: [{ name: 'a', conditions: [['source', names(count)]] }] }).success
    expect([parse(bounds.sliceValues.max), parse(bounds.sliceValues.max + 1)]).toEqual([true, false])
  },
  async sites() {
    const settings = await settingsFile()
    const site = (domain: string) => `json_object('domain', ${domain}, 'hosts', json_array(${domain}))`
    const domain = "'s' || i || '.example.org'"
    await settings.run(`INSERT INTO site ${numbers(bounds.sites.max - 1)} SELECT ${domain}, ${site(domain)} FROM n`)
    const sites = await createSites(settings)
    await sites.put(defaultSite('last.example.org'))
    await expect(sites.put(defaultSite('more.example.org'))).rejects.toThrow(TooManySites)
    // One that is there may still change.
    await sites.put({ ...defaultSite('last.example.org'), zone: 'Asia/Tokyo' })
    expect(sites.all()).toHaveLength(bounds.sites.max)
  },
  restarts() {
    const { ended } = createRestarts()
    const pauses = Array.from({ length: bounds.restarts.max }, () => ended(5_000)?.pause)
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000])
    expect(ended(5_000)).toBeNull()
  },
  restartSettledMilliseconds() {
    const { ended } = createRestarts()
    const most = bounds.restartSettledMilliseconds.max
    expect([ended(5_000), ended(most - 1), ended(most), ended(0)].map((next) => next?.turn)).toEqual([1, 2, 1, 2])
  },
  logMilliseconds() {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const written: string[] = []
    const log = createLog((text) => written.push(text))
    log.say('a line')
    log.say('a line')
    vi.advanceTimersByTime(bounds.logMilliseconds.max - 1)
    expect(written).toEqual(['a line'])
    vi.advanceTimersByTime(1)
    expect(written).toEqual(['a line', 'a line (again 1 time)'])
  },
  logLines() {
    const written: string[] = []
    const log = createLog((text) => written.push(text))
    const say = (count: number) => {
      for (let line = 0; line < count; line++) log.say(`line ${line}`)
    }
    say(bounds.logLines.max)
    say(bounds.logLines.max)
    expect(written).toHaveLength(bounds.logLines.max)
    // One more, and the first is forgotten: what it came again is told.
    log.say('more')
    expect(written.slice(-2)).toEqual(['more', 'line 0 (again 1 time)'])
    log.say('line 0')
    expect(written).toContain('line 1 (again 1 time)')
    expect(written.at(-2)).toBe('line 0')
    log.close()
  },
  async queryBytes() {
    const test = await testApp()
    const cookie = await signedIn(test)
    const ask = (length: number) =>
      test.app.request('/api/query', {
        method: 'POST',
        body: `"${'x'.repeat(length - 2)}"`,
        headers: { cookie, 'content-length': String(length) },
      })
    expect((await ask(bounds.queryBytes.max)).status).toBe(200)
    const refused = await ask(bounds.queryBytes.max + 1)
    expect([refused.status, await refused.json()]).toEqual([413, { error: { code: 'tooLarge', message: expect.any(String) } }])
  },
  async idleConnectionMilliseconds() {
    await withServer(async (port) => {
      const socket = await open(port)
      socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
      // In whole seconds, which the server itself keeps to.
      expect(await answer(socket)).toMatch(new RegExp(`\\r\\nKeep-Alive: timeout=${bounds.idleConnectionMilliseconds.max / 1_000}\\r\\n`))
      socket.destroy()
    })
  },
  async remoteCommandMilliseconds() {
    const time = new AbortController()
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(time.signal)
    vi.stubGlobal('fetch', (_url: string, { signal }: RequestInit) => {
      return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    })
    onTestFinished(() => {
      timeout.mockRestore()
      vi.unstubAllGlobals()
    })
    const outcome = commandRemote({ url: new URL('https://a.example'), controlKey: 'key' }, { command: 'site list' } as Command)
    time.abort(new Error('too long'))
    expect([await outcome, timeout.mock.calls]).toEqual([
      { code: 1, out: [], error: 'https://a.example does not answer: too long' },
      [[bounds.remoteCommandMilliseconds.max]],
    ])
  },
  socketPathBytes() {
    const folder = (length: number) => `/${'x'.repeat(length - 3)}`
    const path = (length: number) => socketPath(folder(length), 's')
    const most = bounds.socketPathBytes.max
    onTestFinished(() => leaveSockets(folder(most + 1)))
    expect(path(most)).toBe(join(folder(most), 's'))
    expect(path(most + 1).length).toBeLessThan(most)
  },
  async headerBytes() {
    await withServer(async (port) => {
      const ask = async (bytes: number) => {
        const socket = await open(port)
        const rest = 'GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n'
        socket.write(rest.replace('X: ', `X: ${'x'.repeat(bytes - rest.length)}`))
        return answer(socket)
      }
      // The parser counts names and values only, so the bound itself is approached from within a hundred bytes.
      expect(await ask(bounds.headerBytes.max - 100)).toContain('200 OK')
      expect(await ask(bounds.headerBytes.max + 100)).toContain('431')
    })
  },
  async connections() {
    await withServer(async (port) => {
      const sockets = await Promise.all(Array.from({ length: bounds.connections.max }, () => open(port)))
      const last = sockets.at(-1)!
      last.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
      expect(await answer(last)).toContain('200 OK')
      const more = await open(port)
      expect(await answer(more)).toBe('')
      for (const socket of sockets) socket.destroy()
    })
  },
}

async function withServer(act: (port: number) => Promise<void>): Promise<void> {
  const server = await serve(() => new Response('here'), { host: '127.0.0.1', port: 0 })
  try {
    await act(server.port)
  } finally {
    await server.close(0)
  }
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** The first bytes of the answer; empty where the server closed without one. */
function answer(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('data', (chunk) => resolve(chunk.toString()))
    socket.once('close', () => resolve(''))
  })
}
