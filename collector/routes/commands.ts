/** `POST /api/command`: the command line over the network. */
import * as v from 'valibot'
import { type CommandDeps, type CommandOutcome, commandSchema } from '../commands/command.ts'
import { runCommand } from '../commands/commands.ts'
import { failure } from './answer.ts'
import { type ReadBody, readJson } from './body.ts'
import type { ActingHandler } from './route.ts'

export interface CommandRouteDeps {
  commands: CommandDeps
  readBody: ReadBody
}

export function carryOut({ commands, readBody }: CommandRouteDeps): ActingHandler {
  return async (context) => {
    const command = v.safeParse(commandSchema, await readJson(readBody, context))
    if (!command.success) return failure(context, 400, { code: 'malformed', message: 'unknown command' })
    return context.json((await runCommand(commands, command.output)) satisfies CommandOutcome)
  }
}
