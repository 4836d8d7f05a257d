/** The recipes of docs/first-party.md: a site, its tag, events and dashboard under one host, behind Debian's own nginx and Caddy. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bounds } from '../../contract/bounds.ts'
import { ensureBuilt } from '../kit/build.ts'
import { type Browsers, launchBrowsers } from '../kit/chromium.ts'
import { type Footfall, startFootfall } from '../kit/footfall.ts'
import { firefox } from '../kit/ingest.ts'
import { arrive } from '../kit/person.ts'
import { eventually } from '../kit/temporary.ts'
import { type Front, programOf, startWebServer, webServers } from '../kit/web-servers.ts'

const host = 'alderwick.localhost'
const page = `<!doctype html><html lang="en"><title>Alderwick</title><link rel="icon" href="data:,"><script async src="/stats/footfall.js?site=${host}"></script><h1>Alderwick</h1>`
const view = { v: 1, type: 'view', site: host, host, consent: false }

interface Heard {
  path: string
  headers: IncomingHttpHeaders
}

let browsers: Browsers
beforeAll(async () => {
  await ensureBuilt()
  browsers = await launchBrowsers()
}, 120_000)
afterAll(() => browsers?.close())

// Where they are not and cannot be installed (test/prelude.mjs), the run says that they were left out.
describe.each(webServers)('%s', (name) => {
  describe.skipIf(!programOf(name))('as its recipe stands', () => {
    const folder = mkdtempSync(join(tmpdir(), 'footfall-front-'))
    const heard: Heard[] = []
    let footfall: Footfall
    let between: Server
    let front: Front

    beforeAll(async () => {
      footfall = await startFootfall({
        env: {
          FOOTFALL_DATA: join(folder, 'data'),
          FOOTFALL_URL: `http://${host}/stats`,
          FOOTFALL_SITES: host,
          FOOTFALL_PROXIES: '127.0.0.1',
        },
      })
      between = await listening(new URL(footfall.url), heard)
      const collector = `127.0.0.1:${(between.address() as AddressInfo).port}`
      front = await startWebServer(name, { folder, host, collector, pages: { 'index.html': page } })
    }, 120_000)
    afterAll(async () => {
      await front?.close()
      between?.close()
      await footfall?.stop()
      rmSync(folder, { recursive: true, force: true })
    })

    const from = (address: string, path: string, given: { method?: string; body?: object; headers?: Record<string, string> } = {}) =>
      ask(front.url, { address, path, ...given })

    it('counts who reads a page, and shows it to who signs in, under one host', async () => {
      const person = await arrive(browsers, Date.now())
      await person.open(`${front.url}/`)
      await person.press('Accept', 'accept')
      expect(person.errors).toEqual([])
      const asked = heard.map(({ path }) => path.replace(/\?.*/, '').replace(/-\w{8}/, ''))
      expect([...new Set(asked)].sort()).toEqual(['/stats/banner.js', '/stats/e', '/stats/footfall.js', '/stats/vitals.js'])

      const owner = await browsers.open()
      const board = await owner.newPage()
      const problems: string[] = []
      board.on('pageerror', (error) => problems.push(error.message))
      board.on('response', (answer) => answer.status() >= 400 && problems.push(`${answer.status()} ${answer.url()}`))
      const link = /Sign in\s+(http\S+)/.exec(footfall.output())?.[1] ?? ''
      await board.goto(link.replace(`http://${host}/`, `${front.url}/`))
      expect(new URL(board.url()).pathname).toBe('/stats/')
      await eventually('the view is shown', async () => {
        await board.goto(`${front.url}/stats/?site=${host}&range=7d`)
        await board.locator('.numbers[aria-busy=false]').first().waitFor()
        return /1/.test((await board.locator('.totals .value').first().textContent()) ?? '')
      })
      expect(problems).toEqual([])
      // The session goes nowhere but below the folder.
      expect((await owner.cookies()).map(({ name, path }) => [name, path])).toEqual([['footfall_session', '/stats']])
      await Promise.all([board.waitForURL(`${front.url}/stats/`), board.getByRole('button', { name: 'Sign out' }).click()])
      await board.locator('.signed-out').waitFor()
    })

    it('hands no cookie and no page’s address to the intake or the tag, and to the dashboard its session alone', async () => {
      heard.length = 0
      const headers = {
        cookie: 'basket=7; footfall_session=abc; ff_consent=x',
        referer: `${front.url}/clinic?name=Ada`,
        'user-agent': firefox,
      }
      expect(await from('127.0.0.2', '/stats/e', { method: 'POST', body: view, headers })).toMatchObject({ status: 202 })
      expect(await from('127.0.0.2', `/stats/footfall.js?site=${host}`, { headers })).toMatchObject({ status: 200 })
      expect(await from('127.0.0.2', '/stats/api/sites', { headers })).toMatchObject({ status: 401 })
      expect(heard.map(({ path, headers: { cookie, referer } }) => [path.replace(/\?.*/, ''), cookie || undefined, referer])).toEqual([
        ['/stats/e', undefined, undefined],
        ['/stats/footfall.js', undefined, undefined],
        ['/stats/api/sites', 'footfall_session=abc', headers.referer],
      ])
    })

    it('tells the collector whose request it is, and believes no visitor about it', async () => {
      const wrong = (address: string, forged: number) =>
        from(address, `/stats/api/sites`, { headers: { authorization: 'Bearer wrong', 'x-forwarded-for': `203.0.113.${forged}` } })
      const statuses: number[] = []
      for (let count = 0; count <= bounds.failedAttempts.max; count++) statuses.push((await wrong('127.0.0.3', count)).status)
      expect(statuses.slice(0, -1)).toEqual(Array(bounds.failedAttempts.max).fill(401))
      expect(statuses.at(-1)).toBe(429)
      // Somebody else is not taken for them, nor by saying that they are.
      expect(
        (await from('127.0.0.4', '/stats/api/sites', { headers: { authorization: 'Bearer wrong', 'x-forwarded-for': '127.0.0.3' } }))
          .status,
      ).toBe(401)
    })

    it('sends who leaves out the slash to the dashboard', async () => {
      const { status, headers } = await from('127.0.0.2', '/stats')
      expect([301, 308]).toContain(status)
      expect(new URL(headers.location ?? '', `${front.url}/`).pathname).toBe('/stats/')
    })

    it('writes nothing of visitors to its log', async () => {
      // A request like any other; what it is answered is its own test's.
      expect((await from('127.0.0.2', '/stats/declaration?site=example.org')).status).toBeLessThan(500)
      await from('127.0.0.2', '/stats/api/sites')
      await eventually('the log is written', () => front.log().includes('/stats/api/sites'))
      expect(front.log()).not.toMatch(/\/stats\/(e|footfall\.js|declaration|banner|vitals)/)
    })
  })
})

/** A server between the two that writes down what the one in front sends. */
async function listening(to: URL, heard: Heard[]): Promise<Server> {
  const server = createServer((incoming, answer) => {
    heard.push({ path: incoming.url ?? '', headers: incoming.headers })
    const { url: path, method, headers } = incoming
    const passed = request({ host: to.hostname, port: to.port, path, method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    passed.on('error', () => answer.destroy())
    incoming.pipe(passed)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return server
}

interface Asking {
  /** Where from: any of this machine's own addresses. */
  address: string
  path: string
  method?: string
  body?: object
  headers?: Record<string, string>
}

function ask(url: string, { address, path, method = 'GET', body, headers = {} }: Asking) {
  const { port, host: named } = new URL(url)
  return new Promise<{ status: number; headers: IncomingHttpHeaders }>((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      localAddress: address,
      port,
      path,
      method,
      headers: { ...headers, host: named },
      agent: false as const,
    }
    request(options, (response) => {
      response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }))
    })
      .on('error', reject)
      .end(body && JSON.stringify(body))
  })
}
