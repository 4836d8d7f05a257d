/** The collector at the edge, in real workerd: wrangler's own development server on a folder that lasts. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeEdgeFiles } from '../../collector/node/build/edge-files.ts'
import { ensureBuilt } from './build.ts'
import { outputOf } from './footfall.ts'
import { eventually } from './temporary.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Wrangler's program, for node. */
export const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js')

export interface Edge {
  /** Without a slash at the end. */
  url: string
  output(): string
  /** Ends wrangler and workerd at once, as a power cut would; what is on disk stays. */
  kill(): Promise<void>
}

export interface EdgeOptions {
  /** What lasts: the objects' storage, D1. */
  folder: string
  vars: Record<string, string>
  /** What the platform says of every request (`request.cf`). */
  platform?: { country?: string; asOrganization?: string }
}

/** What the platform tells where a test does not say: nothing. */
const unknownPlace = { country: 'XX', asOrganization: '' }

/** Starts it and waits until it answers. */
export async function startEdge({ folder, vars, platform = unknownPlace }: EdgeOptions): Promise<Edge> {
  await ensureBuilt()
  mkdirSync(folder, { recursive: true })
  const files = join(folder, 'files')
  await writeEdgeFiles(files)
  const place = join(folder, 'cf.json')
  writeFileSync(place, JSON.stringify({ ...unknownPlace, ...platform }))
  const given = Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`])
  const child = spawn(
    process.execPath,
    [
      wrangler,
      ...[
        'dev',
        '--test-scheduled',
        '--ip',
        '127.0.0.1',
        '--port',
        '0',
        '--inspector-port',
        '0',
        '--assets',
        files,
        '--persist-to',
        join(folder, 'state'),
      ],
      ...['--show-interactive-dev-session=false', ...given],
    ],
    // A group of its own: workerd is its child and is to end with it.
    {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...wranglerEnvironment(folder), CLOUDFLARE_CF_FETCH_PATH: place },
    },
  )
  const output = outputOf(child)
  const url = await eventually(
    'the edge listens',
    () => {
      if (child.exitCode !== null) throw new Error(`wrangler ended: ${output()}`)
      return /Ready on (http:\/\/\S+)/.exec(output())?.[1]
    },
    60_000,
  )
  await eventually('the edge answers', async () => (await fetch(`${url}/health`).catch(() => null))?.ok, 60_000)
  return { url, output, kill: () => killGroup(child) }
}

/** What wrangler is run with: its logs, and the register of what runs beside it, are in `folder`, and none of the user's own. */
export function wranglerEnvironment(folder: string): NodeJS.ProcessEnv {
  mkdirSync(join(folder, 'tmp'), { recursive: true })
  const inherited = Object.entries(process.env).filter(([name]) => !/^(FOOTFALL_|CLOUDFLARE_|WRANGLER_|PORT$|HOST$)/.test(name))
  return {
    ...Object.fromEntries(inherited),
    WRANGLER_SEND_METRICS: 'false',
    XDG_CONFIG_HOME: join(folder, 'config'),
    WRANGLER_LOG_PATH: join(folder, 'logs'),
    TMPDIR: join(folder, 'tmp'),
    CI: '1',
  }
}

async function killGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  process.kill(-(child.pid as number), 'SIGKILL')
  await closed
}
