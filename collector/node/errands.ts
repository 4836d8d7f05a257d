/** Long errands of the drain's thread, one of a kind at a time: to write a history, to take a site out of all that was counted, to fold. */
import type { Day } from '../../contract/day.ts'
import type { HistoryOptions } from '../sample/visits.ts'

/** `fold` names the sites that are not to be folded. */
export type Errand = { fill: HistoryOptions } | { dispose: string } | { fold: readonly string[] }
type Kind = 'fill' | 'dispose' | 'fold'
export type ErrandAnswer =
  /** `count`: rows deleted, or cells that folding took; 0 where a fill or fold was broken off. */
  { done: Kind; count: number } | { failed: Kind; why: string } | { filledTo: Day }

export interface Errands {
  fill(history: HistoryOptions, progress: (day: Day) => void): Promise<boolean>
  dispose(site: string): Promise<number>
  /** Folds what is over, but for these sites; resolves to the cells that it took. Not called before the last one has settled. */
  fold(except: readonly string[]): Promise<number>
  heard(answer: ErrandAnswer): void
  /** Those under way, for a thread that was started again. */
  underWay(): Errand[]
  /** The thread has ended for good: a fill or a fold is broken off, a disposal rejects. */
  end(): void
}

interface UnderWay {
  errand: Errand
  resolve(count: number): void
  reject(error: Error): void
}

/** The main thread's side of it; `send` gives an errand to the thread. */
export function createErrands(send: (errand: Errand) => void): Errands {
  const underWay = new Map<Kind, UnderWay>()
  let progress: (day: Day) => void = () => {}
  const begin = (kind: Kind, errand: Errand) =>
    new Promise<number>((resolve, reject) => {
      underWay.set(kind, { errand, resolve, reject })
      send(errand)
    })
  const end = (kind: Kind) => {
    const ended = underWay.get(kind)
    underWay.delete(kind)
    return ended
  }
  return {
    fill: async (history, told) => {
      progress = told
      return (await begin('fill', { fill: history })) > 0
    },
    dispose: (site) => {
      // A thread that is started again must not fill what is being removed.
      end('fill')?.resolve(0)
      return begin('dispose', { dispose: site })
    },
    fold: (except) => begin('fold', { fold: except }),
    heard: (answer) => {
      if ('filledTo' in answer) progress(answer.filledTo)
      else if ('done' in answer) end(answer.done)?.resolve(answer.count)
      else end(answer.failed)?.reject(new Error(answer.why))
    },
    underWay: () => [...underWay.values()].map(({ errand }) => errand),
    end: () => {
      end('fill')?.resolve(0)
      end('fold')?.resolve(0)
      end('dispose')?.reject(new Error('the collector is ending; the next start goes on with it'))
    },
  }
}
