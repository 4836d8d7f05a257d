/** `POST /api/command`: the command line over the network, for whoever holds the control key. Off where none is set. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Attempts } from '../accounts/attempts.ts'
import { failed } from '../accounts/authenticate.ts'
import { hashOf, sameHash } from '../accounts/secret.ts'
import { type CommandDeps, commandSchema, type Outcome, runCommand } from '../commands/commands.ts'
import { failure } from './answer.ts'
import { type ReadBody, readJson } from './body.ts'
import { denied } from './query.ts'

export interface CommandRouteDeps {
  commands: CommandDeps
  /** Null: nobody commands over the network. */
  controlKey: string | null
  attempts: Attempts
  readBody: ReadBody
  addressOf: (request: Request, environment: unknown) => string
}

export function commandRoutes(deps: CommandRouteDeps): Hono {
  const routes = new Hono()
  routes.post('/api/command', async (context) => {
    context.header('cache-control', 'no-store')
    if (deps.controlKey === null) return failure(context, 404, { code: 'off', message: 'FOOTFALL_CONTROL_KEY is not set here' })
    if (!(await hasKey(deps.controlKey, context))) return denied(context, failed(deps, deps.addressOf(context.req.raw, context.env)))
    const command = v.safeParse(commandSchema, await readJson(deps.readBody, context))
    if (!command.success) return failure(context, 400, { code: 'malformed', message: 'not a command that this collector knows' })
    return context.json((await runCommand(deps.commands, command.output)) satisfies Outcome)
  })
  return routes
}

async function hasKey(controlKey: string, context: Context): Promise<boolean> {
  const given = /^Bearer (\S{1,500})$/i.exec(context.req.header('authorization') ?? '')?.[1] ?? ''
  return sameHash(await hashOf(given), await hashOf(controlKey))
}
