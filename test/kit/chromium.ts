/** The real Chromium for tests: found where the machine has it, with empty profiles that are removed afterwards. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Driven, a browser says so, and is refused as a machine; here it stands for a person.
  '--disable-blink-features=AutomationControlled',
]

// Headless Chromium says of itself that it is a program, and intake refuses those; here it stands for a person.
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

export interface Chromium {
  /** One browser with an empty profile: cookies, storage and cache are its own. */
  context: BrowserContext
  close(): Promise<void>
}

/** Where Chromium is: `CHROMIUM`, or where Debian puts it, or playwright's own. Throws where there is none. */
export function chromiumPath(): string {
  const found = [process.env.CHROMIUM, '/usr/bin/chromium', chromium.executablePath()].find((path) => path && existsSync(path))
  if (!found) throw new Error('no Chromium: set CHROMIUM to its path, or run npx playwright-core install chromium')
  return found
}

/** Chromium's headless shell where this machine has it (half the work for each page), else Chromium. */
export function shellPath(): string {
  const { CHROMIUM_SHELL = '/usr/bin/chromium-headless-shell' } = process.env
  return existsSync(CHROMIUM_SHELL) ? CHROMIUM_SHELL : chromiumPath()
}

/**
 * Starts a browser. `flags` are added to its command line; `options` are playwright's (colour scheme, user agent, …).
 * With `plain`, playwright's own flag that turns the back/forward cache off is left out.
 */
export async function launchChromium(
  given: { flags?: string[]; options?: BrowserContextOptions; plain?: boolean } = {},
): Promise<Chromium> {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-chromium-'))
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: chromiumPath(),
    headless: true,
    userAgent,
    args: [...flags, ...(given.flags ?? [])],
    ...(given.plain ? { ignoreDefaultArgs: ['--disable-back-forward-cache'] } : {}),
    ...given.options,
  })
  // Sooner than a test ends, so that it says what it waited for.
  context.setDefaultTimeout(15_000)
  return {
    context,
    close: async () => {
      await context.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

export interface Browsers {
  /** Another person's browser: its cookies, storage and cache are its own. */
  open(options?: BrowserContextOptions): Promise<BrowserContext>
  close(): Promise<void>
}

/** Starts one Chromium that stands for many people's browsers. Every name leads to this machine. */
export async function launchBrowsers(executablePath = chromiumPath()): Promise<Browsers> {
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    // Named at the start, since what a page sends as it is left does not hear of a context's own name.
    args: [...flags, '--host-resolver-rules=MAP * 127.0.0.1', `--user-agent=${userAgent}`],
  })
  return {
    async open(options = {}) {
      const context = await browser.newContext(options)
      context.setDefaultTimeout(15_000)
      return context
    },
    close: () => browser.close(),
  }
}
