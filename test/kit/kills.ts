/** Posts numbered events while the collector, or only its engine, is killed at random moments; then compares every 202 with the table. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { run } from './load.ts'
import { randomOf } from './random.ts'

export interface Kills {
  events: number
  connections: number
  kills: number
  /** The whole process group, or only the engine's child. */
  victim: 'group' | 'engine'
  seed: number
}

export interface Verdict {
  acknowledged: number
  unknown: number
  refused: number
  /** Events answered 202 that are not counted exactly once. */
  lost: string[]
  doubled: string[]
  /** Events counted that were answered by a refusal. */
  uninvited: string[]
  kills: number
  audit: { ok: boolean; output: string }
}

const sites = ['one.example.org', 'two.example.org', 'three.example.org', 'four.example.org']
const mainFile = fileURLToPath(new URL('../../collector/node/main.ts', import.meta.url))
const cliFile = fileURLToPath(new URL('../../collector/node/cli.ts', import.meta.url))
const quiet = '--disable-warning=ExperimentalWarning'

export async function killsVerdict(kills: Kills): Promise<Verdict> {
  const data = mkdtempSync(join(tmpdir(), 'footfall-kills-'))
  const port = await freePort()
  const env = {
    ...process.env,
    FOOTFALL_DATA: data,
    FOOTFALL_SITES: sites.join(','),
    FOOTFALL_DNS: 'off',
    FOOTFALL_SAMPLE: 'off',
    PORT: String(port),
  }
  const collector = { current: start(env) }
  try {
    await ready(port)
    const outcomes = await postAndKill(kills, { port, collector, restart: () => start(env) })
    await ready(port)
    const audit = await command(env, ['audit'])
    const counted = await countedPaths(env, port)
    return { ...compare(outcomes.outcomes, counted), kills: outcomes.killed, audit }
  } finally {
    killGroup(collector.current)
    await gone(collector.current)
    rmSync(data, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface Running {
  port: number
  collector: { current: ChildProcess }
  restart(): ChildProcess
}

export type Outcomes = Map<string, 'acknowledged' | 'refused' | 'unknown'>

async function postAndKill(kills: Kills, running: Running): Promise<{ outcomes: Outcomes; killed: number }> {
  const next = randomOf(kills.seed)
  const moments = Array.from({ length: kills.kills }, () => Math.floor(next() * kills.events * 0.95)).sort((one, other) => one - other)
  const outcomes: Outcomes = new Map()
  let sent = 0
  let killed = 0
  const killWhereDue = () => {
    while (moments.length > 0 && outcomes.size >= (moments[0] as number)) {
      // An engine that is starting again cannot be killed yet: the next answer tries once more.
      if (kill(kills.victim, running) === 0) return
      moments.shift()
      killed++
    }
  }
  await run({
    port: running.port,
    connections: kills.connections,
    next: () => (sent < kills.events ? { body: body(sent++) } : null),
    done: (post, outcome) => {
      const { site, path } = JSON.parse(post.body)
      outcomes.set(`${site}${path}`, outcome === 'unknown' ? 'unknown' : outcome.status === 202 ? 'acknowledged' : 'refused')
      killWhereDue()
    },
  })
  // The intake is fast: an engine is killed on while the backlog drains, as soon as it is there again.
  while (kills.victim === 'engine' && moments.length > 0) {
    if (kill('engine', running) === 1) {
      moments.shift()
      killed++
    }
    await delay(20 + next() * 200)
  }
  return { outcomes, killed }
}

function body(index: number): string {
  const site = sites[index % sites.length] as string
  return JSON.stringify({ v: 1, site, host: site, type: 'view', consent: true, path: ownPath(index) })
}

/** A path for each event, made of letters so that no label rule folds it. */
export function ownPath(index: number): string {
  const letters = [17_576, 676, 26, 1].map((unit) => String.fromCharCode(97 + (Math.floor(index / unit) % 26))).join('')
  return `/k/${letters}`
}

function kill(victim: Kills['victim'], running: Running): number {
  if (victim === 'engine') {
    const pid = enginePid(running.collector.current.pid as number)
    if (pid) process.kill(pid, 'SIGKILL')
    return pid ? 1 : 0
  }
  killGroup(running.collector.current)
  running.collector.current = running.restart()
  return 1
}

/** The engine's child of the collector, by the kernel's list of processes. */
function enginePid(parent: number): number | null {
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const parentOf = Number(/\) \S (\d+) /.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1])
      if (parentOf === parent && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('engine')) return Number(name)
    } catch {
      // The process ended while it was looked at.
    }
  }
  return null
}

/** Every answer beside what was counted. */
export function compare(outcomes: Outcomes, counted: Map<string, number>): Omit<Verdict, 'kills' | 'audit'> {
  const verdict = { acknowledged: 0, unknown: 0, refused: 0, lost: [] as string[], doubled: [] as string[], uninvited: [] as string[] }
  for (const [event, outcome] of outcomes) {
    verdict[outcome]++
    const count = counted.get(event) ?? 0
    if (outcome === 'acknowledged' && count === 0) verdict.lost.push(event)
    if (count > 1) verdict.doubled.push(event)
    if (outcome === 'refused' && count > 0) verdict.uninvited.push(event)
  }
  for (const event of counted.keys()) if (!outcomes.has(event)) verdict.uninvited.push(event)
  return verdict
}

async function countedPaths(env: NodeJS.ProcessEnv, port: number): Promise<Map<string, number>> {
  const counted = new Map<string, number>()
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  for (const site of sites) {
    const key = (await command(env, ['key', 'create', '--site', site])).output.trim()
    const question = { site, from: day(-1), to: day(1), measures: ['views'], by: ['path'], limit: 10_000 }
    const response = await fetch(`http://127.0.0.1:${port}/api/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(question),
    })
    const answer = (await response.json()) as { rows: { path: string | null; views: number }[] }
    if (response.status !== 200) throw new Error(JSON.stringify(answer))
    for (const { path, views } of answer.rows) if (path !== null) counted.set(`${site}${path}`, views)
  }
  return counted
}

function start(env: NodeJS.ProcessEnv): ChildProcess {
  // A group of its own, so that one signal reaches the collector and its engine at the same moment.
  const child = spawn(process.execPath, [quiet, mainFile], { env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  child.stderr?.on('data', (chunk) => process.env.FOOTFALL_TEST_VERBOSE && process.stderr.write(chunk))
  return child
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-(child.pid as number), 'SIGKILL')
  } catch {
    // The group is gone already.
  }
}

function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

async function ready(port: number): Promise<void> {
  const until = Date.now() + 60_000
  while (Date.now() < until) {
    const status = await fetch(`http://127.0.0.1:${port}/health`).then(
      (response) => response.status,
      () => 0,
    )
    if (status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the collector was not ready within a minute')
}

async function command(env: NodeJS.ProcessEnv, words: string[]): Promise<{ ok: boolean; output: string }> {
  return promisify(execFile)(process.execPath, [quiet, cliFile, ...words], { env }).then(
    ({ stdout }) => ({ ok: true, output: stdout }),
    (error: { stdout: string; stderr: string }) => ({ ok: false, output: `${error.stdout}${error.stderr}` }),
  )
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
