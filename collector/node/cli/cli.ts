/** `npm run footfall -- …`: has the running server carry out a command, here or elsewhere, or opens the data folder itself where none runs. */

import type { Command, CommandOutcome } from '../../commands/command.ts'
import { runCommand } from '../../commands/commands.ts'
import { StoreAway, StoreError } from '../../ports.ts'
import { TooNew } from '../../too-new.ts'
import { whyOf } from '../../why.ts'
import { readConfig } from '../config.ts'
import { FolderUnusable } from '../data/folder.ts'
import { FileUnusable } from '../data/sqlite.ts'
import { controlName, sendCommand } from './control.ts'
import { openOffline } from './offline.ts'
import { help, helpAt, parseArguments } from './parse-arguments.ts'
import { commandRemote } from './remote.ts'
import { socketPath } from './socket-path.ts'
import { withText } from './text-file.ts'

async function main(): Promise<CommandOutcome> {
  const parsed = parseArguments(process.argv.slice(2))
  if ('help' in parsed) return { code: 0, out: [help] }
  if ('wrong' in parsed) return { code: 2, out: [], error: `${parsed.wrong}; ${helpAt}` }
  const read = readConfig(process.env)
  if ('problems' in read) return { code: 2, out: [], error: read.problems.join('\n') }
  const command = withText(parsed)
  if ('wrong' in command) return { code: 2, out: [], error: command.wrong }
  const { remote, controlKey } = read.config
  if (remote) return await commandRemote({ url: remote, controlKey }, command)
  return (await sendCommand(socketPath(read.config.data, controlName), command)) ?? (await byOurselves(read.config, command))
}

const expected = [FolderUnusable, FileUnusable, TooNew, StoreAway, StoreError]

async function byOurselves(config: Parameters<typeof openOffline>[0], command: Command): Promise<CommandOutcome> {
  try {
    const offline = await openOffline(config)
    try {
      return await runCommand(offline.deps, command)
    } finally {
      await offline.close()
    }
  } catch (error) {
    // A server that came up meanwhile, a folder that cannot be written, a file that cannot be read, a store that is away.
    if (expected.some((kind) => error instanceof kind)) return { code: 1, out: [], error: whyOf(error) }
    throw error
  }
}

const outcome = await main()
for (const line of outcome.out) process.stdout.write(`${line}\n`)
if (outcome.error) process.stderr.write(`${outcome.error}\n`)
process.exitCode = outcome.code
