/** A card of what became of events: its lists side by side, each with its columns by steps of time, and in words what can be done. */
import { useSignal } from '@preact/signals'
import type { Row } from '../../../contract/query.ts'
import type { QuestionResult } from '../../api/client.ts'
import { type Column, Columns } from '../../chart/columns.tsx'
import { stepNames } from '../../chart/series-table.tsx'
import { measureText, numberText, stepText } from '../../i18n/format.ts'
import type { Context } from '../../state/context.ts'
import { CardProblem } from '../../ui/card-problem.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { type CardProps, card } from '../card.ts'
import { type ListRow, lists } from '../list/lists.ts'
import { stepsIn } from './data.ts'
import { type OutcomesQuestion, outcomesQuestions } from './questions.ts'
import { type OutcomeWords, reasonWords, unusualWords } from './words.ts'

/** A warning is one under every filter, and says why there are no views. */
export const outcomes = card({
  id: 'outcomes',
  name: 'Refused and unusual events',
  whileEmpty: true,
  lists: () => [lists.refused, lists.unusual],
  questions: outcomesQuestions,
  View: Outcomes,
})

function Outcomes({ context, answers }: CardProps<OutcomesQuestion>) {
  const { refused, refusedAt, unusual, unusualAt } = answers
  return (
    <section class="panel wide outcomes" aria-label={outcomes.name}>
      <Outcome list={lists.refused} answer={refused} steps={refusedAt} context={context} />
      <Outcome list={lists.unusual} answer={unusual} steps={unusualAt} context={context} />
    </section>
  )
}

interface OutcomeProps {
  list: ListRow
  answer: QuestionResult | undefined
  /** Undefined also where it is not drawn by steps. */
  steps: QuestionResult | undefined
  context: Context
}

function Outcome({ list, answer, steps, context }: OutcomeProps) {
  const asTable = useSignal(false)
  const problem = answer?.problem ?? steps?.problem
  const rows = answer?.rows ?? []
  const drawn = !problem && rows.length > 0 && steps ? drawnOf(list, steps.rows, context) : undefined
  return (
    <div class="outcome">
      <header>
        <h2>
          {list.title} <small>{list.note}</small>
        </h2>
        {drawn?.isKept && (
          <button type="button" class="quiet" aria-pressed={asTable.value} onClick={() => (asTable.value = !asTable.value)}>
            {asTable.value ? 'As columns' : 'As a table'}
            <span class="visually-hidden">: {list.title}</span>
          </button>
        )}
      </header>
      {!answer && <div class="outcome-skeleton skeleton" aria-hidden="true" />}
      {problem && <CardProblem text={problem} />}
      {answer && !problem && rows.length === 0 && <p class="nothing">{list.empty}</p>}
      {drawn && <OverTime title={list.title} drawn={drawn} asTable={asTable.value} interval={context.interval} />}
      {!problem && rows.length > 0 && <List list={list} rows={rows} named={drawn?.isKept ? drawn.named : undefined} />}
    </div>
  )
}

const wordsIn = ({ dimension }: ListRow, value: string): OutcomeWords => (dimension === 'refused' ? reasonWords : unusualWords)(value)

/** The colour of a value: one of the first few, or that of all others. */
const colourOf = (value: string | null, named: readonly string[]) => `part${value === null ? '' : named.indexOf(value)}`

interface Drawn {
  columns: Column[]
  named: readonly string[]
  isKept: boolean
  unkept: number
}

function drawnOf(list: ListRow, rows: readonly Row[], context: Context): Drawn {
  const { days, interval } = context
  const { named, steps, unkept } = stepsIn(rows, list.dimension, { days, interval, now: context })
  const columns = steps.map(({ step, parts }) => {
    const nameOf = (value: string | null, count: number) =>
      value === null ? (count === 1 ? 'other' : 'others') : wordsIn(list, value).name
    const told = parts.map(({ value, count }) => `${numberText(count)} ${nameOf(value, count)}`)
    const colours = parts.map(({ value, count }) => ({ name: colourOf(value, named), size: count }))
    return { step, parts: colours, text: told.join(', ') || 'none' }
  })
  return { columns, named, isKept: steps.some(({ parts }) => parts.length > 0), unkept }
}

/** How steps are named, and of what they are. */
type Named = Pick<Context, 'interval'> & { title: string }

function OverTime({ title, drawn, asTable, interval }: Named & { drawn: Drawn; asTable: boolean }) {
  const { columns, isKept, unkept } = drawn
  if (!isKept) return <p class="hint">This day is stored as a whole, without its hours.</p>
  return (
    <>
      {asTable ? <StepsTable {...{ title, columns, interval }} /> : <Columns columns={columns} interval={interval} />}
      {unkept > 0 && <p class="hint">Of {numberText(unkept)} more only the day is stored, not the hour.</p>}
    </>
  )
}

/** The steps that have events. */
function StepsTable({ title, columns, interval }: Named & { columns: readonly Column[] }) {
  return (
    // It scrolls, so the keyboard must reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
    <section class="series" tabIndex={0} aria-label={`${title} as a table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{stepNames[interval]}</th>
            <th scope="col">Events</th>
          </tr>
        </thead>
        <tbody>
          {columns
            .filter(({ parts }) => parts.length > 0)
            .reverse()
            .map(({ step, text }) => (
              <tr key={step}>
                <th scope="row">{stepText(step, interval).full}</th>
                <td>{text}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}

/** Rows that are shown until more are wanted. */
const shownRows = 5

/** `named`: the values that have a colour, where there are columns. */
function List({ list, rows, named }: { list: ListRow; rows: readonly Row[]; named: readonly string[] | undefined }) {
  const all = useSignal(false)
  const { dimension, title, column, measures } = list
  return (
    <>
      <table>
        <caption class="visually-hidden">{title}</caption>
        <TableHead names={column} numbers={[measures[0]!.label]} />
        <tbody>
          {(all.value ? rows : rows.slice(0, shownRows)).map((row) => {
            const value = String(row[dimension])
            const { name, meaning, advice } = wordsIn(list, value)
            return (
              <tr key={value}>
                <th scope="row" class="explained">
                  {named && <span class={`key ${colourOf(named.includes(value) ? value : null, named)}`} aria-hidden="true" />}
                  <strong>{name}</strong> {meaning}
                  <small>{advice}</small>
                </th>
                <td class="number">{measureText(row, measures[0]!.measure)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {rows.length > shownRows && <ShowMore all={all} more={`Show all ${rows.length}`} />}
    </>
  )
}
