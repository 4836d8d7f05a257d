/** A small DNS server on 127.0.0.1 that answers SOA questions from a table and records every question it was asked. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { AUTHORITATIVE_ANSWER, decode, encode, type Packet } from 'dns-packet'

/** The SOA of a zone, or how the server behaves when asked for it. */
export type ZoneAnswer = { primary: string; hostmaster?: string } | 'silent' | 'servfail' | 'nodata'

export interface DnsServer {
  /** What FOOTFALL_DNS is set to. */
  setting: string
  /** Answers by zone name in lower case; what is not here does not exist (NXDOMAIN). May be changed at any time. */
  zones: Map<string, ZoneAnswer>
  /** Every question in order, repeated ones too. */
  questions: { name: string; type: string }[]
  close(): Promise<void>
}

const rcodes = { nxdomain: 3, servfail: 2 }

export async function startDnsServer(zones: Record<string, ZoneAnswer> = {}): Promise<DnsServer> {
  const server = { zones: new Map(Object.entries(zones)), questions: [] as DnsServer['questions'] }
  const socket = createSocket('udp4')
  socket.on('message', (message, sender) => {
    const query = decode(message)
    const { name = '', type = '' } = query.questions?.[0] ?? {}
    server.questions.push({ name: name.toLowerCase(), type })
    const answer = server.zones.get(name.toLowerCase())
    if (answer !== 'silent') socket.send(encode(replyTo(query, answer)), sender.port, sender.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    ...server,
    setting: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    close: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
}

function replyTo(query: Packet, answer: Exclude<ZoneAnswer, 'silent'> | undefined): Packet {
  const reply: Packet = { type: 'response', id: query.id, questions: query.questions }
  if (answer === undefined) return { ...reply, flags: AUTHORITATIVE_ANSWER | rcodes.nxdomain }
  if (answer === 'servfail') return { ...reply, flags: rcodes.servfail }
  const question = query.questions?.[0]
  if (answer === 'nodata' || question?.type !== 'SOA') return { ...reply, flags: AUTHORITATIVE_ANSWER }
  const data = { mname: answer.primary, rname: answer.hostmaster ?? `hostmaster.${answer.primary}`, ...timings }
  return { ...reply, flags: AUTHORITATIVE_ANSWER, answers: [{ type: 'SOA', name: question.name, ttl: 3_600, data }] }
}

const timings = { serial: 1, refresh: 3_600, retry: 600, expire: 86_400, minimum: 300 }
