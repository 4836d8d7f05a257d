/** P9: never sold, rented or shared. No page of ours can reach another origin: not by what it holds, nor by what the browser lets it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import { testApp } from '../kit/app.ts'
import { ensureBuilt } from '../kit/build.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

beforeAll(() => ensureBuilt())

it('P9: the policy of our own pages lets nothing be loaded from or sent to anywhere else', async () => {
  const { app } = await testApp()
  const policy = (await app.request('/')).headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  // By itself, since `default-src` does not stand for it: no other page shows ours in a frame.
  expect(policy.split('; ')).toContain("frame-ancestors 'none'")
  for (const directive of policy.split('; ')) expect(directive).toMatch(/^[a-z-]+ ('none'|'self'( data:)?)$/)
})

it.each(['snippet/dist', 'snippet/demo', 'dashboard/dist'])('P9: %s names no other origin to load from or send to', (folder) => {
  const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(0)
  for (const { parentPath, name } of files) {
    const text = readFileSync(join(parentPath, name), 'utf8')
    // Names of formats are no addresses: nothing is fetched from them.
    const addresses = (text.match(/https?:\/\/[a-z0-9.-]+/gi) ?? []).filter((each) => !each.startsWith('http://www.w3.org'))
    expect(addresses, name).toEqual([])
    expect(text, name).not.toMatch(/(?:src|href|action)=["']\/\/|sendBeacon/)
  }
})
