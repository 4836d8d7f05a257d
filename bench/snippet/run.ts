/**
 * Main-thread time of the tag on a page at 4× CPU throttle, beside a page whose whole script is one fetch and one without any, and the one
 * task in which the core runs (from a trace), in one run; a round counts only where the view arrived. Usage: npm run bench:snippet -- [--rounds 15] [--throttle 4]
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import type { CDPSession, Page } from 'playwright-core'
import { brotliBytes, builtFiles } from '../../test/kit/build.ts'
import { launchChromium } from '../../test/kit/chromium.ts'
import { startTagServer } from '../../test/kit/tag-server.ts'
import { eventually } from '../../test/kit/temporary.ts'
import { traced } from './trace.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string' }, throttle: { type: 'string' } } })
const rounds = Number(values.rounds ?? 15)
const throttle = Number(values.throttle ?? 4)

const kinds = ['tag, no answer yet', 'tag, consented', 'one fetch', 'no script'] as const
type Kind = (typeof kinds)[number]

const files = await builtFiles('snippet')
const server = await startTagServer({ files })
const plain = createServer((request, response) => {
  if (request.url === '/e') return void request.resume().on('end', () => response.writeHead(202).end())
  const script = request.url === '/fetch' ? `<script>fetch('/e',{method:'POST',body:'{"v":1}',keepalive:true})</script>` : ''
  response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><html lang="en"><title>page</title>${script}<p>page`)
})
await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
const plainUrl = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`
const addresses: Record<Kind, string> = {
  'tag, no answer yet': `${server.url}/page`,
  'tag, consented': `${server.url}/page`,
  'one fetch': `${plainUrl}/fetch`,
  'no script': `${plainUrl}/none`,
}

const browser = await launchChromium()
const page = await browser.context.newPage()
const session = await browser.context.newCDPSession(page)
await session.send('Performance.enable')
await session.send('Emulation.setCPUThrottlingRate', { rate: throttle })

interface Load {
  script: number
  task: number
  /** The longest task, and the one in which the core ran. */
  longest: number
  core: number
}

/** Milliseconds of script, of all tasks, and of single ones, of one load. */
async function measure(kind: Kind): Promise<Load> {
  await browser.context.clearCookies()
  if (kind === 'tag, consented') {
    const today = new Date().toISOString().slice(0, 10)
    await browser.context.addCookies([{ name: 'ff_consent', value: `${today}:1:s`, url: server.url }])
  }
  const before = server.taken.filter(({ event }) => event.type === 'view').length
  await page.goto('about:blank')
  const first = await metrics(session)
  await load(kind, before)
  const last = await metrics(session)
  // A trace costs time of its own: it has a load to itself.
  await page.goto('about:blank')
  const tasks = await traced(session, () => load(kind, before))
  return { script: (last.script - first.script) * 1_000, task: (last.task - first.task) * 1_000, ...tasks }
}

async function load(kind: Kind, before: number): Promise<void> {
  await page.goto(addresses[kind], { waitUntil: 'networkidle' })
  if (kind.startsWith('tag'))
    await eventually('the view arrived', () => server.taken.filter(({ event }) => event.type === 'view').length > before)
  await idle(page)
}

async function metrics(from: CDPSession): Promise<{ script: number; task: number }> {
  const { metrics: list } = await from.send('Performance.getMetrics')
  const of = (name: string) => list.find((each) => each.name === name)?.value ?? 0
  return { script: of('ScriptDuration'), task: of('TaskDuration') }
}

const idle = (on: Page) => on.evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => resolve())))
const median = (list: number[]) => list.sort((one, other) => one - other)[Math.floor(list.length / 2)] ?? 0

const taken: Record<Kind, Load[]> = {
  'tag, no answer yet': [],
  'tag, consented': [],
  'one fetch': [],
  'no script': [],
}
try {
  // The first round is cold and not counted.
  for (let round = -1; round < rounds; round++) {
    for (const kind of kinds) {
      const result = await measure(kind)
      if (round >= 0) taken[kind].push(result)
    }
  }
} finally {
  await browser.close()
  await server.close()
  plain.close()
}

const bare = median(taken['one fetch'].map(({ task }) => task))
process.stdout.write(`${rounds} rounds at ${throttle}× CPU throttle, medians\n`)
for (const kind of kinds) {
  const script = median(taken[kind].map((each) => each.script))
  const task = median(taken[kind].map((each) => each.task))
  const ratio = (task / bare).toFixed(2)
  const longest = median(taken[kind].map((each) => each.longest))
  const core = median(taken[kind].map((each) => each.core))
  process.stdout.write(
    `${kind.padEnd(20)} script ${script.toFixed(1)} ms, all tasks ${task.toFixed(1)} ms, ${ratio} × a page with one fetch; longest task ${longest.toFixed(1)} ms, the core’s ${core.toFixed(1)} ms\n`,
  )
}
for (const [name, text] of files) process.stdout.write(`${name.padEnd(20)} ${brotliBytes(text)} bytes brotli\n`)
