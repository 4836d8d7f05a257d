/** Installs and builds what is needed and not there yet; plain JavaScript, since it runs before anything is installed. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeFault, uncheckedParts } from './pinned.mjs'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const modules = join(root, 'node_modules')
/** The Node that everything runs on: installed with the rest, so that the system's may be older. */
export const node = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

const oldestNode = 18
const oldestNpm = 10
const enginePlatforms = ['linux x64', 'linux arm64', 'darwin x64', 'darwin arm64']

/** Ends the process with one line that says what to do. */
export function stop(line) {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}

/** Installs where the lock file has changed since the last whole installation, and checks beforehand that it can work. */
export function install() {
  if (isInstalled()) return
  checkVersions()
  process.stdout.write(
    'Installing what Footfall is made of: about 200 MB to download and 900 MB on disk, most of it the ClickHouse engine (chDB). Only the first time.\n',
  )
  const done = npm(['ci', '--no-fund', '--no-audit', '--loglevel=error'])
  if (done.status !== 0) stop('The installation failed (see above). Check the connection and the free space, then start again.')
  if (!existsSync(node))
    stop(`The installation brought no Node for ${process.platform} ${process.arch}. npm config get ignore-scripts must be false.`)
  checkInstalled()
  // Last, so that an installation which was cut off counts as none.
  writeFileSync(installedFile, installedStamp())
}

/** Ends where what was installed is not what is known; says what could not be checked. */
export function checkInstalled(program = node) {
  const fault = nodeFault(program)
  if (fault) stop(fault)
  const unchecked = uncheckedParts(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  if (unchecked.length > 0)
    process.stdout.write(
      `Not checked against a known hash on ${process.platform} ${process.arch}: ${unchecked.join(', ')} (docs/operate.md).\n`,
    )
}

/** Whether all is there that the lock file names, for this machine. */
export function isInstalled() {
  return textOf(installedFile) === installedStamp() && existsSync(node)
}

const installedFile = join(modules, '.footfall-installed')
const installedStamp = () => hashOf(['package-lock.json', '.npmrc'], `${process.platform} ${process.arch}`)

/** Builds the tag and the dashboard where their sources have changed since they were built. */
export function build() {
  for (const program of ['snippet', 'dashboard']) {
    const stampFile = join(root, '.cache', `built-${program}`)
    const stamp = sourceStamp(program)
    if (textOf(stampFile) === stamp && existsSync(join(root, program, 'dist'))) continue
    if (program === 'snippet') keepBundles(join(root, program, 'dist'))
    const vite = join(modules, 'vite', 'bin', 'vite.js')
    for (const mode of program === 'snippet' ? [...Object.keys(table.cores), ...bundles] : ['production']) {
      const done = spawnSync(node, [vite, 'build', program, '--mode', mode, '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
      if (done.status !== 0) stop(`Building ${program} failed (see above).`)
    }
    mkdirSync(join(root, '.cache'), { recursive: true })
    writeFileSync(stampFile, stamp)
  }
}

/** A hash of all that a program is built from. */
export function sourceStamp(program) {
  return hashOf([...filesBelow(program), ...filesBelow('contract'), 'package-lock.json'], '')
}

// The table of the tag's files; contract/bundles.ts says what it holds.
const table = JSON.parse(readFileSync(join(root, 'contract', 'bundles.json'), 'utf8'))
const bundles = Object.entries(table.bundles).flatMap(([name, { languages }]) => [
  name,
  ...languages.map((language) => `${name}-${language}`),
])
/** How many versions of the tag's bundles are kept beside the newest: a cached tag asks for its own. */
const versionsKept = 2

/** Puts the bundles of the build before aside, under `dist/before/<hash>/`, before they are built anew. */
export function keepBundles(dist) {
  const files = bundles.map((name) => `${name}.js`).filter((file) => existsSync(join(dist, file)))
  if (files.length === 0) return
  const before = join(dist, 'before')
  const folder = join(before, hashOfBundles(files.map((file) => readFileSync(join(dist, file), 'utf8'))))
  mkdirSync(`${folder}.part`, { recursive: true })
  for (const file of files) cpSync(join(dist, file), join(`${folder}.part`, file))
  rmSync(folder, { recursive: true, force: true })
  renameSync(`${folder}.part`, folder)
  const versions = readdirSync(before, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const ages = versions.map(({ name }) => ({ name, at: statSync(join(before, name)).mtimeMs })).sort((one, other) => other.at - one.at)
  for (const { name } of ages.slice(versionsKept)) rmSync(join(before, name), { recursive: true, force: true })
}

/** What their names end with: eight digits of the hash of all of them together (collector/node/http/assets.ts names them alike). */
export function hashOfBundles(texts) {
  return createHash('sha256').update(texts.join('')).digest('hex').slice(0, 8)
}

/** Says how to go on where the engine does not run in-process and no server was named. */
export function checkPlatform() {
  if (process.env.FOOTFALL_CLICKHOUSE_URL) return
  const musl = process.platform === 'linux' && !process.report?.getReport?.().header?.glibcVersionRuntime
  if (enginePlatforms.includes(`${process.platform} ${process.arch}`) && !musl) return
  stop(
    `The in-process ClickHouse (chDB) does not run on ${process.platform} ${process.arch}${musl ? ' without glibc' : ''}. Start a ClickHouse server and name it: FOOTFALL_CLICKHOUSE_URL=http://localhost:8123 npm start`,
  )
}

/** Says how to go on where Node or npm cannot install what Footfall is made of. */
export function checkVersions() {
  if (Number(process.versions.node.split('.')[0]) < oldestNode) {
    stop(`Node ${process.versions.node} is too old: install Node ${oldestNode} or newer (https://nodejs.org).`)
  }
  const version = /npm\/(\d+)/.exec(process.env.npm_config_user_agent ?? '')?.[1] ?? npm(['--version'], 'pipe').stdout?.toString()
  if (!version) stop('npm was not found: install Node with npm (https://nodejs.org).')
  if (Number.parseInt(version, 10) < oldestNpm)
    stop(`npm ${version.trim()} is too old: run npm install -g npm@${oldestNpm}, then start again.`)
}

// The npm that started us, where one did: the one on the path may be another.
function npm(args, stdio = 'inherit') {
  const script = process.env.npm_execpath
  const [command, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []]
  return spawnSync(command, [...first, ...args], { cwd: root, stdio, shell: process.platform === 'win32' })
}

function hashOf(files, more) {
  const hash = createHash('sha256').update(more)
  for (const file of files) hash.update(`\n${file}\n`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function filesBelow(folder) {
  const names = readdirSync(join(root, folder), { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))
  return names.flatMap((entry) => {
    if (entry.name === 'dist' || entry.name === 'node_modules') return []
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}
