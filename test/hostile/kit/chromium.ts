/** Visitors with Chromium, driven by playwright. */
import type { BrowserContext, Page } from 'playwright-core'
import { launchBrowsers } from '../../kit/chromium.ts'
import { type Browser, inSight, unlessGone, type Visitor } from './visitor.ts'

/** `executablePath`: Chromium as people have it, unless given. */
export async function openChromium(executablePath?: string): Promise<Browser> {
  const browsers = await launchBrowsers(executablePath)
  return {
    name: 'chromium',
    async visitor() {
      const context = await browsers.open({ viewport: { width: 1_280, height: 800 }, reducedMotion: 'reduce' })
      const said = { errors: [] as string[], warnings: [] as string[] }
      context.on('weberror', (each) => said.errors.push(each.error().message))
      context.on('console', (message) => {
        if (message.type() === 'error') said.errors.push(message.text())
        if (message.type() === 'warning') said.warnings.push(message.text())
      })
      return visitorOf(context, await context.newPage(), said)
    },
    close: () => browsers.close(),
  }
}

function visitorOf(context: BrowserContext, page: Page, said: Pick<Visitor, 'errors' | 'warnings'>): Visitor {
  const visitor: Visitor = {
    ...said,
    open: async (address, until = 'load') => void (await page.goto(address, { waitUntil: until })),
    press: (selector, double = false) => page.click(selector, { clickCount: double ? 2 : 1 }),
    key: (name) => page.keyboard.press(name),
    inSight: (button) => inSight(visitor, button),
    answer: async (button, double = false) => page.mouse.click(...(await inSight(visitor, button)), { clickCount: double ? 2 : 1 }),
    back: () => page.evaluate(() => history.back()).catch(unlessGone),
    forward: () => page.evaluate(() => history.forward()).catch(unlessGone),
    reload: async () => void (await page.reload()),
    look: (script) => page.evaluate(script) as Promise<never>,
    before: async (script) => void (await context.addInitScript(script)),
    goOnline: (isOnline) => context.setOffline(!isOnline),
    resize: (width, height) => page.setViewportSize({ width, height }),
    async jar() {
      const jar: Record<string, string[]> = {}
      for (const { name, value } of await context.cookies()) jar[name] = [...(jar[name] ?? []), decodeURIComponent(value)]
      return jar
    },
    keep: (name, value, url) => context.addCookies([{ name, value: encodeURIComponent(value), url }]),
    tab: async () => visitorOf(context, await context.newPage(), said),
    picture: async (file) => void (await page.screenshot({ path: file })),
    idle: () => page.waitForLoadState('networkidle'),
    close: () => context.close(),
  }
  return visitor
}
