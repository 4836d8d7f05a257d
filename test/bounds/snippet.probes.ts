/** Probes of the bounds that the tag keeps in a page. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { strayEvent } from '../../snippet/events.ts'
import { sender, waitSeconds } from '../../snippet/send.ts'
import { eventually } from '../kit/temporary.ts'

export const probes: Partial<Record<BoundName, () => Promise<void> | void>> = {
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
    const send = sender(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const sent = Array.from({ length: most + 1 }, (_, index) => strayEvent({ site: 'site.test' }, `host-${index}.test`))
    for (const event of sent) send(event)
    await eventually('those that waited came again', () => taken.length >= most)
    // One more, whose answer comes last: what was dropped has had its time.
    send(strayEvent({ site: 'site.test' }, 'last.test'))
    await eventually('the last came', () => taken.some((text) => text.includes('last.test')))
    expect(new Set(taken).size).toBe(most + 1)
    expect(taken).toHaveLength(most + 1)
    server.closeAllConnections()
    server.close()
  },
}
