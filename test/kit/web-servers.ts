/** Debian's nginx and Caddy in front of a collector, with the recipes of docs/first-party.md as they stand there. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
// @ts-expect-error: plain JavaScript, which runs before anything is installed
import { programOf as find } from '../prelude.mjs'
import { outputOf } from './footfall.ts'
import { eventually } from './temporary.ts'

export const webServers = ['nginx', 'caddy'] as const
export type WebServer = (typeof webServers)[number]

/** Where a server's program is; undefined where this machine has none. */
export const programOf: (name: WebServer) => string | undefined = find

export interface Fronted {
  /** Empty, and the server's own. */
  folder: string
  /** The site's host, without a port. */
  host: string
  /** Where the collector listens, without the scheme. */
  collector: string
  /** The site's pages by their paths. */
  pages: Record<string, string>
}

export interface Front {
  url: string
  /** All that it has written to its access log. */
  log(): string
  close(): Promise<void>
}

/** Starts the server on a free port, and waits until it answers. */
export async function startWebServer(name: WebServer, given: Fronted): Promise<Front> {
  const { folder, host } = given
  const port = await freePort()
  for (const [path, text] of Object.entries(given.pages)) {
    mkdirSync(join(folder, 'site'), { recursive: true })
    writeFileSync(join(folder, 'site', path), text)
  }
  const file = join(folder, 'configuration')
  writeFileSync(file, configurations[name]({ ...given, port }))
  const words = name === 'nginx' ? ['-p', folder, '-c', file] : ['run', '--adapter', 'caddyfile', '--config', file]
  const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  const child = spawn(programOf(name) as string, words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = outputOf(child)
  const url = `http://${host}:${port}`
  await eventually(`${name} answers`, async () => {
    if (child.exitCode !== null) throw new Error(`${name} ended: ${output()}`)
    return (await fetch(`http://127.0.0.1:${port}/`).catch(() => null)) !== null
  })
  const logs = join(folder, 'access.log')
  return { url, log: () => (existsSync(logs) ? readFileSync(logs, 'utf8') : ''), close: () => end(child) }
}

/** The n-th block of a language in docs/first-party.md. */
function recipe(language: string, index = 0): string {
  const text = readFileSync(new URL('../../docs/first-party.md', import.meta.url), 'utf8')
  const block = [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].filter(([, named]) => named === language)[index]?.[2]
  if (!block) throw new Error(`docs/first-party.md has no ${language} block ${index}`)
  return block
}

const configurations: Record<WebServer, (given: Fronted & { port: number }) => string> = {
  nginx: ({ folder, host, collector, port }) => `
    daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
    events {}
    http {
      types { text/html html; }
      access_log ${folder}/access.log;
      ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((each) => `${each}_temp_path ${folder}/${each};`).join(' ')}
      ${recipe('nginx', 0)}
      server {
        listen 127.0.0.1:${port};
        server_name ${host};
        root ${folder}/site;
        ${recipe('nginx', 1).replaceAll('127.0.0.1:8787', collector)}
      }
    }`,
  caddy: ({ folder, host, collector, port }) => `{
	admin off
	auto_https off
}
${recipe('caddyfile')
  .replace(
    'example.org {',
    `http://${host}:${port} {\n\tbind 127.0.0.1\n\tlog {\n\t\toutput file ${folder}/access.log\n\t}\n\tskip_log @visitors`,
  )
  .replaceAll('127.0.0.1:8787', collector)
  .replace('/var/www/example.org', `${folder}/site`)}`,
}

/** A port of this machine on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill('SIGKILL')
  await closed
}
