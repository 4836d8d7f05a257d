/** The collector as its owner runs it: started, signed in to, asked, stopped, started again; and the starts that it refuses. */
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
// @ts-expect-error: plain JavaScript, which runs before anything is installed
import { isInstalled } from '../../collector/node/build/install.mjs'
import { command, environment, type Footfall, footfallOfTest, outputOf, refusedStart, signIn } from '../kit/footfall.ts'
import { firefox } from '../kit/ingest.ts'
import { processesBelow, stillRunning } from '../kit/processes.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'
import { freePort } from '../kit/web-servers.ts'

const site = 'example.org'
const mainFile = join(import.meta.dirname, '..', '..', 'collector', 'node', 'main.ts')
const view = (path: string) => ({ v: 1, site, host: site, type: 'view', consent: true, path })

function started(env: Record<string, string>): Promise<Footfall> {
  return footfallOfTest({ env })
}

function send(footfall: Footfall, body: object): Promise<Response> {
  return fetch(`${footfall.url}/e`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'text/plain', 'user-agent': firefox },
  })
}

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const question = { site, from: day(-1), to: day(1), measures: ['views'], by: ['path'] }

async function viewsByPath(footfall: Footfall, headers: Record<string, string>): Promise<Record<string, number>> {
  const answer = await fetch(`${footfall.url}/api/query`, { method: 'POST', headers, body: JSON.stringify(question) })
  expect(answer.status).toBe(200)
  const { rows } = (await answer.json()) as { rows: { path: string; views: number }[] }
  return Object.fromEntries(rows.map(({ path, views }) => [path, views]))
}

const stored = (footfall: Footfall, headers: Record<string, string>, wanted: Record<string, number>) =>
  eventually(
    `${JSON.stringify(wanted)} is stored`,
    async () => JSON.stringify(await viewsByPath(footfall, headers)) === JSON.stringify(wanted),
  )

describe('a collector', () => {
  it('counts what is posted, keeps it over Ctrl-C and kill, and lets its owner in once by each link', async () => {
    const env = { FOOTFALL_DATA: join(temporaryFolder(), 'data'), FOOTFALL_SITES: site }
    const first = await started(env)
    expect(await (await fetch(`${first.url}/health`)).json()).toMatchObject({ ok: true, store: 'up', stuck: 0 })
    const { cookie } = await signIn(first)
    const link = /(http\S+\/sign-in\?key=\w+)/.exec(first.output())?.[1] ?? ''
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(403)
    expect((await send(first, [view('/one'), view('/one'), view('/two')])).status).toBe(202)
    await stored(first, { cookie }, { '/one': 2, '/two': 1 })

    // Ctrl-C right after a 202: the event is not in the store yet.
    expect((await send(first, view('/one'))).status).toBe(202)
    expect(await first.stop('SIGINT')).toBe(0)
    // What is printed may be kept by whatever keeps logs: once somebody has signed in no start lets in who reads it.
    const second = await started(env)
    expect(second.output()).toContain('Sign in    by a link that this prints: npm run footfall -- link')
    expect(second.output()).not.toContain('sign-in?key=')
    await stored(second, { cookie }, { '/one': 3, '/two': 1 })

    expect((await send(second, view('/two'))).status).toBe(202)
    await second.stop('SIGKILL')
    const third = await started(env)
    await stored(third, { cookie }, { '/one': 3, '/two': 2 })
    expect(await command(env, 'audit')).toMatchObject({ code: 0 })
    expect(await third.stop('SIGTERM')).toBe(0)
  })

  it('takes events before the engine has answered', async () => {
    const footfall = await footfallOfTest({
      env: { FOOTFALL_DATA: temporaryFolder(), FOOTFALL_SITES: site, FOOTFALL_CLICKHOUSE_URL: 'http://127.0.0.1:1' },
      healthy: false,
    })
    const health = await fetch(`${footfall.url}/health`)
    expect([health.status, await health.json()]).toEqual([503, expect.objectContaining({ ok: false, store: 'starting' })])
    expect((await send(footfall, view('/early'))).status).toBe(202)
    expect(await footfall.stop('SIGINT')).toBe(0)
  })

  it('takes commands from its owner alone, while it runs', async () => {
    const data = join(temporaryFolder(), 'data')
    const env = { FOOTFALL_DATA: data }
    const footfall = await started(env)
    expect(statSync(join(data, 'control.sock')).mode & 0o777).toBe(0o600)
    const added = await command(env, 'site', 'add', site, '--host', 'shop.example.org', '--zone', 'America/Chicago')
    expect(added).toMatchObject({ code: 0, error: '' })
    expect(added.out).toContain(`${footfall.url}/footfall.js?site=${site}`)
    expect((await send(footfall, { ...view('/x'), host: 'shop.example.org' })).status).toBe(202)
    const key = await command(env, 'key', 'create', '--site', site, '--label', 'report', '--days', '90')
    expect(key.out).toMatch(/^[0-9a-f]{64}\n$/)
    await stored(footfall, { authorization: `Bearer ${key.out.trim()}` }, { '/x': 1 })
    expect((await command(env, 'key', 'list')).out).toMatch(/^[0-9a-f]{12} {2}report {2}sites example\.org {2}made .*Z {2}ends .*Z\n$/)
    expect(await command(env, 'key', 'revoke', 'report')).toMatchObject({ code: 0, error: '' })
    const denied = await fetch(`${footfall.url}/api/sites`, { headers: { authorization: `Bearer ${key.out.trim()}` } })
    expect(denied.status).toBe(401)
    const link = await command(env, 'link')
    expect((await fetch(link.out.trim(), { redirect: 'manual' })).status).toBe(303)
    expect((await command(env, 'session', 'list')).out).toMatch(/^1 session\nbegan /)
    expect((await command(env, 'session', 'end-all')).out).toMatch(/^ended 1 session,/)
    expect((await command(env, 'session', 'list')).out).toBe('0 sessions\n')
  })
})

