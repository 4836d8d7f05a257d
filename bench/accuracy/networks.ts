/** Networks and the addresses that a site sees of them: a household's, a carrier's shared ones, a building's single one. */
import type { Random } from '../../collector/sample/random.ts'
import type { Assumptions } from './assumptions.ts'

/** The address under which a device appears at a time. Only equality matters, so an address is any text. */
export type Network = (device: number, at: number) => string

const hour = 3_600_000
const day = 24 * hour

/** A household: one IPv4 address for all in it, or by IPv6 one a device that is renewed each day (RFC 8981). */
export function household(random: Random, name: number, given: Assumptions): Network {
  const phase = random.next() * 45 * day
  if (random.chance(given.householdsIpv6)) return temporary(`h${name}`, phase)
  const draw = random.next()
  if (draw < given.addressFixed) return () => `h${name}`
  const period = draw < given.addressFixed + given.addressMonthly ? (15 + 30 * random.next()) * day : day
  return (_, at) => `h${name}.${Math.floor((at + phase) / period)}`
}

/** A mobile carrier: by IPv4 many phones behind each of few addresses, by IPv6 one a phone and attachment. */
export function carrier(random: Random, name: number, given: Assumptions): Network {
  if (name < given.carriersIpv6) return temporary(`c${name}`, random.next() * day)
  const salt = random.whole(1, 1_000_000_000)
  return (device, at) => {
    const place = mixed(device, salt)
    const turn = Math.floor((at + (place % (given.carrierHours * hour))) / (given.carrierHours * hour))
    return `c${name}.${mixed(place, turn) % given.carrierAddresses}`
  }
}

/** An office or a school: everybody behind one address for ever. */
export function building(name: string): Network {
  return () => name
}

function temporary(name: string, phase: number): Network {
  return (device, at) => `${name}:${device}.${Math.floor((at + phase) / day)}`
}

/** Two whole numbers → one that looks like chance. */
function mixed(one: number, other: number): number {
  let state = Math.imul(one ^ (other * 0x9e3779b1), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return (state ^ (state >>> 16)) >>> 0
}
