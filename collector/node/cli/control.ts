/** The local socket by which the command line talks to the running server; only this user can open it. */
import { chmodSync, rmSync } from 'node:fs'
import { request as httpRequest, type Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { bounds } from '../../../contract/bounds.ts'
import { type Command, type CommandDeps, type CommandOutcome, commandSchema } from '../../commands/command.ts'
import { runCommand } from '../../commands/commands.ts'
import { whyOf } from '../../why.ts'

/** The socket's name in the data folder. */
export const controlName = 'control.sock'

export interface Control {
  close(): Promise<void>
}

/** Listens at `path`; the folder's lock is held, so a socket that is there is a dead server's. */
export async function openControl(path: string, deps: CommandDeps & { ending: () => boolean }): Promise<Control> {
  rmSync(path, { force: true })
  const server = createAdaptorServer({ fetch: controlApp(deps).fetch, hostname: 'control' }) as Server
  await listen(server, path)
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        // A command that still runs is told nothing more: its asker sees the connection end.
        server.closeAllConnections()
      }),
  }
}

function controlApp(deps: CommandDeps & { ending: () => boolean }): Hono {
  const app = new Hono()
  app.get('/state', (context) => context.json({ pid: process.pid, ending: deps.ending() }))
  app.post('/command', bodyLimit({ maxSize: bounds.queryBytes.max }), async (context) => {
    const command = v.safeParse(commandSchema, await context.req.json().catch(() => null))
    if (!command.success) return context.json({ code: 2, out: [], error: 'not a command that this server knows' } satisfies CommandOutcome)
    return context.json(await runCommand(deps, command.output))
  })
  app.onError((error, context) => context.json({ code: 1, out: [], error: whyOf(error) } satisfies CommandOutcome))
  return app
}

function listen(server: Server, path: string): Promise<void> {
  // Nobody else may open it, not even between its making and the change of its mode.
  const mask = process.umask(0o177)
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      chmodSync(path, 0o600)
      resolve()
    })
  }).finally(() => process.umask(mask))
}

/** Whether a server answers at `path`, and whether it is about to end. */
export async function serverState(path: string): Promise<'none' | 'running' | 'ending'> {
  const answer = await ask<{ ending: boolean }>(path, { method: 'GET', path: '/state' })
  if (!answer) return 'none'
  return answer.ending ? 'ending' : 'running'
}

/** Has the running server carry out a command; null where none runs. */
export function sendCommand(path: string, command: Command): Promise<CommandOutcome | null> {
  return ask<CommandOutcome>(path, { method: 'POST', path: '/command', body: JSON.stringify(command) })
}

function ask<Answer>(socketPath: string, given: { method: string; path: string; body?: string }): Promise<Answer | null> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'control', 'content-type': 'application/json' }
    const request = httpRequest({ socketPath, method: given.method, path: given.path, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve(JSON.parse(text) as Answer)).on('error', reject)
    })
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (['ENOENT', 'ECONNREFUSED', 'ENOTSOCK'].includes(error.code ?? '')) resolve(null)
      else reject(error)
    })
    request.end(given.body)
  })
}
