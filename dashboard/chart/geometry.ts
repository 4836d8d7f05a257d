/** Points to shapes: scales, ticks and paths of the chart, for a width and height in pixels. */
import { scaleLinear, scalePoint } from 'd3-scale'
import { area, line } from 'd3-shape'
import type { Point } from './series.ts'

export interface Box {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
}

export interface Geometry {
  /** The middle of each step. */
  x: number[]
  /** Values of the horizontal lines, and where they are. */
  ticks: { value: number; y: number }[]
  /** Steps named on the axis. */
  names: number[]
  /** What is known, at the middle of its bounds; its ground; the span between bounds; and the steps of which not all is there. */
  line: string
  ground: string
  band: string
  part: string
  y: (value: number) => number
}

const middle = ({ lower, upper }: Point) => ((lower ?? 0) + (upper ?? 0)) / 2
const isKnown = ({ lower }: Point) => lower !== null
const isPart = ({ isOpen, cut }: Point) => isOpen || cut !== undefined

/** A share needs no more room than a whole; whole numbers have no parts between them. */
export function geometryOf(points: readonly Point[], box: Box, { isShare, isWhole }: { isShare: boolean; isWhole: boolean }): Geometry {
  const most = Math.max(...points.map(({ upper }) => upper ?? 0), isShare ? 0.1 : isWhole ? 4 : 1)
  const vertical = scaleLinear([0, isShare ? Math.min(1, most * 1.1) : most], [box.height - box.bottom, box.top]).nice(4)
  const horizontal = scalePoint(
    points.map((_, index) => index),
    [box.left, box.width - box.right],
  )
  const x = points.map((_, index) => (points.length === 1 ? (box.left + box.width - box.right) / 2 : (horizontal(index) ?? 0)))
  const indexed = points.map((point, index) => ({ point, index }))
  // Only the first and the last can be a part: between them all is whole.
  const whole = indexed.filter(({ point }) => !isPart(point))
  const ends = [indexed.slice(0, 2), indexed.slice(-2)].filter((pair, end) => pair.length === 2 && isPart(pair[end]!.point))
  const xOf = ({ index }: { index: number }) => x[index] ?? 0
  const known = ({ point }: { point: Point }) => isKnown(point)
  const lineOf = line<(typeof indexed)[number]>(xOf, ({ point }) => vertical(middle(point))).defined(known)
  const areaOf = (low: (point: Point) => number, high: (point: Point) => number) =>
    area<(typeof indexed)[number]>(
      xOf,
      ({ point }) => vertical(low(point)),
      ({ point }) => vertical(high(point)),
    ).defined(known)
  return {
    x,
    y: (value) => vertical(value),
    ticks: vertical
      .ticks(4)
      .filter((value) => !isWhole || Number.isInteger(value))
      .map((value) => ({ value, y: vertical(value) })),
    names: namesOf(points.length, box.width),
    line: lineOf(whole) ?? '',
    ground: areaOf(() => 0, middle)(whole) ?? '',
    band:
      areaOf(
        (point) => point.lower ?? 0,
        (point) => point.upper ?? 0,
      )(indexed) ?? '',
    part: [...new Set(ends.map((pair) => lineOf(pair) ?? ''))].join(''),
  }
}

/** Every step has a name where there is room, else every second, third, seventh … */
function namesOf(count: number, width: number): number[] {
  const room = Math.max(1, Math.floor(width / 84))
  const stride = [1, 2, 3, 4, 6, 7, 14, 28].find((each) => count / each <= room) ?? Math.ceil(count / room)
  return Array.from({ length: Math.ceil(count / stride) }, (_, index) => index * stride)
}
