/** What the tests need before they can run: the installation, a Chromium, two web servers, the built programs. Plain JavaScript. */
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
  webServers()
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
  return apt('Chromium', 'chromium') && usual.find((path) => existsSync(path))
}

/** Where a program is that Debian packages; undefined where this machine has none. */
export function programOf(name) {
  return [process.env[name.toUpperCase()], `/usr/sbin/${name}`, `/usr/bin/${name}`, `/usr/local/bin/${name}`].find(
    (path) => path && existsSync(path),
  )
}

/** nginx and Caddy, for the recipes of docs/first-party.md; where they cannot be had their tests are left out, and say so. */
function webServers() {
  const missing = ['nginx', 'caddy'].filter((name) => !programOf(name))
  if (missing.length === 0 || apt(missing.join(' and '), ...missing)) return
  process.stdout.write(`Not here: ${missing.join(', ')}. The tests of docs/first-party.md with it are left out.\n`)
}

/** Installs Debian's packages where that is possible; false where it is not. They are not started as services. */
function apt(what, ...packages) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false
  process.stdout.write(`Installing ${what} for the tests (apt-get install ${packages.join(' ')}).\n`)
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' } }
  spawnSync('apt-get', ['-qq', 'update'], options)
  return spawnSync('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...packages], options).status === 0
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
