/** The deployment to the edge, without sending it: what wrangler would upload, its size, its bindings, and the steps of docs/deploy-edge.md. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { writeEdgeFiles } from '../../collector/node/build/edge-files.ts'
import { ensureBuilt } from '../kit/build.ts'
import { wrangler, wranglerEnvironment } from '../kit/edge.ts'
import { temporaryFolder } from '../kit/temporary.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const toml = readFileSync(join(root, 'wrangler.toml'), 'utf8')
/** What the free plan takes of a Worker's code, compressed (developers.cloudflare.com/workers/platform/limits). */
const freePlanBytes = 3 * 1_024 * 1_024

it('is a Worker that the free plan takes, with every binding that the code names', { timeout: 120_000 }, async () => {
  await ensureBuilt()
  const folder = temporaryFolder()
  await writeEdgeFiles(join(folder, 'files'))
  const given = ['deploy', '--dry-run', '--outdir', join(folder, 'out'), '--assets', join(folder, 'files')]
  const env = wranglerEnvironment(folder)
  const { stdout } = await promisify(execFile)(process.execPath, [wrangler, ...given], { cwd: root, env })
  for (const binding of ['SPOOL', 'SETTINGS', 'ASSETS', 'FOOTFALL_URL', 'FOOTFALL_SITES', 'FOOTFALL_CLICKHOUSE_ENGINE'])
    expect(stdout).toContain(`env.${binding}`)
  const code = readFileSync(join(folder, 'out', 'index.js'))
  expect(gzipSync(code).length).toBeLessThan(freePlanBytes / 10)
  // Of Node it has nothing: what runs there runs anywhere.
  expect(code.toString()).not.toMatch(/from "node:/)
})

it('names in wrangler.toml and its guide every setting that the edge reads', () => {
  const env = readFileSync(join(root, 'collector/worker/env.ts'), 'utf8')
  const read = new Set([...env.matchAll(/FOOTFALL_[A-Z_]+/g)].map(([name]) => name))
  const guide = readFileSync(join(root, 'docs/deploy-edge.md'), 'utf8')
  expect(read.size).toBeGreaterThan(3)
  for (const name of read) {
    expect(toml).toContain(name)
    expect(guide).toContain(name)
  }
})

it('has its migrations in order, and each class that is bound', () => {
  const tags = [...toml.matchAll(/^tag = "v(\d+)"/gm)].map(([, number]) => Number(number))
  expect(tags).toEqual(tags.map((_, index) => index + 1))
  const made = [...toml.matchAll(/new_sqlite_classes = \[([^\]]*)\]/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/"(\w+)"/g)].map(([, name]) => name),
  )
  const bound = [...toml.matchAll(/^class_name = "(\w+)"/gm)].map(([, name]) => name)
  expect(bound.filter((name) => !made.includes(name))).toEqual([])
})
