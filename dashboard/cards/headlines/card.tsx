/** The headline measures: each with its change, and chosen for the chart by pressing it. */
import type { Answer, Row } from '../../../contract/query.ts'
import { longestRecency } from '../../../contract/rules.ts'
import { changeOf, measureText } from '../../i18n/format.ts'
import type { Context } from '../../state/context.ts'
import { type Headline, headlines as measures } from '../../state/measures.ts'
import { lengthOf } from '../../state/range.ts'
import { choose } from '../../state/store.ts'
import { CardProblem } from '../../ui/card-problem.tsx'
import { type CardProps, card, isFiltered } from '../card.ts'
import { chosenHeadline, isComparable } from './data.ts'
import { Estimate } from './estimate.tsx'
import { type HeadlinesQuestion, headlinesQuestions } from './questions.ts'

export const headlines = card({
  id: 'headlines',
  name: 'Headline measures',
  top: true,
  questions: headlinesQuestions,
  View: Headlines,
})

function Headlines({ context, answers }: CardProps<HeadlinesQuestion>) {
  const { totals: answer, previous } = answers
  if (answer?.problem) return <CardProblem text={answer.problem} />
  const chosen = chosenHeadline(context)
  const compared = isComparable(context) ? previous?.totals : undefined
  return (
    <ul class="totals" aria-label={headlines.name}>
      {measures.map((headline) => (
        <li key={headline.measure}>
          <button type="button" class="headline" aria-pressed={headline === chosen} onClick={() => choose({ measure: headline.measure })}>
            <span class="label">{headline.label}</span>
            <span class="number">
              {answer ? <Value {...{ headline, answer }} /> : <span class="skeleton" />}
              {answer && compared && <Change {...{ headline }} previous={compared} row={answer.totals} />}
            </span>
            <span class="hint">{answer ? reasonOf(headline, answer, context) : headline.hint}</span>
          </button>
          {headline.measure === 'visitors' && <Estimate answer={answer} context={context} />}
        </li>
      ))}
    </ul>
  )
}

function Value({ headline, answer }: { headline: Headline; answer: Answer }) {
  const text = measureText(answer.totals, headline.measure)
  return <span class={text.length > 7 ? 'value long' : 'value'}>{text}</span>
}

/** What it means; or why it is a range, or not there. */
function reasonOf({ measure, hint }: Headline, { notes, totals }: Answer, context: Context): string {
  // What only consented visits tell finds only those.
  if (isFiltered(context) && totals.coverage === 1 && hint.includes('with')) return 'with consent: the filter finds no others'
  const reason = notes.find((note) => note.measure === measure)?.reason
  if (reason === 'bounded') return `between these: ${whyBounded(context)}`
  if (reason === 'notKept') return 'not kept under this filter'
  return totals[measure] === null ? 'nothing to measure yet' : hint
}

/** A range of visitors: under a filter browsers are not counted one by one; a long window, or days with few browsers, do not tell who came again. */
function whyBounded(context: Context): string {
  if (isFiltered(context)) return 'returning visitors are not stored under a filter'
  return lengthOf(context.days) > longestRecency ? `more than ${longestRecency} days` : 'returning visitors are not stored for quiet days'
}

const arrows = { up: '▲', down: '▼', same: '' } as const
const words = { up: 'up', down: 'down', same: 'no change' } as const

function Change({ headline, row, previous }: { headline: Headline; row: Row; previous: Row }) {
  const change = changeOf(row, previous, headline)
  if (!change) return null
  const good =
    headline.more === 'neither' || change.direction === 'same'
      ? ''
      : (change.direction === 'up') === (headline.more === 'good')
        ? 'better'
        : 'worse'
  return (
    <span class={`change ${good}`}>
      <span aria-hidden="true">{arrows[change.direction]} </span>
      <span class="visually-hidden">{words[change.direction]} </span>
      {change.text}
    </span>
  )
}
