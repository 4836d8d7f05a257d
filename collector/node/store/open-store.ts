/** Opens the store that the settings name: the engine in its child process, or a server. Intake never waits for it. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Store, StoreError } from '../../ports.ts'
import type { EngineKind } from '../../store/engine-kind.ts'
import { type Engine, EngineUnusable, engineSocket, engineStore, openEngine } from '../engine/supervisor.ts'
import { serverStore } from './server-store.ts'

/** How a store is reached from any thread. */
export type StorePlace = { socketPath: string } | { url: string; engine: EngineKind }

export function storeAt(place: StorePlace): Store {
  return 'url' in place ? serverStore(place.url, { engine: place.engine }) : engineStore(place.socketPath)
}

export interface OpenStore {
  place: StorePlace
  store: Store
  /** Settles only by rejecting: with why this store can never be used here, as one line that says what to do. */
  unusable: Promise<never>
  close(): Promise<void>
}

interface Options {
  /** Null: the engine runs here, in `folder`. */
  url: URL | null
  /** What the server's tables are made with. */
  engine: EngineKind
  folder: string
  log: (line: string) => void
}

/** Returns at once; until the store answers, it is away. */
export function openStore({ url, engine, folder, log }: Options): OpenStore {
  if (url) {
    const place = { url: url.href, engine }
    const store = storeAt(place)
    return { place, store, unusable: new Promise(() => undefined), close: () => store.close() }
  }
  const place = { socketPath: engineSocket(folder) }
  const store = storeAt(place)
  const opening = openWithPatience(folder, log)
  return {
    place,
    store,
    unusable: opening.failed,
    close: async () => {
      await store.close()
      await opening.close()
    },
  }
}

const againMilliseconds = 1_000

// What a start fails of may pass, such as a lack of memory; meanwhile events are taken and wait on disk.
function openWithPatience(folder: string, log: (line: string) => void) {
  const closing = new AbortController()
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined)
  const open = async (): Promise<Engine | null> => {
    while (!closing.signal.aborted) {
      try {
        return await openEngine({ folder, log })
      } catch (error) {
        if (isForGood(error)) {
          failed.reject(error)
          return null
        }
        log((error as Error).message)
      }
      await delay(againMilliseconds, undefined, { signal: closing.signal }).catch(() => undefined)
    }
    return null
  }
  const opened = open()
  return {
    failed: failed.promise,
    close: async () => {
      closing.abort()
      const engine = await opened
      await engine?.close()
    },
  }
}

// Another platform, a database of a newer Footfall: waiting changes neither. The folder's lock is ours by now, so whoever holds the engine's is
// most likely one that outlived its killed collector, as on a machine that is short of everything: it goes.
function isForGood(error: unknown): boolean {
  return error instanceof StoreError || (error instanceof EngineUnusable && error.code === 'unsupported')
}
