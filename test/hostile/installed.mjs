/** What the hostile pages need of npm: libraries that are served as they are, and apps built to static files. Plain JavaScript. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { node, root } from '../../collector/node/build/install.mjs'

/**
 * What `app.json` says of an app; README.md in `frameworks/` says what each field means.
 * @typedef {object} Descriptor
 * @property {string} name
 * @property {string} framework
 * @property {string} version
 * @property {string[]} build
 * @property {string} output
 * @property {string | null} fallback
 * @property {{ home: string, about: string, contact: string }} paths
 * @property {string | null} redirect
 * @property {string | null} replace
 * @property {boolean} hydratesDocument
 * @property {string} tag
 * @property {string} source
 * @property {{ redirects?: Record<string, string>, json?: { request: string, suffix: string, answer: Record<string, string> } }} [server]
 */

const here = join(root, 'test', 'hostile')
const frameworks = join(here, 'frameworks')
const kept = join(root, '.cache', 'hostile')

/** The names of all apps. */
export function appNames() {
  const entries = readdirSync(frameworks, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/**
 * What an app's `app.json` says; nothing is built.
 * @param {string} name
 * @returns {Descriptor}
 */
export function descriptorOf(name) {
  return JSON.parse(readFileSync(join(frameworks, name, 'app.json'), 'utf8'))
}

/**
 * Installs the libraries where their lock file has changed.
 * @returns {Promise<string>} the folder that holds their `node_modules`
 */
export async function libraries() {
  const from = join(here, 'libraries')
  const files = ['.npmrc', 'package-lock.json', 'package.json']
  return made('libraries', from, files, async (folder) => {
    await install(folder)
    return folder
  })
}

/**
 * Builds an app where any of its files has changed.
 * @param {string} name
 * @returns {Promise<{ folder: string, descriptor: Descriptor }>} the folder with its static files
 */
export async function app(name) {
  const descriptor = descriptorOf(name)
  const from = join(frameworks, name)
  const folder = await made(name, from, filesBelow(from), async (building) => {
    await install(building)
    await run(building, descriptor.build, { NODE_ENV: 'production' })
    const output = join(building, descriptor.output)
    if (!existsSync(output)) throw new Error(`${name}: the build left no ${descriptor.output}`)
    return output
  })
  return { folder, descriptor }
}

/**
 * Copies the files aside, lets `make` work there, and gives what it made its lasting name at the very end, in one step: what was
 * cut off has no such name, and of two that make the same at once one wins.
 * @param {string} name
 * @param {string} from
 * @param {string[]} files
 * @param {(folder: string) => Promise<string>} make
 */
function made(name, from, files, make) {
  const already = inHand.get(name)
  if (already) return already
  const making = makeOnce(name, from, files, make).finally(() => inHand.delete(name))
  inHand.set(name, making)
  return making
}

/** What this process is making now, by name. @type {Map<string, Promise<string>>} */
const inHand = new Map()

async function makeOnce(name, from, files, make) {
  const target = join(kept, `${name}-${hashOf(from, files)}`)
  if (existsSync(target)) return target
  const building = `${target}.${process.pid}`
  removeOthers(name, target)
  try {
    for (const file of files) cpSync(join(from, file), join(building, file))
    const result = await make(building)
    try {
      renameSync(result, target)
    } catch (error) {
      if (!existsSync(target)) throw error
    }
    return target
  } finally {
    rmSync(building, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Removes what older files of that name became, and what was left by a process that is gone. */
function removeOthers(name, target) {
  mkdirSync(kept, { recursive: true })
  for (const entry of readdirSync(kept)) {
    const [, itsName, pid] = /^(.+)-[0-9a-f]{16}(?:\.(\d+))?$/.exec(entry) ?? []
    if (itsName !== name || join(kept, entry) === target || (pid && isAlive(Number(pid)))) continue
    rmSync(join(kept, entry), { recursive: true, force: true, maxRetries: 5 })
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Nothing can be installed on this machine: its message says why. */
export class NotReached extends Error {}

/** It takes npm a minute to find that out, so nothing more is asked then. @type {NotReached | undefined} */
let notReached

/** No package's own script is run: what needs a binary has it as a package for this platform. */
async function install(folder) {
  if (notReached) throw notReached
  try {
    await run(folder, ['npm', 'ci', '--ignore-scripts', '--include=dev', '--prefer-offline', '--loglevel=error'])
  } catch (error) {
    const [code] =
      /\b(EAI_AGAIN|ENOTFOUND|ENOTCACHED|ECONN[A-Z]+|ETIMEDOUT|E(NET|HOST)UNREACH|ERR_SOCKET_TIMEOUT)\b/.exec(error.message) ?? []
    if (!code) throw error
    notReached = new NotReached(`npm's registry cannot be reached: ${code}`)
    throw notReached
  }
}

/** Runs a command on the installed Node; throws the last lines that it wrote where it fails. */
function run(folder, [command, ...args], more = {}) {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...environment(), ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  let written = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      written = (written + chunk).slice(-8_000)
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) return resolve(undefined)
      const last = written.trimEnd().split('\n').slice(-40).join('\n')
      reject(new Error(`${[command, ...args].join(' ')} in ${folder} ended with ${code}:\n${last}`))
    })
  })
}

/** The caller's, less what a test runner or an npm script put in it; nobody is told that something is built. */
function environment() {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(package|lifecycle|command|config_local_prefix|node_execpath)|INIT_CWD$|NODE_ENV$|NODE_OPTIONS$|VITE)/.test(name),
  )
  return {
    ...Object.fromEntries(own),
    PATH: [dirname(node), process.env.PATH].join(delimiter),
    CI: '1',
    NO_COLOR: '1',
    ASTRO_TELEMETRY_DISABLED: '1',
    GATSBY_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    NG_CLI_ANALYTICS: 'false',
    NUXT_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
  }
}

function hashOf(from, files) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  for (const file of files) hash.update(`\n${file}\n`).update(readFileSync(join(from, file)))
  return hash.digest('hex').slice(0, 16)
}

function filesBelow(folder, below = '') {
  const entries = readdirSync(join(folder, below), { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))
  return entries.flatMap((entry) => {
    if (entry.name === 'node_modules') return []
    const path = below ? `${below}/${entry.name}` : entry.name
    return entry.isDirectory() ? filesBelow(folder, path) : [path]
  })
}
