/** Signing in and out in a browser that says of a form only where it comes from, as older ones do: Chromium on a plain http name is one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureBuilt } from '../kit/build.ts'
import { type Browsers, launchBrowsers } from '../kit/chromium.ts'
import { command, type Footfall, startFootfall } from '../kit/footfall.ts'

const data = mkdtempSync(join(tmpdir(), 'footfall-sign-in-'))
// To a public address on the machine itself the cookie goes without TLS; by its other name the browser takes it for any plain host.
const env = { FOOTFALL_DATA: data, FOOTFALL_URL: 'http://localhost:8787' }
let footfall: Footfall
let browsers: Browsers
let host: string

beforeAll(async () => {
  await ensureBuilt()
  ;[footfall, browsers] = await Promise.all([startFootfall({ env }), launchBrowsers()])
  host = `http://stats.example:${new URL(footfall.url).port}`
})

afterAll(async () => {
  await Promise.all([browsers?.close(), footfall?.stop()])
  rmSync(data, { recursive: true, force: true })
})

/** A person's page, and what each form it sent said of where it came from. */
async function opened(userAgent?: string): Promise<{ page: Page; forms: Record<string, string | undefined>[] }> {
  const page = await (await browsers.open(userAgent ? { userAgent } : {})).newPage()
  const forms: Record<string, string | undefined>[] = []
  page.on('requestfinished', async (request) => {
    if (request.method() !== 'POST' || !/sign-(in|out)$/.test(request.url())) return
    const { origin, 'sec-fetch-site': site } = await request.allHeaders()
    forms.push({ origin, site })
  })
  return { page, forms }
}

const link = async () => (await command(env, 'link')).out.trim().replace('http://localhost:8787', host)
const isSignedIn = (page: Page) => page.evaluate(async () => (await fetch('api/sites')).ok)

it('Sign out ends the session', async () => {
  const { page, forms } = await opened()
  await page.goto(await link())
  expect(await isSignedIn(page)).toBe(true)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in with your one-time link' }).waitFor()
  expect(await isSignedIn(page)).toBe(false)
  expect(forms).toEqual([{ origin: host, site: undefined }])
})

it('the button of the page before a link is used signs in', async () => {
  // Whoever says that it only shows a preview gets a page with a button.
  const { page, forms } = await opened('Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)')
  await page.goto(await link())
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  expect(await isSignedIn(page)).toBe(true)
  expect(forms).toEqual([{ origin: host, site: undefined }])
})
