/** docs/accuracy.md: what stands between `<!-- name -->` and `<!-- /name -->` is written by the bench. */
import type { Assumptions } from './assumptions.ts'
import { assumptionRows } from './assumptions.ts'

/** The page with another text between the marks. Throws where it has none. */
export function between(page: string, name: string, text: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const from = page.indexOf(start)
  const to = page.indexOf(end)
  if (from < 0 || to < from) throw new Error(`the page has no ${start} … ${end}`)
  return `${page.slice(0, from + start.length)}\n\n${text.trim()}\n\n${page.slice(to)}`
}

export function assumptionsTable(given: Assumptions): string {
  const rows = assumptionRows(given).map((cells) => `| ${cells.join(' | ')} |`)
  return ['| what | assumed | from |', '| --- | --- | --- |', ...rows].join('\n')
}
