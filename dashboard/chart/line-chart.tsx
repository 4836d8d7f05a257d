/** The chart over time of one measure: line, bounds as a band, a cursor for pointer and keyboard, and the same as a table. */
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Answer, Interval } from '../../contract/query.ts'
import { axisText, stepText } from '../i18n/format.ts'
import type { Headline } from '../state/measures.ts'
import type { Days } from '../state/range.ts'
import { type Box, geometryOf } from './geometry.ts'
import { type Now, type Point, pointsOf } from './series.ts'
import { SeriesTable } from './series-table.tsx'
import { partOf, valueText } from './value.ts'

export interface ChartProps {
  headline: Headline
  answer: Answer | undefined
  days: Days
  interval: Interval | 'hour'
  now: Now
}

const height = 250

export function Chart({ headline, answer, days, interval, now }: ChartProps) {
  const asTable = useSignal(false)
  const points = answer ? pointsOf(answer, headline.measure, { days, interval, now }) : []
  const isUnknown = answer !== undefined && points.length > 0 && points.every(({ lower }) => lower === null)
  return (
    <section class="chart" aria-labelledby="chart">
      <header>
        <h2 id="chart">
          {headline.label} <small>{interval === 'hour' ? 'by the hour' : `by ${interval}`}</small>
        </h2>
        {points.length > 0 && !isUnknown && (
          <button type="button" class="quiet" aria-pressed={asTable.value} onClick={() => (asTable.value = !asTable.value)}>
            {asTable.value ? 'As a chart' : 'As a table'}
          </button>
        )}
      </header>
      {!answer && <div class="chart-skeleton skeleton" aria-hidden="true" />}
      {answer && isUnknown && <p class="nothing unknown">{unknownText(headline, interval)}</p>}
      {answer && !isUnknown && points.length === 0 && <p class="nothing unknown">These days have not begun.</p>}
      {points.length > 0 && !isUnknown && asTable.value && <SeriesTable {...{ points, headline, interval }} />}
      {points.length > 0 && !isUnknown && !asTable.value && <Plot {...{ points, headline, interval }} />}
    </section>
  )
}

function unknownText({ label }: Headline, interval: Interval | 'hour'): string {
  return interval === 'hour'
    ? `${label} by the hour are not stored: choose more than a day, or another measure above.`
    : `${label} are not known for these days and filters.`
}

interface PlotProps {
  points: readonly Point[]
  headline: Headline
  interval: Interval | 'hour'
}

function Plot({ points, headline, interval }: PlotProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useSignal(0)
  const at = useSignal<number | null>(null)
  useEffect(() => {
    const element = frame.current as HTMLDivElement
    const observer = new ResizeObserver(() => (width.value = element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const box: Box = { width: width.value, height, left: 44, right: 14, top: 14, bottom: 28 }
  const last = points.length - 1
  const chosen = at.value === null ? null : Math.min(at.value, last)
  const keys: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -points.length, End: points.length }
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Escape') at.value = null
    const step = keys[event.key]
    if (step === undefined) return
    event.preventDefault()
    at.value = Math.max(0, Math.min(last, (chosen ?? (step < 0 ? last + 1 : -1)) + step))
  }
  const geometry = geometryOf(points, box, { isShare: headline.unit === 'share', isWhole: headline.unit === 'count' })
  const point = (event: PointerEvent) => {
    const left = event.clientX - (frame.current?.getBoundingClientRect().left ?? 0)
    const distances = geometry.x.map((x) => Math.abs(x - left))
    at.value = distances.indexOf(Math.min(...distances))
  }
  return (
    <div
      ref={frame}
      class="plot"
      role="slider"
      tabIndex={0}
      aria-label={`${headline.label} over time`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={chosen ?? last}
      aria-valuetext={pointText(points[chosen ?? last]!, { headline, interval })}
      onKeyDown={move}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => (at.value = null)}
      onBlur={() => (at.value = null)}
    >
      {width.value > 0 && <Shapes {...{ geometry, box, points, headline, interval, chosen }} />}
      {chosen !== null && width.value > 0 && <Told {...{ geometry, box, chosen, headline, interval }} point={points[chosen]!} />}
    </div>
  )
}

type Shaped = PlotProps & { geometry: ReturnType<typeof geometryOf>; box: Box; chosen: number | null }

function Shapes({ geometry, box, points, headline, interval, chosen }: Shaped) {
  const { left, right, width, bottom } = box
  const marked = chosen === null ? (points.length === 1 ? 0 : null) : chosen
  const point = marked === null ? undefined : points[marked]
  return (
    <svg width={width} height={height} aria-hidden="true" focusable="false">
      {geometry.ticks.map(({ value, y }) => (
        <g key={value}>
          <line class={value === 0 ? 'base' : 'grid'} x1={left} x2={width - right} y1={y} y2={y} />
          <text class="tick" x={left - 10} y={y} dy="0.32em" text-anchor="end">
            {axisText(value, headline.unit)}
          </text>
        </g>
      ))}
      {geometry.names.map((index) => (
        <text key={index} class="tick" x={geometry.x[index]} y={height - bottom + 20} text-anchor={anchor(index, points.length)}>
          {stepText(points[index]!.step, interval).short}
        </text>
      ))}
      <path class="ground" d={geometry.ground} />
      <path class="band" d={geometry.band} />
      <path class="line" d={geometry.line} />
      <path class="line part" d={geometry.part} />
      {marked !== null && <line class="cursor" x1={geometry.x[marked]} x2={geometry.x[marked]} y1={box.top} y2={height - bottom} />}
      {marked !== null && point && point.lower !== null && (
        <circle class="dot" cx={geometry.x[marked]} cy={geometry.y((point.lower + (point.upper ?? 0)) / 2)} r={4.5} />
      )}
    </svg>
  )
}

function anchor(index: number, count: number): 'start' | 'middle' | 'end' {
  if (count === 1) return 'middle'
  return index === count - 1 ? 'end' : 'middle'
}

function Told({ geometry, box, chosen, point, headline, interval }: Omit<Shaped, 'points'> & { chosen: number; point: Point }) {
  const x = geometry.x[chosen] ?? 0
  const side = x > box.width - 190 ? 'told before' : 'told'
  const part = partOf(point)
  return (
    <div class={side} style={{ '--x': `${x}px` }}>
      <strong class="number">{valueText(point, headline)}</strong>
      <span>
        {stepText(point.step, interval).full}
        {part && `, ${part}`}
      </span>
    </div>
  )
}

function pointText(point: Point, { headline, interval }: Pick<PlotProps, 'headline' | 'interval'>): string {
  const part = partOf(point)
  return `${stepText(point.step, interval).full}: ${valueText(point, headline)}${part ? `, ${part}` : ''}`
}
