/** Probes of the bounds that the tag keeps in a page. */
import { expect, onTestFinished, vi } from 'vitest'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { cutPath } from '../../contract/path.ts'
import { mount } from '../../snippet/banner/mount.ts'
import type { CoreApi } from '../../snippet/core-api.ts'
import { cut } from '../../snippet/cut.ts'
import { type Labels, nextView } from '../../snippet/visit.ts'
import { sendLater, waitSeconds } from '../../snippet/vitals/later.ts'
import { accepted, days, home, minutes, start } from '../kit/simulated/site.ts'

const stray = (host: string) => ({ v: 1, type: 'stray', site: 'site.test', host, consent: false }) as const

const cookieOf = (labels: Labels, path: string) => JSON.stringify(nextView([undefined, undefined, undefined], 20_000, path, labels)[1])

export const probes: Partial<Record<BoundName, () => Promise<void> | void>> = {
  visitLabelBytes() {
    const most = bounds.visitLabelBytes.max
    const label = (text: string) => cut(text, bounds.labelCharacters.max, most)
    // Six bytes each once encoded, and quotes that take more.
    for (const character of ['é', '"', '市', '😀']) {
      const kept = label(character.repeat(100))
      expect(encodeURIComponent(JSON.stringify(kept)).length).toBeLessThanOrEqual(most)
      expect(encodeURIComponent(JSON.stringify(kept + character)).length).toBeGreaterThan(most)
    }
    expect(label('a'.repeat(100))).toHaveLength(100)
    const [long, path] = ['ж'.repeat(100), `/${'市'.repeat(200)}`]
    const labels: Labels = [label(long), label(long), label(long)]
    const cookie = `ff_visit_abcdefg=${encodeURIComponent(cookieOf(labels, cut(path, bounds.pathCharacters.max, bounds.pathBytes.max)))}`
    expect(cookie.length).toBeGreaterThan(1_300)
    expect(cookie.length).toBeLessThanOrEqual(1_536)
  },
  pathBytes() {
    const most = bounds.pathBytes.max
    for (const cutTo of [(path: string) => cut(path, bounds.pathCharacters.max, most), cutPath]) {
      const kept = cutTo(`/${'市'.repeat(300)}`)
      expect(encodeURIComponent(kept).length).toBeLessThanOrEqual(most)
      expect(encodeURIComponent(`${kept}市`).length).toBeGreaterThan(most - 6)
    }
  },
  /** Two moves within it are one page; a moment later the second is another. */
  async moveMilliseconds() {
    const movesAfter = async (pause: boolean) => {
      const browser = await accepted()
      const page = browser.tabs[0]!.page()
      browser.sent.length = 0
      page.history.pushState(null, '', '/one')
      expect(page.waits()).toContain(bounds.moveMilliseconds.max)
      if (pause) await page.moment()
      page.history.pushState(null, '', '/two')
      await page.moment()
      return browser.sent.filter(({ type }) => type === 'view').map(({ path }) => path)
    }
    expect(await movesAfter(false)).toEqual(['/two'])
    expect(await movesAfter(true)).toEqual(['/one', '/two'])
  },
  /** However often somebody scrolls, the page is looked at once in that time. */
  async lookMilliseconds() {
    const browser = await accepted()
    const [tab] = browser.tabs
    const page = tab!.page()
    for (let times = 0; times < 32; times++) page.fire('scroll')
    expect(page.waits()).toEqual([bounds.lookMilliseconds.max])
    await page.moment()
    expect(page.waits()).toEqual([])
  },
  /** A view before the bound goes on with the visit; one after it begins another. */
  async visitMinutes() {
    const visitAfter = async (pause: number) => {
      const browser = await accepted()
      await browser.clock.advance(pause)
      await browser.tabs[0]!.load(home)
      return browser.sent.findLast((event) => event.type === 'view')?.visit
    }
    expect(await visitAfter(minutes(bounds.visitMinutes.max) - 1_000)).toBe(2)
    expect(await visitAfter(minutes(bounds.visitMinutes.max) + 1_000)).toBe(1)
  },
  /** Of as many paths as it remembers none is new again; of one more the first is. */
  async seenPaths() {
    const isNewAgain = async (count: number) => {
      const browser = await accepted()
      const [tab] = browser.tabs
      for (let path = 1; path < count; path++) await tab!.move(`/${path}`)
      await tab!.move('/')
      return browser.sent.findLast((event) => event.type === 'view')?.first !== undefined
    }
    expect(await isNewAgain(bounds.seenPaths.max)).toBe(false)
    expect(await isNewAgain(bounds.seenPaths.max + 1)).toBe(true)
  },
  async cookieDays() {
    const recencyAfter = async (count: number) => {
      // A Monday: the answer's half year begins with its week.
      const browser = await accepted({ now: start - days(1) })
      await browser.clock.advance(days(count))
      await browser.tabs[0]!.load(home)
      return browser.sent.findLast((event) => event.type === 'view')?.consent
    }
    // All ends at the midnight that begins its last day.
    expect(await recencyAfter(bounds.cookieDays.max - 1)).toBe(true)
    expect(await recencyAfter(bounds.cookieDays.max)).toBe(false)
  },
  async idleSeconds() {
    const secondsAfter = async (pause: number) => {
      const browser = await accepted()
      await browser.clock.advance(pause * 1_000)
      await browser.tabs[0]!.show(false)
      return browser.sent.findLast((event) => event.type === 'leave')?.seconds
    }
    expect(await secondsAfter(bounds.idleSeconds.max)).toBe(bounds.idleSeconds.max)
    expect(await secondsAfter(bounds.idleSeconds.max + 1)).toBe(bounds.idleSeconds.max)
  },
  sendAttempts() {
    expect(waitSeconds(bounds.sendAttempts.max - 1, null)).not.toBeNull()
    expect(waitSeconds(bounds.sendAttempts.max, null)).toBeNull()
  },
  sendWaitSeconds() {
    const asked = bounds.sendWaitSeconds.max
    expect(waitSeconds(1, String(asked), 0)).toBe(asked)
    expect(waitSeconds(1, String(asked + 1), 0)).toBeNull()
  },
  /** A page that takes the banner away so often has it again, and not once more. */
  bannerReturns() {
    const host = { isConnected: false, remove: () => {} }
    let [puts, changed] = [0, () => {}]
    const insertBefore = () => {
      puts++
      host.isConnected = true
    }
    class Observer {
      constructor(given: () => void) {
        changed = given
      }
      observe() {}
    }
    vi.stubGlobal('window', {})
    vi.stubGlobal('MutationObserver', Observer)
    vi.stubGlobal('document', { documentElement: { insertBefore }, body: null, querySelector: () => null })
    onTestFinished(() => void vi.unstubAllGlobals())
    mount(host as unknown as HTMLElement)
    for (let taken = 0; taken <= bounds.bannerReturns.max; taken++) {
      host.isConnected = false
      changed()
    }
    expect(puts).toBe(bounds.bannerReturns.max)
  },
  /** As many events as may wait come again, the one past them does not. */
  async sendWaiting() {
    const most = bounds.sendWaiting.max
    const taken: unknown[] = []
    vi.useFakeTimers()
    try {
      const core = { isGiven: () => true, send: async (event: unknown) => void taken.push(event) } as unknown as CoreApi
      for (let index = 0; index <= most; index++) sendLater(core, stray(`host-${index}.test`), 1, null)
      await vi.advanceTimersByTimeAsync(1_000 * bounds.sendWaitSeconds.max)
      // Spread, so that they do not all come at once.
      expect(new Set(taken.map((event) => JSON.stringify(event)))).toEqual(
        new Set(Array.from({ length: most }, (_, index) => JSON.stringify(stray(`host-${index}.test`)))),
      )
      // There is room again.
      sendLater(core, stray('last.test'), 1, null)
      await vi.advanceTimersByTimeAsync(1_000 * bounds.sendWaitSeconds.max)
      expect(taken).toHaveLength(most + 1)
    } finally {
      vi.useRealTimers()
    }
  },
}
