/** What was opened, to be closed in reverse order: at the end, or where opening the next thing failed. */

export interface Closers {
  add(close: () => Promise<void> | void): void
  /** Closes everything, the last first. What fails to close does not keep the rest open; the first such error is thrown at the end. */
  close(): Promise<void>
}

export function createClosers(): Closers {
  const list: (() => Promise<void> | void)[] = []
  return {
    add: (close) => void list.push(close),
    async close() {
      const errors: unknown[] = []
      for (let close = list.pop(); close; close = list.pop())
        await Promise.resolve()
          .then(close)
          .catch((error: unknown) => errors.push(error))
      if (errors.length > 0) throw errors[0]
    },
  }
}
