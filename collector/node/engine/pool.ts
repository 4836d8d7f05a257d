/** A pool: a few things that are used by one caller at a time; other callers wait in order, and not too many of them. */

export class PoolFull extends Error {
  override name = 'LaneFull'
}

export class Pool<Thing> {
  readonly #free: Thing[]
  readonly #waiting: ((thing: Thing) => void)[] = []
  readonly #most: number

  /** @param most how many may wait; one more is refused with `LaneFull` */
  constructor(things: readonly Thing[], most: number) {
    this.#free = [...things]
    this.#most = most
  }

  /** Runs `work` with a thing of its own, first come, first served. */
  async use<Result>(work: (thing: Thing) => Promise<Result>): Promise<Result> {
    const thing = this.#free.pop() ?? (await this.#wait())
    try {
      return await work(thing)
    } finally {
      const next = this.#waiting.shift()
      if (next) next(thing)
      else this.#free.push(thing)
    }
  }

  #wait(): Promise<Thing> {
    if (this.#waiting.length >= this.#most) throw new PoolFull(`${this.#most} are waiting already`)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}
