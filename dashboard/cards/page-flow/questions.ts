/** What is asked about one page: its own numbers, the pages before and after it, and how far it was scrolled. */
import type { Ask } from '../../api/client.ts'
import type { Context } from '../../state/context.ts'
import { wholeSite } from '../bases.ts'
import { askedRows } from '../list/lists.ts'

export type PageFlowQuestion = 'page' | 'before' | 'after' | 'scroll'

export function pageFlowQuestions(context: Context, path: string): Record<PageFlowQuestion, Ask> {
  const whole = wholeSite(context)
  const about = { ...whole, filters: [['is', 'path', [path]]] satisfies Ask['filters'] }
  return {
    page: { ...about, measures: ['views', 'entries', 'exits', 'secondsPerVisit', 'coverage'] },
    before: { ...about, measures: ['views'], by: ['from'], limit: askedRows },
    after: { ...whole, filters: [['is', 'from', [path]]], measures: ['views'], by: ['path'], limit: askedRows },
    scroll: { ...about, measures: ['count'], by: ['scroll'] },
  }
}
