/** The date of a device, set by hand: `Date` stands still until it is moved; timers and what the browser measures go on. */
import type { BrowserContext } from 'playwright-core'

/** Sets the date in every page of a browser, those still to come too. */
export async function setDate(context: BrowserContext, now: number): Promise<void> {
  await context.addInitScript(fixDate, now)
  await Promise.all(context.pages().map((page) => page.evaluate(fixDate, now)))
}

function fixDate(now: number): void {
  const known = globalThis as unknown as { realDate?: DateConstructor }
  known.realDate ??= Date
  globalThis.Date = class extends known.realDate {
    constructor(...given: [] | [number | string]) {
      if (given.length === 0) super(now)
      else super(given[0])
    }
    static override now = () => now
  } as DateConstructor
}
