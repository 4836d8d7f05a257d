/** Probes of the bounds that the tag keeps in a page. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { sender, waitSeconds } from '../../snippet/send.ts'
import { cut, type Labels, nextView } from '../../snippet/visit.ts'
import { accepted, days, home, minutes, start } from '../kit/simulated/site.ts'
import { eventually } from '../kit/temporary.ts'

const stray = (host: string) => ({ v: 1, type: 'stray', site: 'site.test', host, consent: false }) as const

const cookieOf = (labels: Labels, path: string) =>
  JSON.stringify(nextView([undefined, undefined, undefined], 20_000, { path, labels })[1][0])

export const probes: Partial<Record<BoundName, () => Promise<void> | void>> = {
  visitLabelBytes() {
    const most = bounds.visitLabelBytes.max
    // Three bytes each once encoded, and quotes that would take more.
    expect(encodeURIComponent(cut('é'.repeat(100))).length).toBeLessThanOrEqual(most)
    expect(cut('a'.repeat(100))).toHaveLength(100)
    const label = 'ж'.repeat(100)
    const cookie = `ff_visit_abcdefg=${encodeURIComponent(cookieOf([label, label, label], `/${'%D0%96'.repeat(33)}`))}`
    expect(cookie.length).toBeGreaterThan(700)
    expect(cookie.length).toBeLessThanOrEqual(1_024)
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
    expect(waitSeconds(503, bounds.sendAttempts.max - 1, null)).not.toBeNull()
    expect(waitSeconds(503, bounds.sendAttempts.max, null)).toBeNull()
  },
  sendWaitSeconds() {
    const asked = bounds.sendWaitSeconds.max
    expect(waitSeconds(503, 1, String(asked), 0)).toBe(asked)
    expect(waitSeconds(503, 1, String(asked + 1), 0)).toBeNull()
  },
  /** Everything is put off once: as many as may wait come again, the one past them does not. */
  async sendWaiting() {
    const most = bounds.sendWaiting.max
    let asked = 0
    const taken: string[] = []
    const server = createServer((request, response) => {
      const late = asked++ > most
      request.setEncoding('utf8').on('data', (text: string) => late && taken.push(text))
      request.on('end', () => response.writeHead(late ? 202 : 503).end())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const send = sender(`http://127.0.0.1:${(server.address() as AddressInfo).port}/e`, () => true)
    const sent = Array.from({ length: most + 1 }, (_, index) => stray(`host-${index}.test`))
    for (const event of sent) send(event)
    await eventually('those that waited came again', () => taken.length >= most)
    // One more, whose answer comes last: what was dropped has had its time.
    send(stray('last.test'))
    await eventually('the last came', () => taken.some((text) => text.includes('last.test')))
    expect(new Set(taken).size).toBe(most + 1)
    expect(taken).toHaveLength(most + 1)
    server.closeAllConnections()
    server.close()
  },
}
