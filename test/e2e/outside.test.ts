/**
 * What the outside relies on stays: the wire, the query API, addresses, the command line, the environment and the data folder answer as they did when the
 * lists of test/fixtures/outside were written. Lists grow; an answer in them changes only where a promise or a fault asks for it.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { help, parseArguments } from '../../collector/node/cli/parse-arguments.ts'
import { readConfig } from '../../collector/node/config.ts'
import { openSqlite } from '../../collector/node/data/sqlite.ts'
import { parseChoice } from '../../dashboard/state/url.ts'
import { engineStoreOfFile } from '../kit/engine.ts'
import { command, type Footfall, startFootfall } from '../kit/footfall.ts'
import { askedAgain } from '../kit/recorded.ts'

const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0'
const today = new Date().toISOString().slice(0, 10)
const dated = (text: string) => text.replaceAll('$today', today)
const undated = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value).replaceAll(today, '$today')) as Value

const folder = mkdtempSync(join(tmpdir(), 'footfall-test-'))
const env = { FOOTFALL_DATA: join(folder, 'data') }
let footfall: Footfall
let key = ''

beforeAll(async () => {
  for (const [domain, ...options] of [
    ['example.org', '--detail', 'page'],
    ['domain.example', '--detail', 'domain'],
    ['page.example', '--baseline', 'page', '--detail', 'page'],
    ['none.example', '--baseline', 'none'],
  ])
    expect((await command(env, 'site', 'add', domain as string, ...options)).error).toBe('')
  const sites = ['example.org', 'page.example'].flatMap((site) => ['--site', site])
  key = (await command(env, 'key', 'create', ...sites)).out.trim()
  footfall = await startFootfall({ env })
})
afterAll(async () => {
  await footfall.stop('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const send = (path: string, init: RequestInit) =>
  fetch(`${footfall.url}${path}`, { redirect: 'manual', ...init, headers: { 'user-agent': agent, ...init.headers } })

describe('the outside', { timeout: 300_000 }, () => {
  it('has its events judged as they were', async () => {
    const { recorded, now } = await askedAgain('events', async (ask) => {
      const response = await send('/e', { method: 'POST', body: dated(JSON.stringify(ask)) })
      return [response.status, response.headers.get('footfall-refused')]
    })
    expect(now).toEqual(recorded)
  })

  it('is told the same numbers of them', async () => {
    expect((await command(env, 'audit')).code).toBe(0)
    const { recorded, now } = await askedAgain('questions', async (ask) => {
      const body = dated(JSON.stringify(ask))
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const response = await send('/api/query', { method: 'POST', body, headers })
      return [response.status, undated(lasting(await response.json()))]
    })
    expect(now).toEqual(recorded)
  })

  it('finds the same at each address', async () => {
    const { recorded, now } = await askedAgain<{ method: string; path: string; key?: boolean }>('routes', async (ask) => {
      const headers: Record<string, string> = ask.key ? { authorization: `Bearer ${key}` } : {}
      const response = await send(ask.path, { method: ask.method, headers })
      await response.body?.cancel()
      const told = ['content-type', 'location', 'allow', 'www-authenticate', 'retry-after'].map((name) => [
        name,
        response.headers.get(name),
      ])
      const cookies = response.headers.getSetCookie().map((cookie) => cookie.split('=')[0])
      return { status: response.status, ...Object.fromEntries(told.filter(([, value]) => value !== null)), ...(cookies[0] && { cookies }) }
    })
    expect(now).toEqual(recorded)
  })

  it('has what it wrote in the folder', async () => {
    expect(await footfall.stop()).toBe(0)
    const data = join(folder, 'data')
    const files = readdirSync(data, { recursive: true }).map(String)
    const tables = (file: string) => {
      const open = openSqlite(join(data, file))
      const names = open.all<{ name: string }>(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
      )
      const found = names.map(({ name }) => [
        name,
        open.all<{ name: string }>(`SELECT name FROM pragma_table_info('${name}')`).map((row) => row.name),
      ])
      open.close()
      return Object.fromEntries(found)
    }
    const { recorded, now } = await askedAgain<string>('folder', (ask) => (ask.endsWith('.sqlite') ? tables(ask) : files.includes(ask)))
    // Tables and columns may be added.
    expect(now).toMatchObject(recorded)
  })

  it('commands by the same words', async () => {
    const { recorded, now } = await askedAgain<string[]>('commands', (words) => {
      const parsed = parseArguments(words)
      return 'wrong' in parsed ? 'wrong' : parsed
    })
    expect(now).toEqual(recorded)
    const said = new Set(recorded.flatMap(({ ask, answer }) => (answer === 'wrong' ? [] : ask.filter((word) => word.startsWith('--')))))
    for (const option of said) if (option !== '--help') expect(help).toContain(option)
  })

  it('sets it up by the same names', async () => {
    const { recorded, now } = await askedAgain<Record<string, string>>('environment', (ask) => {
      const read = readConfig(ask)
      if ('problems' in read) return read.problems.map((problem) => problem.split(' ')[0])
      const { proxies, data, sample, ...config } = read.config
      const believes = ['10.1.2.3', '127.0.0.1', '192.0.2.1'].filter((address) => proxies.check(address))
      const inFolder = data.replace(process.cwd(), '.')
      return JSON.parse(JSON.stringify({ ...config, data: inFolder, sample: sample !== null, believes, warnings: read.warnings.length }))
    })
    // Settings may be added.
    expect(now).toMatchObject(recorded)
  })

  it('comes back to a saved address of the dashboard', async () => {
    const { recorded, now } = await askedAgain<string>('addresses', (ask) => parseChoice(ask))
    expect(now).toEqual(recorded)
  })
})

const store = engineStoreOfFile()
it('the table has the columns that it had', async () => {
  const { recorded, now } = await askedAgain<string>('columns', async (table) => {
    const rows = await store().select<{ name: string; type: string }>(
      `SELECT name, type FROM system.columns WHERE database = 'footfall' AND table = {table:String} ORDER BY position`,
      { table },
    )
    return Object.fromEntries(rows.map(({ name, type }) => [name, type]))
  })
  expect(now).toMatchObject(recorded)
})

// The hour, week and month of a row are those in which this runs; a message is for people, and may become better.
const times = ['hour', 'date']
function lasting(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lasting)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'message')
      .map(([name, inner]) => [name, times.includes(name) && typeof inner === 'string' ? `$${name}` : lasting(inner)]),
  )
}
