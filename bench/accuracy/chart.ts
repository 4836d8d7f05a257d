/** Results → docs/accuracy.svg: how many visitors are told for each real one, by the length of the window. No script, two colour schemes. */
import { type ScaleContinuousNumeric, type ScalePoint, scaleLog, scalePoint } from 'd3-scale'
import { area, curveMonotoneX, line } from 'd3-shape'
import type { Results } from './all.ts'
import type { Compared, Off } from './compare.ts'
import type { Span } from './measures.ts'
import { usualShare } from './variants.ts'

const width = 920
const height = 500
const top = 112
const bottom = 58
const panelWidth = 292
const lefts = [56, 56 + panelWidth + 44]
const labelsAt = (lefts[1] ?? 0) + panelWidth + 14
const steps: readonly (readonly [Span, string])[] = [
  ['day', '1 day'],
  ['week', '7 days'],
  ['month', '1 month'],
  ['quarter', '13 weeks'],
]
const ticks: readonly (readonly [number, string])[] = [
  [0.5, '½'],
  [0.75, '¾'],
  [1, '1'],
  [1.5, '1½'],
  [2, '2'],
  [3, '3'],
]

/** One way of counting: its ratio to the truth at each step, as a span where only bounds are told. */
interface Series {
  kind: string
  label: string
  /** Said below the label, smaller. */
  note?: string
  at: Record<'people' | 'browsers', [number, number][]>
}

const note = `${usualShare * 100} % agree; shaded: 20 to 80 %`

export function chartOf({ rules, footfall }: Results): string {
  const shown = footfall.filter(({ share }) => share === usualShare)
  const series = [
    ...rules.filter(({ label }) => !label.includes('8 hours')).map((rule, index) => seriesOf(rule, `rule r${index}`, rule.label)),
    seriesOf(shown.find(({ isEstimate }) => !isEstimate)!, 'agreed', 'Footfall: those who agreed'),
    { ...seriesOf(shown.find(({ isEstimate }) => isEstimate)!, 'estimate', 'Footfall: estimate for all'), note },
  ]
  const estimates = footfall.filter(({ isEstimate }) => isEstimate)
  const ratios = series.flatMap(({ at }) => [...at.people, ...at.browsers].flat())
  const y = scaleLog([Math.min(0.75, ...ratios) * 0.94, Math.max(3, ...ratios) * 1.05], [height - bottom, top])
  const panels = (['people', 'browsers'] as const).map((beside, index) => panel({ beside, left: lefts[index]!, y, series, estimates }))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title about">
<title id="title">Visitors told for each real one, by the length of the window</title>
<desc id="about">${described(series)}</desc>
<style>${style}</style>
<rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="14"/>
<text class="title" x="24" y="40">Visitors told for each real one</text>
<text class="soft" x="24" y="62">A city’s web site, thirteen weeks. On the line a tool tells the truth; above, it counts somebody twice; below, it misses some.</text>
${panels.join('\n')}
${labelsOf(series, y)}
</svg>
`
}

function seriesOf(compared: Compared, kind: string, label: string): Series {
  const ratios = (offs: Record<Span, Off>) => steps.map(([span]): [number, number] => [1 + offs[span].lower, 1 + offs[span].upper])
  return { kind, label, at: { people: ratios(compared.visitors.people), browsers: ratios(compared.visitors.browsers) } }
}

interface Panel {
  beside: 'people' | 'browsers'
  left: number
  y: ScaleContinuousNumeric<number, number>
  series: readonly Series[]
  estimates: readonly Compared[]
}

function panel({ beside, left, y, series, estimates }: Panel): string {
  const x = scalePoint(
    steps.map(([span]) => span),
    [left + 18, left + panelWidth - 18],
  )
  const [least = 0] = y.domain()
  const grid = ticks
    .filter(([value]) => value > least)
    .map(([value, text]) => {
      const at = round(y(value))
      const name = left === lefts[0] ? `<text class="tick" x="${left - 10}" y="${at + 4}" text-anchor="end">${text}</text>` : ''
      return `<path class="${value === 1 ? 'truth' : 'grid'}" d="M${left} ${at}H${left + panelWidth}"/>${name}`
    })
  const names = steps.map(
    ([span, text]) => `<text class="tick" x="${round(x(span)!)}" y="${height - bottom + 24}" text-anchor="middle">${text}</text>`,
  )
  return `<g>
<text class="panel" x="${left}" y="${top - 16}">beside real ${beside}</text>
${grid.join('')}
${names.join('')}
<path class="band" d="${bandOf(estimates, beside, x, y)}"/>
${series.map((each) => lineOf(each, beside, x, y)).join('\n')}
</g>`
}

/** Between the least and the most that the estimate says at any share of consent. */
function bandOf(estimates: readonly Compared[], beside: Panel['beside'], x: ScalePoint<Span>, y: Panel['y']): string {
  const shape = area<Span>(
    (span) => round(x(span)!),
    (span) => round(y(1 + Math.min(...estimates.map(({ visitors }) => visitors[beside][span].lower)))),
    (span) => round(y(1 + Math.max(...estimates.map(({ visitors }) => visitors[beside][span].upper)))),
  ).curve(curveMonotoneX)
  return shape(steps.map(([span]) => span)) ?? ''
}

const middle = ([lower, upper]: [number, number]) => (lower + upper) / 2

function lineOf({ kind, at }: Series, beside: Panel['beside'], x: ScalePoint<Span>, y: Panel['y']): string {
  const points = at[beside].map((span, index): [number, number] => [round(x(steps[index]![0])!), round(y(middle(span)))])
  const path = line().curve(curveMonotoneX)(points)
  const dots = points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="${kind === 'estimate' ? 4.5 : 3}"/>`)
  return `<g class="${kind}"><path d="${path}"/>${dots.join('')}</g>`
}

