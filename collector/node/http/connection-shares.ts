/** No network may hold all connections: each has a share, counted in memory while they are open. */
import { bounds } from '../../../contract/bounds.ts'
import { networkOf } from '../../ingest/networks/network.ts'

interface Opened {
  remoteAddress?: string | undefined
  once(event: 'close', listener: () => void): unknown
}

export type Admit = (socket: Opened) => boolean

/**
 * False for a connection of a network (/24, or /48 of IPv6) that has its share already. Loopback, private and reserved addresses have none, nor
 * do believed proxies: behind one everybody has the same address.
 */
export function createConnectionShares(isProxy: (address: string) => boolean): Admit {
  const open = new Map<string, number>()
  return (socket) => {
    const address = socket.remoteAddress ?? ''
    const network = networkOf(address)?.prefix
    if (network === undefined || isProxy(address)) return true
    const count = open.get(network) ?? 0
    if (count >= bounds.networkConnections.max) return false
    open.set(network, count + 1)
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1
      if (left > 0) open.set(network, left)
      else open.delete(network)
    })
    return true
  }
}
