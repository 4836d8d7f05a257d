/** `npm start`: installs and builds what changed, then runs the collector, passes on its signals and its exit code, and ends with its parent. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, checkPlatform, install, node, root } from './install.mjs'

const parent = process.ppid
const parentMilliseconds = 250

checkPlatform()
install()
build()

// In our own process group, so that whatever ends the group ends it too; by the channel it learns that we are gone, however we go.
const main = join(root, 'collector', 'node', 'main.ts')
const child = spawn(node, ['--disable-warning=ExperimentalWarning', main], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
const end = (signal) => child.kill(signal)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
// npm that is killed tells nobody; nor does a shell that stands between. Whoever starts this file by itself may leave it running.
if (process.env.npm_lifecycle_event) {
  const watch = () => process.ppid === parent || end('SIGTERM')
  setInterval(watch, parentMilliseconds).unref()
}
child.on('error', (error) => {
  process.stderr.write(`Footfall did not start: ${error.message}\n`)
  process.exitCode = 1
})
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0)
})
