/** Answers to the question for consent: how many accepted, what else was done, over time, by language and by layer. */
import type { Row } from '../../../contract/query.ts'
import { Columns, Stack } from '../../chart/columns.tsx'
import { stepsOf } from '../../chart/series.ts'
import { numberText, valueName } from '../../i18n/format.ts'
import type { Context } from '../../state/context.ts'
import { CardProblem } from '../../ui/card-problem.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { type CardProps, card, isUnfiltered } from '../card.ts'
import {
  acceptance,
  actions,
  answersOf,
  type ConsentAction,
  layerName,
  type Tally,
  type TallyPart,
  tallyAt,
  tallyBy,
  tallyOf,
  unsorted,
} from './data.ts'
import { choicesQuestion } from './questions.ts'

export const consent = card({
  id: 'consent',
  name: 'Consent',
  deferred: true,
  stands: isUnfiltered,
  questions: (context) => ({ choices: choicesQuestion(context) }),
  View: Consent,
})

const words: Record<ConsentAction, { text: string; hint: string }> = {
  shown: { text: 'Shown', hint: 'pages on which it was asked' },
  accepted: { text: 'Accepted', hint: 'all of it' },
  chosen: { text: 'Chose', hint: 'a part of it' },
  refused: { text: 'Refused', hint: 'all of it' },
  left: { text: 'Left open', hint: 'gone on without an answer' },
  withdrawn: { text: 'Withdrawn', hint: 'a yes that was taken back' },
}
/** What becomes of a question that was shown: drawn on one another, in this order. */
const outcomes = ['accepted', 'chosen', 'refused', 'left'] as const satisfies readonly ConsentAction[]

function Consent({ context, answers }: CardProps<'choices'>) {
  const answer = answers.choices
  const rows = answer?.rows ?? []
  return (
    <section class="panel consent" aria-labelledby="consent">
      <h2 id="consent">
        Consent <small>how the question was answered, never by whom</small>
      </h2>
      {!answer && <div class="consent-skeleton skeleton" aria-hidden="true" />}
      {answer?.problem && <CardProblem text={answer.problem} />}
      {answer && !answer.problem && rows.length === 0 && <p class="nothing">Nobody was asked on these days.</p>}
      {rows.length > 0 && (
        <div class="answers">
          <Whole tally={tallyOf(rows)} lost={unsorted(rows)} />
          <div class="parts">
            <OverTime rows={rows} context={context} />
            <Parts name="Language" parts={tallyBy('language', rows)} nameOf={(value) => valueName('language', value).text} />
            <Parts name="Layer" parts={tallyBy('layer', rows)} nameOf={layerName} />
          </div>
        </div>
      )}
    </section>
  )
}

function Whole({ tally, lost }: { tally: Tally; lost: number }) {
  const rate = acceptance(tally)
  const told = outcomes.reduce((sum, action) => sum + tally[action], 0)
  return (
    <div class="whole">
      <p class="rate">
        <strong class="number">{rate === null ? '—' : numberText(rate, 'share')}</strong> of {numberText(answersOf(tally))}{' '}
        {answersOf(tally) === 1 ? 'answer' : 'answers'} accepted
      </p>
      <Stack parts={partsIn(tally)} />
      <table>
        <caption class="visually-hidden">Answers to the consent question</caption>
        <TableHead names="What became of it" numbers={['Times', 'Share']} />
        <tbody>
          {actions.map((action) => {
            const isOutcome = (outcomes as readonly ConsentAction[]).includes(action)
            return (
              <tr key={action}>
                <th scope="row">
                  <span class="name">
                    <span class={`key ${isOutcome ? action : ''}`} aria-hidden="true" />
                    {words[action].text}
                    <small> {words[action].hint}</small>
                  </span>
                </th>
                <td class="number">{numberText(tally[action])}</td>
                <td class="number">{isOutcome && told > 0 ? numberText(tally[action] / told, 'share') : ''}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {lost > 0 && <p class="hint">{numberText(lost)} more are not kept apart.</p>}
    </div>
  )
}

const partsIn = (tally: Tally) => outcomes.map((action) => ({ name: action, size: tally[action] }))

/** A column for each step of the days; a single day has none, since hours are not kept beside answers. */
function OverTime({ rows, context }: { rows: readonly Row[]; context: Context }) {
  const { days, interval } = context
  if (interval === 'hour') return null
  const byStep = tallyAt(rows)
  const columns = stepsOf(days, interval, context).map((step) => {
    const tally = byStep.get(step) ?? tallyOf([])
    const told = outcomes.map((action) => `${numberText(tally[action])} ${words[action].text.toLowerCase()}`)
    return { step, parts: partsIn(tally), text: told.join(', ') }
  })
  return <Columns columns={columns} interval={interval} />
}

/** Rows that are shown; a site with more languages has them in its numbers all the same. */
const mostParts = 6

function Parts({ name, parts, nameOf }: { name: string; parts: readonly TallyPart[]; nameOf: (value: string) => string }) {
  return (
    <table>
      <caption class="visually-hidden">By {name.toLowerCase()}</caption>
      <TableHead names={name} numbers={['Answers', 'Accepted', 'Chose']} />
      <tbody>
        {parts.slice(0, mostParts).map(({ value, tally }) => {
          const [rate, answers] = [acceptance(tally), answersOf(tally)]
          return (
            <tr key={value}>
              <th scope="row">
                <span class="bar" style={{ '--share': (rate ?? 0).toFixed(4) }} />
                <span class="name">{value === '-' ? 'Not told' : nameOf(value)}</span>
              </th>
              <td class="number">{numberText(answers)}</td>
              <td class="number">{rate === null ? '—' : numberText(rate, 'share')}</td>
              <td class="number">{answers === 0 ? '—' : numberText(tally.chosen / answers, 'share')}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