/** Beside the ends of the right panel's lines, moved apart where they would lie on each other. */
function labelsOf(series: readonly Series[], y: Panel['y']): string {
  const placed = series.map(({ kind, label, note, at }) => ({ kind, label, note, end: y(middle(at.browsers.at(-1)!)), at: 0 }))
  placed.sort((one, other) => one.end - other.end)
  let last = Number.NEGATIVE_INFINITY
  for (const each of placed) {
    each.at = Math.max(each.end, last + 20)
    last = each.at + (each.note ? 17 : 0)
  }
  return placed
    .map(({ kind, label, note, end, at }) => {
      const from = labelsAt - 28
      const below = note ? `<text class="note" x="${labelsAt}" y="${round(at) + 21}">${note}</text>` : ''
      return `<g class="${kind} label"><path d="M${from} ${round(end)}L${labelsAt - 4} ${round(at)}"/><text x="${labelsAt}" y="${round(at) + 4}">${label}</text>${below}</g>`
    })
    .join('\n')
}

function described(series: readonly Series[]): string {
  const of = ({ label, at }: Series) => `${label}: ${at.people.map((span) => middle(span).toFixed(2)).join(', ')}`
  return `For each real person, at 1 day, 7 days, 1 month and 13 weeks. ${series.map(of).join('. ')}.`
}

const round = (value: number) => Math.round(value * 10) / 10

/** Class → its colour in the light and in the dark. */
const colours: Record<string, readonly [string, string]> = {
  r0: ['#7d5ba6', '#b79be0'],
  r1: ['#3f74b5', '#83b1ea'],
  r2: ['#1f8a9e', '#6cc9da'],
  r3: ['#857a6b', '#a89e90'],
  r4: ['#a9640f', '#e2a952'],
  agreed: ['#0c6b5d', '#5fcbb4'],
  estimate: ['#0c6b5d', '#5fcbb4'],
}

const coloured = (scheme: 0 | 1) =>
  Object.entries(colours)
    .map(([name, pair]) => `.${name} path{stroke:${pair[scheme]}}.${name} circle,.${name} text{fill:${pair[scheme]}}`)
    .join('')

// The page's own colours (dashboard/styles/base.css).
const style = `
text{font:13px -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:#17191a}
.title{font-size:19px;font-weight:650}.panel{font-weight:600}.soft,.tick{fill:#5f6467}
.ground{fill:#fff;stroke:#e5e5df}
path{fill:none;stroke-width:1.75;stroke-linejoin:round}.grid{stroke:#ecece7;stroke-width:1}.truth{stroke:#17191a;stroke-width:1.25}.band{fill:#0c6b5d;fill-opacity:.14}
.estimate path{stroke-width:3.25}.estimate text{font-weight:650}.agreed path{stroke-dasharray:1 4;stroke-linecap:round}
.label .note{font-size:12px;font-weight:400}.label path{stroke-width:1;stroke-opacity:.5;stroke-dasharray:none}
${coloured(0)}
@media (prefers-color-scheme:dark){text{fill:#eceeed}.soft,.tick{fill:#9ba3a1}.ground{fill:#171b1c;stroke:#272c2d}.grid{stroke:#262b2c}.truth{stroke:#eceeed}.band{fill:#5fcbb4}${coloured(1)}}
`
