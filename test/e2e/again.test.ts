/** What `npm start` does with a collector that ends by itself. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
// @ts-expect-error: plain JavaScript, which runs before anything is installed
import { isInstalled } from '../../collector/node/build/install.mjs'
import { command, environment, outputOf } from '../kit/footfall.ts'
import { firefox } from '../kit/ingest.ts'
import { processesBelow } from '../kit/processes.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'
import { freePort } from '../kit/web-servers.ts'

const site = 'example.org'
const view = { v: 1, site, host: site, type: 'view', consent: true, path: '/x' }
const start = join(import.meta.dirname, '..', '..', 'collector', 'node', 'start.mjs')

// It would install where the lock file changed, under the feet of whatever runs.
describe('npm start', () => {
  it.skipIf(!isInstalled())(
    'starts a collector again that was killed, which then answers as before, and ends when it is asked to',
    async () => {
      const env = { FOOTFALL_DATA: temporaryFolder(), FOOTFALL_SITES: site, PORT: String(await freePort()) }
      const child = spawn(process.execPath, [start], { env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] })
      onTestFinished(() => void child.kill('SIGKILL'))
      const output = outputOf(child)
      const ready = () => output().split('Ready after').length - 1
      await eventually('it is ready', () => ready() === 1, 60_000)
      const url = `http://127.0.0.1:${env.PORT}`
      const post = () => fetch(`${url}/e`, { method: 'POST', body: JSON.stringify(view), headers: { 'user-agent': firefox } })
      expect((await post()).status).toBe(202)
      const [server = 0] = processesBelow(child.pid!)
      process.kill(server, 'SIGKILL')
      await eventually('it is ready again', () => ready() === 2, 60_000)
      expect(output()).toContain('Footfall ended by itself (SIGKILL) and is started again in 1 s (1 of 5).\n')
      expect((await post()).status).toBe(202)
      // Killed once more, and asked to end while nothing runs: nothing is started any more.
      process.kill(processesBelow(child.pid!)[0] ?? 0, 'SIGKILL')
      await eventually('it says so', () => output().includes('in 2 s (2 of 5)'))
      child.kill('SIGTERM')
      await once(child, 'close')
      expect(await command(env, 'audit')).toMatchObject({ code: 0 })
    },
  )

  it.skipIf(!isInstalled())('starts none again that was refused', async () => {
    const env = environment({ FOOTFALL_DATA: temporaryFolder(), PORT: 'http' })
    const child = spawn(process.execPath, [start], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const output = outputOf(child)
    const [code] = await once(child, 'close')
    expect([code, output()]).toEqual([1, expect.stringMatching(/^PORT must be [^\n]+\n$/)])
  })
})