describe('a start', () => {
  it('on a data folder that another live collector has is refused by one line', async () => {
    const env = { FOOTFALL_DATA: temporaryFolder() }
    const footfall = await started(env)
    const { code, output } = await refusedStart(env)
    expect(output).toBe(
      `The data folder ${env.FOOTFALL_DATA} is in use by another Footfall (process ${footfall.child.pid}). Stop that one, or name another folder with FOOTFALL_DATA.\n`,
    )
    expect(code).toBe(1)
  })

  it('on a port in use is refused by one line, and lets the folder go', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const port = String((server.address() as { port: number }).port)
    const env = { FOOTFALL_DATA: temporaryFolder(), PORT: port }
    const { code, output } = await refusedStart(env)
    expect(output).toBe(`Port ${port} on 127.0.0.1 is in use. Stop what uses it, or choose another: PORT=${Number(port) + 1} npm start\n`)
    expect(code).toBe(1)
    expect(await command(env, 'site', 'list')).toMatchObject({ code: 0 })
  })

  it('on an address that is not this machine’s is refused by one line', async () => {
    const { code, output } = await refusedStart({ FOOTFALL_DATA: temporaryFolder(), HOST: '192.0.2.1' })
    expect([code, output]).toEqual([1, 'HOST=192.0.2.1 is not an address of this machine. Leave it out, or use 0.0.0.0 for all.\n'])
  })

  it.each(['', 'below'])('on a file where the folder should be (%j) is refused by one line', async (below) => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const { code, output } = await refusedStart({ FOOTFALL_DATA: join(file, below) })
    expect(code).toBe(1)
    expect(output).toMatch(
      /^The data folder \S+ cannot be written \(\w+: [^\n]+\)\. Make it writable, or name another with FOOTFALL_DATA\.\n$/,
    )
  })

  it.skipIf(process.getuid?.() === 0)('on a folder that cannot be written is refused by one line', async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o500)
    const { code, output } = await refusedStart({ FOOTFALL_DATA: join(folder, 'data') })
    expect([code, output.split('\n').length]).toEqual([1, 2])
    expect(output).toContain('FOOTFALL_DATA')
  })

  it('on a disk that takes not one byte is refused by one line, and leaves nothing there', async () => {
    const folder = temporaryFolder()
    // The system lets no file of it grow, as a full disk would.
    const words = ['-c', 'ulimit -f 0 && exec "$0" --disable-warning=ExperimentalWarning "$1"', process.execPath, mainFile]
    const { status, stderr } = spawnSync('bash', words, { env: environment({ FOOTFALL_DATA: folder }), encoding: 'utf8' })
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^The data folder \S+ cannot be written \(EFBIG: [^\n]+\n$/)])
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    [{ PORT: 'http' }, 'PORT must be a port from 0 to 65535'],
    [{ FOOTFALL_URL: 'stats.example.org' }, 'FOOTFALL_URL must be the public address'],
  ])('with %j is refused by one line', async (env, line) => {
    const { code, output } = await refusedStart({ FOOTFALL_DATA: temporaryFolder(), ...env })
    expect(code).toBe(1)
    expect(output).toMatch(new RegExp(`^${line}.*\n$`))
  })
})

