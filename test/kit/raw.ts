/** A collector spoken to in bytes, as no client would. */
import { connect } from 'node:net'

export const site = 'example.org'

/** All that is answered to these bytes (latin1), until the other side ends. */
export function answerTo(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    let heard = ''
    socket.setEncoding('latin1').on('data', (more) => {
      heard += more
    })
    // A reset after the answer ends it as a close does.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => resolve(heard))
    // Not half closed, which would end what is being answered.
    socket.write(Buffer.from(bytes, 'latin1'))
  })
}

/** The statuses of all answers, in their order. */
export const statusesIn = (answer: string) => [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))

/** The body of an event. */
export const viewOf = (path: string) => JSON.stringify({ v: 1, site, host: site, type: 'view', consent: true, path })

/** A request's head, but for the empty line that ends it. */
export const headOf = (line: string, ...more: string[]) => [line, 'host: 127.0.0.1', ...more].map((each) => `${each}\r\n`).join('')

/** A request that brings one event. */
export const postOf = (path: string, ...more: string[]) =>
  `${headOf('POST /e HTTP/1.1', `content-length: ${viewOf(path).length}`, ...more)}\r\n${viewOf(path)}`
