/** What the tests need before they can run: the installation, a Chromium, the built programs. Plain JavaScript. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, node, root, stop } from '../collector/node/install.mjs'

export { node, root }

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Installs and builds, and names a Chromium in the environment of whatever is run next. */
export function prepare() {
  install()
  process.env.CHROMIUM = chromium()
  build()
}

/** Runs one of the installed tools on the installed Node; its exit code. */
export function run(script, args, options = {}) {
  return spawnSync(node, [join(root, 'node_modules', script), ...args], { cwd: root, stdio: 'inherit', ...options }).status ?? 1
}

function chromium() {
  const known = [process.env.CHROMIUM, ...usual].find((path) => path && existsSync(path))
  return (
    known ??
    byPlaywright(false) ??
    byApt() ??
    byPlaywright(true) ??
    stop('No Chromium was found. Install one and name it: CHROMIUM=/path npm test')
  )
}

function byApt() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return
  process.stdout.write('Installing Chromium for the tests (apt-get install chromium).\n')
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  apt('update')
  apt('install', '-y', '--no-install-recommends', 'chromium')
  return usual.find((path) => existsSync(path))
}

function byPlaywright(fetch) {
  if (fetch) {
    process.stdout.write('Installing Chromium for the tests (playwright).\n')
    run('playwright-core/cli.js', ['install', 'chromium'])
  }
  const ask = "import('playwright-core').then(({ chromium }) => process.stdout.write(chromium.executablePath()))"
  const path = spawnSync(node, ['-e', ask], { cwd: root }).stdout?.toString().trim()
  return path && existsSync(path) ? path : undefined
}
