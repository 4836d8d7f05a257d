/** Results → the tables of docs/accuracy.md. */
import type { Results } from './all.ts'
import type { Assumptions } from './assumptions.ts'
import type { Compared, Off } from './compare.ts'
import { type Span, spans } from './measures.ts'
import { usualShare } from './variants.ts'

const spanNames: Record<Span, string> = {
  day: 'a day',
  week: 'a week',
  month: 'a calendar month',
  rolling: '30 days over a month’s end',
  quarter: '13 weeks',
}

export function reportOf({ truth, rules, footfall, variants }: Results, { people, schools }: Assumptions): string {
  const estimates = footfall.filter(({ isEstimate }) => isEstimate)
  const told = footfall.filter(({ isEstimate }) => !isEstimate)
  return [
    `Thirteen weeks: ${thousands(truth.views)} views and ${thousands(truth.visits)} visits by ${thousands(truth.people)} people on ${thousands(truth.browsers)} browsers, ${thousands(truth.peopleADay)} people on an average day; ${thousands(people)} people and the pupils of ${schools} schools come in the half year.`,
    '### Visitors, beside real people',
    visitorsTable([...rules, ...estimates, ...told], 'people'),
    '### Visitors, beside real browsers',
    visitorsTable([...rules, ...estimates, ...told], 'browsers'),
    '### The other measures, over the thirteen weeks',
    othersTable([...rules, ...estimates]),
    '### Where an assumption is another',
    `Visitors beside real people, of a day / of a calendar month; Footfall’s estimate where ${percent(usualShare)} of people agree.`,
    variantsTable([{ name: 'the city as assumed', rules, footfall: footfall.filter(({ share }) => share === usualShare) }, ...variants]),
  ].join('\n\n')
}

function visitorsTable(rows: readonly Compared[], beside: 'people' | 'browsers'): string {
  return table(
    ['way of counting', ...spans.map((span) => spanNames[span]), 'a single day is off by'],
    rows.map((row) => [nameOf(row), ...spans.map((span) => bounds(row.visitors[beside][span])), percent(row.visitors[beside].day.typical)]),
  )
}

function othersTable(rows: readonly Compared[]): string {
  return table(
    ['way of counting', 'views', 'visits', 'bounce rate, points', 'new in a month: people', 'new in a month: browsers'],
    rows.map((row) => [
      nameOf(row),
      signed(row.views),
      signed(row.visits, 1),
      row.bounceRate === null ? '–' : points(row.bounceRate),
      row.newVisitors === null ? '–' : bounds(row.newVisitors.people),
      row.newVisitors === null ? '–' : bounds(row.newVisitors.browsers),
    ]),
  )
}

function variantsTable(rows: Results['variants']): string {
  const cell = ({ visitors: { people } }: Compared) => `${bounds(people.day)} / ${bounds(people.month)}`
  const estimate = (row: Results['variants'][number]) => row.footfall.find(({ isEstimate }) => isEstimate)!
  return table(
    ['city', ...rows[0]!.rules.map(({ label }) => label), 'Footfall, estimate'],
    rows.map((row) => [row.name, ...row.rules.map(cell), cell(estimate(row))]),
  )
}

function nameOf({ name, tools, source, share, coverage, isEstimate }: Compared): string {
  if (share === null) return `${name} ([${tools}](${source}))`
  const says = isEstimate ? `**${name}, estimate for all**` : `${name}, browsers that agreed`
  return `${says}: ${percent(share)} of people agree, ${percent(coverage ?? 0)} of views`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n')
}

function bounds({ lower, upper }: Off): string {
  return upper - lower < 0.000_5 ? signed(lower) : `${signed(lower).replace(' %', '')} … ${signed(upper)}`
}

function signed(share: number, digits = 0): string {
  const text = Math.abs(share * 100).toFixed(digits)
  const sign = Number(text) === 0 ? '' : share > 0 ? '+' : '−'
  return `${sign}${Number(text) === 0 ? '0' : text} %`
}

const points = (share: number) => signed(share, 1).replace(' %', '')
const percent = (share: number) => `${Math.round(share * 100)} %`
const thousands = (count: number) => count.toLocaleString('en')
