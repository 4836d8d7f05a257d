/** `npm start`: installs and builds what changed, then runs the collector and passes on its signals and its exit code. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, checkPlatform, install, node, root } from './install.mjs'

checkPlatform()
install()
build()

// In our own process group, so that whatever ends the group ends it too.
const main = join(root, 'collector', 'node', 'main.ts')
const child = spawn(node, ['--disable-warning=ExperimentalWarning', main], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  process.stderr.write(`Footfall did not start: ${error.message}\n`)
  process.exitCode = 1
})
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0)
})
