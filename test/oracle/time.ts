/** One time for a whole world: what happens next in it, happens next. */
import { settled } from '../kit/simulated/clock.ts'

export interface Time {
  /** Milliseconds since 1970. */
  readonly now: number
  /** For those who live in it: resolves so much later. */
  sleep(milliseconds: number): Promise<void>
  at(when: number, act: () => void): void
  /** Somebody lives from `start` on; one act of theirs is over before anything else happens. */
  live(start: number, life: () => Promise<void>): void
  /** Nothing else happens until this is done. */
  during<Value>(work: Promise<Value>): Promise<Value>
  /** Runs until nothing is left to happen. Rejects with the first error of a life. */
  run(): Promise<void>
}

interface Happening {
  at: number
  order: number
  act: () => void
}

export function createTime(start: number): Time {
  const heap: Happening[] = []
  let now = start
  let order = 0
  let busy = 0
  let failed: unknown

  const at = (when: number, act: () => void) => push(heap, { at: Math.max(when, now), order: order++, act })
  const wake = (act: () => void) => () => {
    busy++
    act()
  }
  return {
    get now() {
      return now
    },
    at,
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        busy--
        at(now + milliseconds, wake(resolve))
      }),
    live: (begin, life) =>
      at(
        begin,
        wake(() => {
          life()
            .catch((error: unknown) => {
              failed ??= error
            })
            .finally(() => busy--)
        }),
      ),
    during: async (work) => {
      busy++
      try {
        return await work
      } finally {
        busy--
      }
    },
    async run() {
      for (let next = pop(heap); next; next = pop(heap)) {
        now = next.at
        next.act()
        do await settled()
        while (busy > 0)
        if (failed) throw failed
      }
    },
  }
}

const isBefore = (one: Happening, other: Happening) => one.at < other.at || (one.at === other.at && one.order < other.order)

function push(heap: Happening[], added: Happening): void {
  let index = heap.push(added) - 1
  while (index > 0) {
    const parent = (index - 1) >> 1
    if (isBefore(heap[parent]!, added)) break
    heap[index] = heap[parent]!
    index = parent
  }
  heap[index] = added
}

function pop(heap: Happening[]): Happening | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (!first || !last || heap.length === 0) return first
  let index = 0
  for (;;) {
    let child = 2 * index + 1
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
    if (child >= heap.length || isBefore(last, heap[child]!)) break
    heap[index] = heap[child]!
    index = child
  }
  heap[index] = last
  return first
}
