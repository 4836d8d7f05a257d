/**
 * Durable events a second beside a bare Node server that parses the same JSON, appends and syncs in groups, in one run;
 * then how long the backlog takes to drain. Usage: npm run bench:ingest -- [--events 40000] [--rounds 3] [--connections 64]
 */
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { userAgents, viewEvent } from '../../test/kit/events.ts'
import { startFootfall } from '../../test/kit/footfall.ts'
import { run } from '../../test/kit/load.ts'
import { randomOf } from '../../test/kit/random.ts'

const { values } = parseArgs({ options: { events: { type: 'string' }, rounds: { type: 'string' }, connections: { type: 'string' } } })
const events = Number(values.events ?? 40_000)
const rounds = Number(values.rounds ?? 3)
const connections = Number(values.connections ?? 64)
const site = 'bench.example.org'

/** Posts the events; events a second, and how many were answered 202. */
async function measure(port: number, seed: number): Promise<{ rate: number; taken: number }> {
  const next = randomOf(seed)
  const bodies = Array.from({ length: events }, () => JSON.stringify(viewEvent(next, site)))
  let sent = 0
  let taken = 0
  const began = performance.now()
  await run({
    port,
    connections,
    next: () => {
      const body = bodies[sent++]
      return body === undefined ? null : { body, headers: { 'user-agent': userAgents[sent % userAgents.length] as string } }
    },
    done: (_post, outcome) => {
      if (outcome !== 'unknown' && outcome.status === 202) taken++
    },
  })
  return { rate: events / ((performance.now() - began) / 1000), taken }
}

async function bare(folder: string): Promise<{ port: number; stop(): void }> {
  const child = spawn(process.execPath, [new URL('bare.ts', import.meta.url).pathname, join(folder, 'bare.ndjson')])
  const port = await new Promise<number>((resolve) => child.stdout.on('data', (chunk) => resolve(Number(/\d+/.exec(String(chunk))?.[0]))))
  return { port, stop: () => child.kill('SIGKILL') }
}

async function drained(data: string): Promise<{ seconds: number; ok: boolean; output: string }> {
  const began = performance.now()
  const cli = new URL('../../collector/node/cli/cli.ts', import.meta.url).pathname
  const env = { ...process.env, FOOTFALL_DATA: data }
  const run = promisify(execFile)
  const result = await run(process.execPath, ['--disable-warning=ExperimentalWarning', cli, 'audit'], { env }).then(
    ({ stdout }) => ({ ok: true, output: stdout }),
    (error: { stdout: string; stderr: string }) => ({ ok: false, output: `${error.stdout}${error.stderr}` }),
  )
  return { seconds: (performance.now() - began) / 1000, ...result }
}

const folder = mkdtempSync(join(tmpdir(), 'footfall-bench-'))
const data = join(folder, 'data')
const footfall = await startFootfall({ env: { FOOTFALL_DATA: data, FOOTFALL_SITES: site, FOOTFALL_DNS: 'off' } })
const port = Number(new URL(footfall.url).port)
const ratios: number[] = []
let sound = true
try {
  for (let round = 0; round < rounds; round++) {
    const baseline = await bare(folder)
    const base = await measure(baseline.port, round)
    baseline.stop()
    const ours = await measure(port, round)
    const { seconds, ok, output } = await drained(data)
    sound = sound && ok && base.taken === events && ours.taken === events
    ratios.push(ours.rate / base.rate)
    process.stdout.write(
      `round ${round + 1}: bare ${base.rate.toFixed(0)}/s, footfall ${ours.rate.toFixed(0)}/s, ratio ${(ours.rate / base.rate).toFixed(2)}, ` +
        `drained and audited ${seconds.toFixed(1)} s after the last 202${ok ? '' : `\n${output}`}\n`,
    )
  }
} finally {
  await footfall.stop()
  rmSync(folder, { recursive: true, force: true })
}
const median = ratios.sort((one, other) => one - other)[Math.floor(ratios.length / 2)] ?? 0
process.stdout.write(`median ratio ${median.toFixed(2)} (0.5 required, 0.65 aimed at); every event taken and stored once: ${sound}\n`)
process.exit(sound && median >= 0.5 ? 0 : 1)
