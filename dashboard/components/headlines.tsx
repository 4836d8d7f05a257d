/** The headline measures: each with its change, and chosen for the chart by pressing it. */
import type { Answer, Row } from '../../contract/query.ts'
import { changeOf, measureText } from '../format.ts'
import { type Headline, headlines } from '../headlines.ts'
import { lengthOf } from '../state/range.ts'
import { choice, choose, days } from '../state/store.ts'
import { Estimate } from './estimate.tsx'

interface Props {
  answer: Answer | undefined
  /** The period before; undefined where the two cannot be compared. */
  previous: Row | undefined
  chosen: Headline
}

export function Headlines({ answer, previous, chosen }: Props) {
  return (
    <ul class="totals" aria-label="Headline measures">
      {headlines.map((headline) => (
        <li key={headline.measure}>
          <button type="button" class="headline" aria-pressed={headline === chosen} onClick={() => choose({ measure: headline.measure })}>
            <span class="label">{headline.label}</span>
            <span class="number">
              {answer ? <Value {...{ headline, answer }} /> : <span class="bone" />}
              {answer && previous && <Change {...{ headline, previous }} row={answer.totals} />}
            </span>
            <span class="hint">{answer ? reasonOf(headline, answer) : headline.hint}</span>
          </button>
          {headline.measure === 'visitors' && <Estimate answer={answer} />}
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
function reasonOf({ measure, hint }: Headline, { notes, totals }: Answer): string {
  // What only consented visits tell finds only those.
  if (choice.value.filters && totals.coverage === 1 && hint.includes('with')) return 'with consent: the filter finds no others'
  const reason = notes.find((note) => note.measure === measure)?.reason
  if (reason === 'bounded') return `between these: ${whyBounded()}`
  if (reason === 'notKept') return 'not kept under this filter'
  return totals[measure] === null ? 'nothing to measure yet' : hint
}

/** A range of visitors: under a filter browsers are not counted one by one; a long window, or days with few browsers, do not tell who came again. */
function whyBounded(): string {
  if ((choice.value.filters ?? []).length > 0) return 'who came again is not told under a filter'
  return lengthOf(days.value) > 31 ? 'more than 31 days' : 'of quiet days it is not kept who came again'
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
      <span class="unseen">{words[change.direction]} </span>
      {change.text}
    </span>
  )
}
