/** A clock that a simulation moves, and the timers that it then runs. */

export interface Clock {
  now: number
  /** Moves on, running on its way what is due; each timer may set others. */
  advance(milliseconds: number): Promise<void>
  setTimeout(act: () => void, milliseconds: number): void
  /** `Date` as a page sees it. */
  Date: DateConstructor
}

/** Everything that was promised has been done: promises are followed to their end before the next turn of the loop. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

export function createClock(now: number): Clock {
  let timers: { at: number; act: () => void }[] = []
  const clock: Clock = {
    now,
    setTimeout: (act, milliseconds) => void timers.push({ at: clock.now + milliseconds, act }),
    async advance(milliseconds) {
      const until = clock.now + milliseconds
      for (;;) {
        const due = timers.filter((timer) => timer.at <= until).sort((one, other) => one.at - other.at)[0]
        if (!due) break
        timers = timers.filter((timer) => timer !== due)
        clock.now = Math.max(clock.now, due.at)
        due.act()
        await settled()
      }
      clock.now = until
    },
    Date: Date,
  }
  clock.Date = dateOf(clock)
  return clock
}

/** `Date` by a clock. */
export function dateOf(clock: { readonly now: number }): DateConstructor {
  return class extends Date {
    constructor(...given: [] | [number | string]) {
      if (given.length === 0) super(clock.now)
      else super(given[0])
    }
    static override now = () => clock.now
  } as DateConstructor
}
