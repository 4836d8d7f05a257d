/** What is checked before anything is installed: each machine that cannot run Footfall is told so, and what to do, in one line. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
// @ts-expect-error: plain JavaScript, which runs before anything is installed
import { nodeFault, nodeVersion } from '../../../collector/node/build/pinned.mjs'
import { temporaryFolder } from '../../kit/temporary.ts'

const install = new URL('../../../collector/node/build/install.mjs', import.meta.url).href
const start = fileURLToPath(new URL('../../../collector/node/start.mjs', import.meta.url))
const fake = (target: string, values: Record<string, string>) =>
  Object.entries(values).map(
    ([name, value]) => `Object.defineProperty(${target}, ${JSON.stringify(name)}, { value: ${JSON.stringify(value)} })`,
  )
const withoutGlibc = 'process.report.getReport = () => ({ header: {} })'
const linux = { platform: 'linux', arch: 'x64' }

/** Runs a program in a process that takes itself to be on another machine; what it prints, and its exit code. */
function run(fakes: readonly string[], program: readonly string[], env: Record<string, string> = {}) {
  const first = `data:text/javascript,${encodeURIComponent(fakes.join('\n'))}`
  const { PATH = '' } = process.env
  const done = spawnSync(process.execPath, ['--import', first, ...program], { env: { PATH, ...env }, encoding: 'utf8' })
  return { code: done.status, out: done.stdout, error: done.stderr }
}

const check = (name: 'checkPlatform' | 'checkVersions') => ['--input-type=module', '-e', `(await import('${install}')).${name}()`]
const passes = { code: 0, out: '', error: '' }

describe('a platform without the engine', () => {
  it.each([
    ['win32 x64', fake('process', { platform: 'win32', arch: 'x64' }), 'win32 x64'],
    ['linux ia32', fake('process', { platform: 'linux', arch: 'ia32' }), 'linux ia32'],
    ['linux without glibc', [...fake('process', linux), withoutGlibc], 'linux x64 without glibc'],
  ])('(%s) is told of a ClickHouse server by npm start, before anything is installed', (_, fakes, name) => {
    expect(run(fakes, [start])).toEqual({
      code: 1,
      out: '',
      error: `The in-process ClickHouse (chDB) does not run on ${name}. Start a ClickHouse server and name it: FOOTFALL_CLICKHOUSE_URL=http://localhost:8123 npm start\n`,
    })
  })
  it('may start with a server', () => {
    const server = { FOOTFALL_CLICKHOUSE_URL: 'http://localhost:8123' }
    expect(run(fake('process', { platform: 'win32', arch: 'x64' }), check('checkPlatform'), server)).toEqual(passes)
  })
  it.each(['linux x64', 'linux arm64', 'darwin x64', 'darwin arm64'])('is none of %s', (name) => {
    const [platform = '', arch = ''] = name.split(' ')
    const glibc = "process.report.getReport = () => ({ header: { glibcVersionRuntime: '2.36' } })"
    expect(run([...fake('process', { platform, arch }), glibc], check('checkPlatform'))).toEqual(passes)
  })
})

describe('an installation', () => {
  const npm = (version: string) => ({ npm_config_user_agent: `npm/${version} node/v24.0.0 linux x64 workspaces/false` })
  const node = (version: string) => fake('process.versions', { node: version })

  it.each([
    ['Node 16', node('16.20.2'), npm('10.9.0'), 'Node 16.20.2 is too old: install Node 18 or newer (https://nodejs.org).\n'],
    ['npm 9', node('18.0.0'), npm('9.9.9'), 'npm 9 is too old: run npm install -g npm@10, then start again.\n'],
    ['no npm', node('18.0.0'), { PATH: '/nowhere' }, 'npm was not found: install Node with npm (https://nodejs.org).\n'],
  ])('with %s is refused by one line', (_, fakes, env, error) => {
    expect(run(fakes, check('checkVersions'), env)).toEqual({ code: 1, out: '', error })
  })
  it.each(['10.0.0', '11.19.1'])('with Node 18 and npm %s may begin', (version) => {
    expect(run(node('18.0.0'), check('checkVersions'), npm(version))).toEqual(passes)
  })
})

describe('what runs', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string; integrity?: string; resolved?: string }>
  }
  const program = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  const checked = (fakes: readonly string[], file: string) =>
    run(fakes, ['--input-type=module', '-e', `(await import('${install}')).checkInstalled(${JSON.stringify(file)})`])

  it('is locked by hash, but for engines whose hash the registry did not give, and none by an address', () => {
    const locked = Object.entries(lock.packages).filter(([name]) => name !== '')
    expect(locked.length).toBeGreaterThan(100)
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
    // Whoever has a registry that knows them fills them in, and takes them out here.
    expect(locked.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? '')).map(([name]) => name)).toEqual([
      'node_modules/@chdb/lib-darwin-arm64',
      'node_modules/@chdb/lib-darwin-x64',
      'node_modules/@chdb/lib-linux-arm64-gnu',
    ])
  })
  it('is the Node of package.json, in the version whose hashes are known', () => {
    expect(lock.packages['node_modules/node']?.version).toBe(nodeVersion)
    if (existsSync(program)) expect(nodeFault(program)).toBeNull()
  })
  it('is refused by one line where it is another Node', () => {
    const other = join(temporaryFolder(), 'node')
    writeFileSync(other, 'another')
    for (const arch of ['x64', 'arm64']) {
      const refused = checked(fake('process', { platform: 'linux', arch }), other)
      expect(refused).toEqual({ code: 1, out: '', error: expect.stringMatching(/^The Node that was installed is not Node 24[^\n]+\n$/) })
    }
  })
  it('is refused where one bit of Node is another', () => {
    const other = join(temporaryFolder(), 'node')
    copyFileSync(program, other)
    const bytes = readFileSync(other)
    bytes[1_000_000] = (bytes[1_000_000] ?? 0) ^ 1
    writeFileSync(other, bytes)
    expect(nodeFault(other)).toContain('SHA-256')
  })
  it('is said to be unchecked where no hash is known', () => {
    const said = checked(fake('process', { platform: 'darwin', arch: 'arm64' }), program)
    const parts = `Node ${nodeVersion}, the ClickHouse engine (chDB)`
    expect(said).toEqual({ code: 0, out: `Not checked against a known hash on darwin arm64: ${parts} (docs/operate.md).\n`, error: '' })
  })
})
