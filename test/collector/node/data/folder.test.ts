/** The data folder: one live process at a time, and one clear line for whatever keeps it from being used. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { takeFolder } from '../../../../collector/node/data/folder.ts'
import { temporaryFolder } from '../../../kit/temporary.ts'

const alive = async () => false
const holder = `
const { takeFolder } = await import(process.argv[1])
await takeFolder(process.argv[2], async () => false)
console.log('held')
setInterval(() => {}, 1000)`

async function heldByAnother(path: string) {
  const module = new URL('../../../../collector/node/data/folder.ts', import.meta.url).href
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', holder, module, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

describe('the data folder', () => {
  it('is made where it is absent, for its owner alone', async () => {
    const path = join(temporaryFolder(), 'deep', 'data')
    const folder = await takeFolder(path, alive)
    expect(statSync(path).mode & 0o777).toBe(0o700)
    folder.release()
  })
  it('that another live process holds is refused by a line that names the process', async () => {
    const path = temporaryFolder()
    const other = await heldByAnother(path)
    await expect(takeFolder(path, alive)).rejects.toThrow(`The data folder ${path} is in use by another Footfall (process ${other.pid}).`)
  })
  it('is free as soon as its holder is dead, even of SIGKILL', async () => {
    const path = temporaryFolder()
    const other = await heldByAnother(path)
    other.kill('SIGKILL')
    await once(other, 'exit')
    ;(await takeFolder(path, alive)).release()
  })
  it('whose holder is ending is waited for', async () => {
    const path = temporaryFolder()
    const other = await heldByAnother(path)
    const taking = takeFolder(path, async () => true)
    other.kill('SIGKILL')
    ;(await taking).release()
  })
  it('that cannot be written is refused by a line that says what to do', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    await expect(takeFolder(join(file, 'data'), alive)).rejects.toThrow(/cannot be written .*FOOTFALL_DATA/)
  })
})