describe('the command line without a server', () => {
  it('opens the folder itself, and says what is wrong with a command', async () => {
    const env = { FOOTFALL_DATA: temporaryFolder() }
    expect(await command(env, 'site', 'add', site, '--baseline', 'page')).toMatchObject({ code: 0 })
    expect((await command(env, 'site', 'list')).out).toContain(`${site}  hosts ${site},www.${site}  zone UTC  baseline page`)
    expect(await command(env, 'site', 'add', site, '--zone', 'Mars/Olympus')).toMatchObject({
      code: 2,
      out: '',
      error: 'zone: Mars/Olympus is no time zone: write the place, such as Europe/Berlin\n',
    })
    expect(await command(env, 'key', 'create', '--site', 'nowhere.org')).toMatchObject({ code: 2, out: '' })
    expect(await command(env, 'site', 'remove')).toMatchObject({ code: 2 })
    expect(await command(env, 'site', 'add', site, '--polcy', '2')).toEqual({
      code: 2,
      out: '',
      error: "Unknown option '--polcy'; npm run footfall -- help lists the commands\n",
    })
    expect(await command(env, 'audit')).toMatchObject({ code: 0 })
  })
})

describe('npm run -s footfall', () => {
  it('prints the key alone, and what is wrong where there is none', async () => {
    const env = { FOOTFALL_DATA: temporaryFolder() }
    expect(await command(env, 'site', 'add', site)).toMatchObject({ code: 0 })
    const npm = (...words: string[]) =>
      new Promise<{ code: number; out: string; error: string }>((resolve) => {
        const options = { env: { ...process.env, ...env }, shell: process.platform === 'win32' }
        execFile('npm', ['run', '-s', 'footfall', '--', ...words], options, (failed, out, error) =>
          resolve({ code: Number(failed?.code ?? 0), out, error }),
        )
      })
    expect(await npm('key', 'create', '--site', site)).toEqual({ code: 0, out: expect.stringMatching(/^[0-9a-f]{64}\n$/), error: '' })
    expect(await npm('key', 'create', '--site', 'nowhere.org')).toMatchObject({
      code: 2,
      out: '',
      error: expect.stringContaining('no such site: nowhere.org'),
    })
  })
})

const ends: [how: string, end: (npm: ChildProcess) => unknown][] = [
  ['SIGTERM to npm', (npm) => npm.kill('SIGTERM')],
  ['SIGINT to npm', (npm) => npm.kill('SIGINT')],
  ['SIGKILL to npm', (npm) => npm.kill('SIGKILL')],
  ['SIGKILL to what npm has started', (npm) => process.kill(processesBelow(npm.pid!)[0]!, 'SIGKILL')],
  ['the end of its terminal', endTerminal],
]

describe('npm start', () => {
  const start = join(import.meta.dirname, '..', '..', 'collector', 'node', 'start.mjs')

  // It would install where the lock file changed, under the feet of whatever runs.
  it.skipIf(!isInstalled())('passes Ctrl-C on and ends with the code of the collector', async () => {
    const env = { ...process.env, PORT: '0', FOOTFALL_DNS: 'off', FOOTFALL_SAMPLE: 'off', FOOTFALL_DATA: temporaryFolder() }
    const child = spawn(process.execPath, [start], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
    await eventually('it is ready', () => output.includes('Ready after'))
    child.kill('SIGINT')
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
  })

  it.skipIf(!isInstalled()).each(ends)('ends with its server and engine by %s, and port and folder are free', async (_how, end) => {
    const env = { FOOTFALL_DATA: temporaryFolder(), PORT: String(await freePort()) }
    const npm = spawn('npm', ['start'], { env: environment(env), stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    const output = outputOf(npm)
    await eventually('it is ready', () => output().includes('Ready after'), 60_000)
    const pids = [npm.pid!, ...processesBelow(npm.pid!)]
    onTestFinished(() => {
      for (const pid of stillRunning(pids)) process.kill(pid, 'SIGKILL')
    })
    // npm, what it starts, the server, its engine.
    expect(pids.length).toBeGreaterThanOrEqual(4)
    end(npm)
    await eventually('every process has ended', () => stillRunning(pids).length === 0)
    const next: Footfall = await started(env)
    expect(next.url).toContain(`:${env.PORT}`)
    expect(await next.stop('SIGINT')).toBe(0)
  })
})

/** What a terminal does that is closed: nobody reads any more, and every process in it is told. */
function endTerminal(npm: ChildProcess): void {
  npm.stdout?.destroy()
  npm.stderr?.destroy()
  process.kill(-npm.pid!, 'SIGHUP')
}
