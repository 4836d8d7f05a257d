/** The real collector in its own process: started on a free port, asked, stopped or killed. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { eventually } from './temporary.ts'

const quiet = '--disable-warning=ExperimentalWarning'
const here = fileURLToPath(new URL('../..', import.meta.url))

export interface Footfall {
  /** Without a slash at the end, e.g. `http://127.0.0.1:40123`. */
  url: string
  child: ChildProcess
  /** All that it has printed. */
  output(): string
  /** Ends it as Ctrl-C does; the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export interface Started {
  env: Record<string, string>
  /** A program of the test kit instead of the collector's own. */
  program?: string
  /** Another copy of the project than this one. */
  root?: string
  /** Wait until `/health` is 200, not only until it listens. */
  healthy?: boolean
}

/** Starts the collector (on any free port where `env` names none) and waits until it is ready. */
export async function startFootfall({ env, program, root, healthy = true }: Started): Promise<Footfall> {
  const { child, output } = launch(env, program, root)
  const url = await eventually('the collector listens', () => {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the collector ended: ${output()}`)
    const said = output()
    if (!said.includes('Sign in')) return undefined
    return (/Listens\s+(http:\/\/\S+)/.exec(said) ?? /Dashboard\s+(http:\/\/\S+?)\/?\n/.exec(said))?.[1]
  })
  if (healthy) await eventually('the collector is healthy', async () => (await fetch(`${url}/health`).catch(() => null))?.ok, 60_000)
  return { url, child, output, stop: (signal = 'SIGINT') => end(child, signal) }
}

/** One that is started for the running test, and killed when that is over. */
export async function footfallOfTest(given: Started): Promise<Footfall> {
  const footfall = await startFootfall(given)
  onTestFinished(async () => void (await footfall.stop('SIGKILL')))
  return footfall
}

/** Signs in by the link that it has printed: the headers of a request that is let in. */
export async function signIn(footfall: Footfall): Promise<{ cookie: string }> {
  const link = /http\S+\/sign-in\?key=\w+/.exec(footfall.output())?.[0] ?? ''
  const answer = await fetch(link, { redirect: 'manual' })
  if (answer.status !== 303) throw new Error(`${link} does not sign in: ${answer.status}`)
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
}

/** Starts the collector and waits for its end: for starts that are refused. */
export async function refusedStart(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const { child, output } = launch(env)
  if (child.exitCode === null) await once(child, 'close')
  return { code: child.exitCode, output: output() }
}

/** Runs the command line against the data folder in `env`. */
export function command(env: Record<string, string>, ...words: string[]): Promise<Commanded> {
  return commandAt(here, env, ...words)
}

export interface Commanded {
  code: number
  out: string
  error: string
}

/** The same of another copy of the project. */
export async function commandAt(root: string, env: Record<string, string>, ...words: string[]): Promise<Commanded> {
  const done = promisify(execFile)(process.execPath, [quiet, join(root, 'collector/node/cli/cli.ts'), ...words], { env: environment(env) })
  return done.then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, error: stderr }),
    (failed: { code: number; stdout: string; stderr: string }) => ({ code: failed.code, out: failed.stdout, error: failed.stderr }),
  )
}

function launch(
  env: Record<string, string>,
  program = 'collector/node/main.ts',
  root = here,
): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [quiet, join(root, program)], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { child, output: outputOf(child) }
}

/** All that a process has printed by now. */
export function outputOf(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  return () => text
}

/** Nothing of the caller's own settings, and no name look-ups unless a test asks for them. */
export function environment(env: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(FOOTFALL_|PORT$|HOST$)/.test(name))
  return { ...Object.fromEntries(inherited), PORT: '0', FOOTFALL_DNS: 'off', FOOTFALL_SAMPLE: 'off', ...env }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
  return child.exitCode
}
