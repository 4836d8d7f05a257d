/** The chart over time of the headline measure that is chosen. */
import { Chart as LineChart } from '../../chart/line-chart.tsx'
import { headlines } from '../../state/measures.ts'
import { CardProblem } from '../../ui/card-problem.tsx'
import { bySteps, underFilters } from '../bases.ts'
import { type CardProps, card } from '../card.ts'
import { chosenHeadline } from '../headlines/data.ts'

/** Steps of the longest window, by months, and the hours of a day are fewer. */
const mostSteps = 1_000

export const chart = card({
  id: 'chart',
  name: 'Over time',
  top: true,
  // All measures at once: another one is shown without another question.
  questions: (context) => ({
    series: { ...underFilters(context), measures: headlines.map(({ measure }) => measure), limit: mostSteps, ...bySteps(context) },
  }),
  View: Chart,
})

function Chart({ context, answers: { series } }: CardProps<'series'>) {
  const { days, interval } = context
  if (series?.problem) return <CardProblem text={series.problem} />
  return <LineChart headline={chosenHeadline(context)} answer={series} days={days} interval={interval} now={context} />
}
