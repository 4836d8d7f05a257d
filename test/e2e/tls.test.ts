/** A ClickHouse server over HTTPS: used where its certificate is trusted, away where it is not, and nothing is lost meanwhile. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { startClickHouseFront } from '../kit/clickhouse-front.ts'
import { userAgents } from '../kit/events.ts'
import { command, type Footfall, startFootfall } from '../kit/footfall.ts'
import { eventually, temporaryFolder } from '../kit/temporary.ts'

/** A key and a certificate for `localhost` that signs itself; of no worth anywhere else. */
const certificate = fileURLToPath(new URL('../kit/localhost.pem', import.meta.url))
const site = 'example.org'

/** Ends TLS in front of a server; the port. */
async function encrypted(port: number): Promise<number> {
  const pem = readFileSync(certificate)
  const server = createServer({ key: pem, cert: pem }, (socket) => {
    const behind = connect(port, '127.0.0.1')
    socket.pipe(behind).pipe(socket)
    for (const each of [socket, behind]) each.on('error', () => [socket, behind].map((one) => one.destroy()))
  }).listen(0, 'localhost')
  server.on('tlsClientError', () => {})
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as { port: number }).port
}

const taken = async ({ url }: Footfall, path: string) => {
  const body = JSON.stringify({ v: 1, site, host: site, type: 'view', consent: true, path })
  return (await fetch(`${url}/e`, { method: 'POST', headers: { 'user-agent': userAgents[0] as string }, body })).status
}
const health = async ({ url }: Footfall) => (await (await fetch(`${url}/health`)).json()) as { store: string }

it('takes events, and stores them once the certificate is trusted', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder()
  const front = await startClickHouseFront(join(folder))
  onTestFinished(front.close)
  const url = new URL(front.url)
  url.protocol = 'https:'
  url.hostname = 'localhost'
  url.port = String(await encrypted(Number(url.port)))
  const env = { FOOTFALL_DATA: join(folder, 'data'), FOOTFALL_SITES: site, FOOTFALL_CLICKHOUSE_URL: url.href }
  const distrusting = await startFootfall({ env, healthy: false })
  expect(await taken(distrusting, '/before')).toBe(202)
  await eventually(
    'it says why',
    () => /the store does not answer: self-signed certificate.*; events are queued on disk/.test(distrusting.output()),
    30_000,
  )
  expect((await health(distrusting)).store).not.toBe('up')
  await distrusting.stop()
  const trusting = await startFootfall({ env: { ...env, NODE_EXTRA_CA_CERTS: certificate } })
  expect(await taken(trusting, '/after')).toBe(202)
  expect((await health(trusting)).store).toBe('up')
  const audit = await command({ ...env, NODE_EXTRA_CA_CERTS: certificate }, 'audit')
  expect(audit).toMatchObject({ code: 0, out: expect.stringMatching(/2/) })
  // Neither the password nor the address stands in what was printed.
  for (const said of [distrusting.output(), trusting.output(), audit.out]) expect(said).not.toContain(decodeURIComponent(url.password))
  await trusting.stop()
})
