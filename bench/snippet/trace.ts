/** The tasks of a page's main thread while it loads, from Chromium's own trace. */
import type { CDPSession } from 'playwright-core'

interface TraceEvent {
  name: string
  pid: number
  tid: number
  /** Microseconds. */
  ts: number
  dur?: number
  args: { data?: { url?: string } }
}

const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline']

/** Milliseconds of the longest task, and of the task that ran `footfall.js`; 0 where none did. */
export async function traced(session: CDPSession, act: () => Promise<void>): Promise<{ longest: number; core: number }> {
  const events: TraceEvent[] = []
  const collect = ({ value }: { value: unknown[] }) => void events.push(...(value as TraceEvent[]))
  session.on('Tracing.dataCollected', collect)
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: categories } })
  await act()
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.end')
  await complete
  session.off('Tracing.dataCollected', collect)
  return tasksOf(events)
}

function tasksOf(events: readonly TraceEvent[]): { longest: number; core: number } {
  const page = events.find(({ name, args }) => name === 'ParseHTML' && args !== undefined)
  const tasks = events.filter(({ name, pid, tid }) => /RunTask$/.test(name) && pid === page?.pid && tid === page.tid)
  const core = events.find(({ name, args }) => name === 'EvaluateScript' && args.data?.url?.includes('/footfall.js'))
  const around =
    core && tasks.find(({ ts, dur = 0, pid, tid }) => pid === core.pid && tid === core.tid && ts <= core.ts && core.ts <= ts + dur)
  return { longest: Math.max(0, ...tasks.map(({ dur = 0 }) => dur)) / 1_000, core: (around?.dur ?? 0) / 1_000 }
}
