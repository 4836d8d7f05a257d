/** Posts numbered events while the collector, or only its engine, is killed at random moments; then compares every 202 with the table. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { command, environment } from './footfall.ts'
import { run } from './load.ts'
import { type Compared, compare, countedPaths, numberedView, type Outcomes, sites } from './outcomes.ts'
import { randomOf } from './random.ts'
import { freePort } from './web-servers.ts'

export interface Kills {
  events: number
  connections: number
  kills: number
  /** The whole process group, or only the engine's child. */
  victim: 'group' | 'engine'
  seed: number
}

export interface Verdict extends Compared {
  kills: number
  audit: { ok: boolean; output: string }
}

const mainFile = fileURLToPath(new URL('../../collector/node/main.ts', import.meta.url))
const quiet = '--disable-warning=ExperimentalWarning'

export async function killsVerdict(kills: Kills): Promise<Verdict> {
  const data = mkdtempSync(join(tmpdir(), 'footfall-kills-'))
  const port = await freePort()
  const env = { FOOTFALL_DATA: data, FOOTFALL_SITES: sites.join(','), PORT: String(port) }
  const collector = { current: start(env) }
  try {
    await ready(port)
    const outcomes = await postAndKill(kills, { port, collector, restart: () => start(env) })
    await ready(port)
    const { code, out, error } = await command(env, 'audit')
    const counted = await countedPaths(env, `http://127.0.0.1:${port}`)
    return { ...compare(outcomes.outcomes, counted), kills: outcomes.killed, audit: { ok: code === 0, output: `${out}${error}` } }
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
    next: () => (sent < kills.events ? { body: JSON.stringify(numberedView(sent++)) } : null),
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

function start(env: Record<string, string>): ChildProcess {
  // A group of its own, so that one signal reaches the collector and its engine at the same moment.
  const child = spawn(process.execPath, [quiet, mainFile], { env: environment(env), detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
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
