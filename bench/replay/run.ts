/**
 * Replays an access log and compares what the collector reports with an independent count; then looks for the log's addresses in
 * every byte of the data folder, the output and the table. Usage: npm run replay -- access.log --site example.org
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { engineSocket, engineStore } from '../../collector/node/engine/supervisor.ts'
import { command, startFootfall } from '../../test/kit/footfall.ts'
import { needlesOf, search, searchFolder } from '../../test/kit/needles.ts'
import { expected } from './independent.ts'
import { replay } from './replay.ts'

const { values, positionals } = parseArgs({ options: { site: { type: 'string' } }, allowPositionals: true })
const site = values.site ?? 'example.org'
const log = readFileSync(positionals[0] ?? '', 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'footfall-replay-'))
const env = { FOOTFALL_DATA: folder, FOOTFALL_SITES: site, FOOTFALL_PROXIES: '127.0.0.1' }
const footfall = await startFootfall({ env })
let sound = true
const say = (ok: boolean, line: string) => {
  sound &&= ok
  process.stdout.write(`${ok ? 'ok' : 'NOT ok'}: ${line}\n`)
}

async function counted(key: string, dimension: string): Promise<Map<string, number>> {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const question = { site, from: day(-1), to: day(1), measures: ['views'], by: [dimension], limit: 10_000 }
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const answer = await fetch(`${footfall.url}/api/query`, { method: 'POST', headers, body: JSON.stringify(question) })
  const { rows } = (await answer.json()) as { rows: Record<string, string | number>[] }
  return new Map(rows.map((row) => [String(row[dimension]), Number(row.views)]))
}

function compare(what: string, theirs: Map<string, number>, ours: Map<string, number>): void {
  const wrong = [...new Set([...theirs.keys(), ...ours.keys()])].filter((name) => theirs.get(name) !== ours.get(name))
  say(
    wrong.length === 0,
    `${theirs.size} ${what}${wrong.length > 0 ? `; different: ${wrong.slice(0, 5).map((name) => `${name} ${theirs.get(name)} ≠ ${ours.get(name)}`)}` : ' equal'}`,
  )
}

try {
  const wanted = expected(log, site)
  const replayed = await replay(log, { port: Number(new URL(footfall.url).port), site })
  say(
    replayed.taken === wanted.views,
    `${replayed.taken} of ${replayed.sent} taken, ${JSON.stringify(replayed.refused)}; expected ${wanted.views}`,
  )
  const audit = await command(env, 'audit')
  say(audit.code === 0, `audit: ${audit.out.trim().split('\n').at(-1)}`)
  const key = (await command(env, 'key', 'create', '--site', site)).out.trim()
  compare('paths', wanted.paths, await counted(key, 'path'))
  compare('referrers', wanted.referrers, await counted(key, 'referrer'))
  const store = engineStore(engineSocket(join(folder, 'engine')))
  const rows = JSON.stringify(await store.select('SELECT * FROM cells'))
  await store.close()
  await footfall.stop()
  const addresses = new Set(
    log
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '')
      .filter((name) => /^\d+\.\d+\.\d+\.\d+$/.test(name)),
  )
  const look = (needles: ReturnType<typeof needlesOf>) => [
    ...searchFolder(folder, needles),
    search('table', Buffer.from(rows), needles),
    search('output', Buffer.from(footfall.output()), needles),
  ]
  const found = look(needlesOf(addresses))
  const certain = found.flatMap((each) => each.certain.map((text) => `${each.where}: ${text}`))
  say(
    certain.length === 0,
    `none of ${addresses.size} addresses as text or hash${certain.length > 0 ? `; found ${certain.slice(0, 5)}` : ''}`,
  )
  // Four bytes meet an address by chance; addresses that nobody sent say how often.
  const packed = (list: typeof found) => list.reduce((sum, each) => sum + each.packed, 0)
  const controls = [1, 2, 3].map((shift) => packed(look(needlesOf([...addresses].map((name) => shifted(name, shift))))))
  const hits = packed(found)
  say(hits <= Math.max(...controls) + 3, `packed addresses by chance ${hits}, of addresses that nobody sent ${controls}`)
} finally {
  await footfall.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(sound ? 0 : 1)

function shifted(address: string, shift: number): string {
  return address
    .split('.')
    .map((octet) => (Number(octet) * 7 + 31 * shift) % 256)
    .join('.')
}
