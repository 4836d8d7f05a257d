/**
 * `npm start`: installs and builds what changed, then runs the collector, starts it again where it ends by itself, passes on its signals and
 * its exit code, and ends with its parent.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createRestarts, mostRestarts } from './build/again.mjs'
import { build, checkPlatform, install, node, root } from './build/install.mjs'

const parent = process.ppid
const parentMilliseconds = 250

checkPlatform()
install()
build()

const main = join(root, 'collector', 'node', 'main.ts')
const restarts = createRestarts()
const say = (line) => void process.stderr.write(`${line}\n`)
let child
let pause
let isAsked = false

/** In our own process group, so that whatever ends the group ends it too; by the channel it learns that we are gone, however we go. */
function start(isFirst) {
  const began = performance.now()
  // A first start that does not come as far as listening was refused, or never will; an end that it tells of was its own decision.
  let isAccident = !isFirst
  child = spawn(node, ['--disable-warning=ExperimentalWarning', main], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  child.on('message', (told) => {
    isAccident = told === 'listening'
  })
  child.on('error', (error) => {
    say(`Footfall did not start: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0)
    if (isAccident && !isAsked) again(signal ?? `code ${code}`, performance.now() - began)
  })
}

function again(how, livedMilliseconds) {
  const next = restarts.ended(livedMilliseconds)
  if (!next) return say(`Footfall ended by itself (${how}) and was started again ${mostRestarts} times: it is left as it is now.`)
  say(`Footfall ended by itself (${how}) and is started again in ${next.pause / 1_000} s (${next.turn} of ${mostRestarts}).`)
  pause = setTimeout(() => start(false), next.pause)
}

function end(signal) {
  isAsked = true
  clearTimeout(pause)
  child.kill(signal)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
// npm that is killed tells nobody; nor does a shell that stands between. Whoever starts this file by itself may leave it running.
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || end('SIGTERM'), parentMilliseconds).unref()
start(true)
