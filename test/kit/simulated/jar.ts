/** A browser's cookies with their real rules (RFC 6265), by a clock that a simulation moves. */
import { Cookie, CookieJar } from 'tough-cookie'
import type { Clock } from './clock.ts'

export interface Jar {
  /** `document.cookie` of a page. */
  read(address: string): string
  write(address: string, text: string): void
  /** All that is kept now, by name. */
  cookies(): Record<string, string>
  /** Each cookie as it is stored, its end to the second: all that whoever holds the device could read. */
  stored(): string[]
  clear(): void
  /**
   * The computer sleeps for so long: as in Chromium, whose timers stand still, a page then goes on to read what has ended meanwhile, until it would have
   * by the time awake, or something is written.
   */
  sleep(milliseconds: number): void
  /** This moment: what it is given to do reads what was kept now and what it writes itself, as pages do that start in the same instant. */
  moment(): (act: () => Promise<void>) => Promise<void>
}

/** `longest`: milliseconds for which a cookie that a page writes is kept at most. */
export function createJar(clock: Clock, longest = Number.POSITIVE_INFINITY): Jar {
  const open = () => new CookieJar(undefined, { rejectPublicSuffixes: false, allowSpecialUseDomain: true })
  let jar = open()
  let slept: { from: number; milliseconds: number } | undefined
  const alive = (cookie: Cookie) => {
    const end = cookie.expiryTime() ?? Number.POSITIVE_INFINITY
    return end > clock.now || (slept !== undefined && end > slept.from && end > clock.now - slept.milliseconds)
  }
  const all = () => jar.serializeSync()!.cookies as unknown as (Record<string, string> & { key: string; value: string; expires: string })[]
  let apart: CookieJar | undefined
  const kept = () => all().filter(({ expires }) => !(Date.parse(expires) <= clock.now))
  return {
    read: (address) =>
      (apart ?? jar)
        .getCookiesSync(address, { expire: false })
        .filter(alive)
        .map((cookie) => cookie.cookieString())
        .join('; '),
    write: (address, text) => {
      slept = undefined
      const cookie = Cookie.parse(text)
      if (!cookie) return
      if ((cookie.expiryTime(new Date(clock.now)) ?? 0) > clock.now + longest) cookie.expires = new Date(clock.now + longest)
      for (const each of [jar, apart]) each?.setCookieSync(cookie, address, { http: false, now: new Date(clock.now), ignoreError: true })
    },
    cookies: () => Object.fromEntries(kept().map(({ key, value }) => [key, decodeURIComponent(value)])),
    stored: () => kept().map(({ key, value, expires, domain, path }) => [key, value, expires, domain, path].join(' ')),
    clear() {
      jar = open()
    },
    sleep(milliseconds) {
      slept = { from: clock.now, milliseconds }
    },
    moment() {
      const then = jar.cloneSync()!
      return async (act) => {
        apart = then.cloneSync()
        await act()
        apart = undefined
      }
    },
  }
}
