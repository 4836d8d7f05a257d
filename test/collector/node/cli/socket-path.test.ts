/** Local sockets: in their folder, or in a private one where the path is too long for the system. */
import { mkdirSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { leaveSockets, socketPath } from '../../../../collector/node/cli/socket-path.ts'
import { temporaryFolder } from '../../../kit/temporary.ts'

describe('the socket of a folder', () => {
  it('lies in the folder where its path is short enough', () => {
    const folder = temporaryFolder()
    expect(socketPath(folder, 'control.sock')).toBe(join(folder, 'control.sock'))
  })
  it('else lies in a private folder, at the same path for whoever asks, and can be listened to', async () => {
    const folder = join(temporaryFolder(), 'a'.repeat(120))
    mkdirSync(folder)
    const path = socketPath(folder, 'control.sock')
    expect(path).toBe(socketPath(folder, 'control.sock'))
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
    const server = createServer()
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
    await new Promise((resolve) => server.close(resolve))
    leaveSockets(folder)
    expect(statSync(dirname(path), { throwIfNoEntry: false })).toBeUndefined()
  })
})
