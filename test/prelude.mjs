/** What the tests need before they can run: the installation, two browsers, two web servers, the built programs. Plain JavaScript. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, node, root, stop } from '../collector/node/build/install.mjs'

export { node, root }

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

// Chromium's engine without the browser's windows: half the work where hundreds of pages are opened.
const shell = '/usr/bin/chromium-headless-shell'

/** Installs and builds, and names the browsers in the environment of whatever is run next; `FIREFOX` and `CHROMIUM_SHELL` are empty where there is none. */
export function prepare() {
  install()
  packages()
  // Whoever names a Chromium gets no other.
  process.env.CHROMIUM_SHELL = !process.env.CHROMIUM && existsSync(shell) ? shell : ''
  process.env.CHROMIUM = chromium()
  process.env.FIREFOX = firefox() ?? ''
  build()
}

/** Runs one of the installed tools on the installed Node; its exit code. */
export function run(script, args, options = {}) {
  return spawnSync(node, [join(root, 'node_modules', script), ...args], { cwd: root, stdio: 'inherit', ...options }).status ?? 1
}

function chromium() {
  return knownChromium() ?? byPlaywright(true) ?? stop('No Chromium was found. Install one and name it: CHROMIUM=/path npm test')
}

function knownChromium() {
  return [process.env.CHROMIUM, ...usual].find((path) => path && existsSync(path)) ?? byPlaywright(false)
}

/** Where Firefox is; undefined where this machine has none, or `FIREFOX` names none that is there. */
function firefox() {
  const paths = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox']
  return (process.env.FIREFOX === undefined ? paths : [process.env.FIREFOX]).find((path) => path && existsSync(path))
}

/** Where a program is that Debian packages; undefined where this machine has none. */
export function programOf(name) {
  return [process.env[name.toUpperCase()], `/usr/sbin/${name}`, `/usr/bin/${name}`, `/usr/local/bin/${name}`].find(
    (path) => path && existsSync(path),
  )
}

/** What is missing and Debian packages; the rows for Firefox and docs/first-party.md's tests are left out where theirs cannot be had, and say so. */
function packages() {
  const missing = ['nginx', 'caddy'].filter((name) => !programOf(name))
  if (!knownChromium()) missing.push('chromium')
  if (!process.env.CHROMIUM && !existsSync(shell)) missing.push('chromium-headless-shell')
  // Whoever names one, or none, gets no other.
  if (!firefox() && process.env.FIREFOX === undefined) missing.push('firefox-esr')
  if (missing.length > 0) apt(missing)
}

/** What the tests leave out because this machine has it not, in words, and the file of tests that would need it. */
export function leftOut() {
  const why = 'this machine has none'
  return [
    ...(firefox() ? [] : [{ file: 'test/hostile/firefox.test.ts', what: 'the rows marked for Firefox', why }]),
    ...['nginx', 'caddy']
      .filter((name) => !programOf(name))
      .map((name) => ({ file: 'test/browser/first-party.test.ts', what: `docs/first-party.md with ${name}`, why })),
  ]
}

/** Installs Debian's packages where that is possible. They are not started as services. */
function apt(packages) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return
  process.stdout.write(`Installing what the tests need (apt-get install ${packages.join(' ')}).\n`)
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' } }
  const get = (...words) => spawnSync('apt-get', ['-qq', ...words], options).status === 0
  const add = (...names) => get('install', '-y', '--no-install-recommends', ...names)
  get('update')
  // Where one of them cannot be had, the others still can.
  if (!add(...packages) && packages.length > 1) for (const each of packages) add(each)
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
