/**
 * Long errands of the drain's thread, one of a kind at a time: to write a history, to take a site out of all that was counted, to fold, to take
 * back what of a day its owner names, or say what that would be.
 */
import type { Day } from '../../../contract/day.ts'
import type { HistoryOptions } from '../../sample/visits.ts'
import type { Forgot, Previewed } from '../../spool/forget/forget.ts'
import type { DisposalAsked } from '../../spool/ledger/disposals.ts'

/** `fold` names the sites that are not to be folded. */
export type Errand =
  | { fill: HistoryOptions }
  | { dispose: string }
  | { fold: readonly string[] }
  | { forget: DisposalAsked }
  | { preview: DisposalAsked }
type Kind = 'fill' | 'dispose' | 'fold' | 'forget' | 'preview'
type Done =
  /** `count`: rows deleted, or cells that folding took; 0 where a fill or fold was broken off. */
  { done: 'fill' | 'dispose' | 'fold'; count: number } | { done: 'forget'; forgot: Forgot } | { done: 'preview'; found: Previewed }
export type ErrandAnswer = Done | { failed: Kind; name: string; why: string } | { filledTo: Day }

export interface Errands {
  fill(history: HistoryOptions, progress: (day: Day) => void): Promise<boolean>
  dispose(site: string): Promise<number>
  /** Folds what is over, but for these sites; resolves to the cells that it took. Not called before the last one has settled. */
  fold(except: readonly string[]): Promise<number>
  /** `forget` of collector/spool/forget/forget.ts. One at a time. */
  forget(asked: DisposalAsked): Promise<Forgot>
  /** `previewForget` of the same. One at a time. */
  previewForget(asked: DisposalAsked): Promise<Previewed>
  heard(answer: ErrandAnswer): void
  /** Those under way, for a thread that was started again. */
  underWay(): Errand[]
  /** The thread has ended for good: a fill or a fold is broken off, the others reject. */
  end(): void
}

interface UnderWay {
  errand: Errand
  resolve(done: Done): void
  reject(error: Error): void
}

/** The main thread's side of it; `send` gives an errand to the thread. */
export function createErrands(send: (errand: Errand) => void): Errands {
  const underWay = new Map<Kind, UnderWay>()
  let progress: (day: Day) => void = () => {}
  const begin = (kind: Kind, errand: Errand) =>
    new Promise<Done>((resolve, reject) => {
      underWay.set(kind, { errand, resolve, reject })
      send(errand)
    })
  const counted = async (kind: Kind, errand: Errand) => {
    const done = await begin(kind, errand)
    return 'count' in done ? done.count : 0
  }
  const end = (kind: Kind) => {
    const ended = underWay.get(kind)
    underWay.delete(kind)
    return ended
  }
  return {
    fill: async (history, told) => {
      progress = told
      return (await counted('fill', { fill: history })) > 0
    },
    dispose: (site) => {
      // A thread that is started again must not fill what is being removed.
      end('fill')?.resolve({ done: 'fill', count: 0 })
      return counted('dispose', { dispose: site })
    },
    fold: (except) => counted('fold', { fold: except }),
    forget: async (asked) => ((await begin('forget', { forget: asked })) as Extract<Done, { done: 'forget' }>).forgot,
    previewForget: async (asked) => ((await begin('preview', { preview: asked })) as Extract<Done, { done: 'preview' }>).found,
    heard: (answer) => {
      if ('filledTo' in answer) progress(answer.filledTo)
      else if ('done' in answer) end(answer.done)?.resolve(answer)
      else end(answer.failed)?.reject(Object.assign(new Error(answer.why), { name: answer.name }))
    },
    underWay: () => [...underWay.values()].map(({ errand }) => errand),
    end: () => {
      for (const kind of ['fill', 'fold'] as const) end(kind)?.resolve({ done: kind, count: 0 })
      for (const kind of ['dispose', 'forget'] as const)
        end(kind)?.reject(new Error('the collector is ending; the next start goes on with it'))
      end('preview')?.reject(new Error('the collector is ending'))
    },
  }
}
