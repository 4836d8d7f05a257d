/** A card of what became of events: its lists side by side, each with its columns by steps of time, and in words what can be done. */
import { useSignal } from '@preact/signals'
import type { Dimension } from '../../contract/dimensions.ts'
import type { Row } from '../../contract/query.ts'
import { type Column, Columns } from '../chart/columns.tsx'
import { stepNames } from '../chart/table.tsx'
import { measureText, numberText, stepText } from '../format.ts'
import { reasonWords, stepsIn, unusualWords, type Words } from '../outcomes.ts'
import type { Card, PanelRow } from '../panels.ts'
import type { Answered } from '../query/client.ts'
import { intervalOf, type Overview } from '../questions.ts'
import { days, hour, today } from '../state/store.ts'

export function Outcomes({ card, lists, steps }: { card: Card } & Pick<Overview, 'lists' | 'steps'>) {
  return (
    <section class="panel wide outcomes" aria-label={card.name}>
      {card.panels.map((panel) => (
        <Outcome key={panel.dimension} panel={panel} answer={lists.get(panel.dimension)} steps={steps.get(panel.dimension)} />
      ))}
    </section>
  )
}

interface OutcomeProps {
  panel: PanelRow
  answer: Answered | undefined
  /** Undefined also where it is not drawn by steps. */
  steps: Answered | undefined
}

function Outcome({ panel, answer, steps }: OutcomeProps) {
  const asTable = useSignal(false)
  const problem = answer?.problem ?? steps?.problem
  const rows = answer?.rows ?? []
  const drawn = !problem && rows.length > 0 && steps ? drawnOf(panel, steps.rows) : undefined
  return (
    <div class="outcome">
      <header>
        <h2>
          {panel.title} <small>{panel.note}</small>
        </h2>
        {drawn?.isKept && (
          <button type="button" class="quiet" aria-pressed={asTable.value} onClick={() => (asTable.value = !asTable.value)}>
            {asTable.value ? 'As columns' : 'As a table'}
            <span class="unseen">: {panel.title}</span>
          </button>
        )}
      </header>
      {!answer && <div class="outcome-bone bone" aria-hidden="true" />}
      {problem && <p class="nothing">These numbers did not come: {problem}.</p>}
      {answer && !problem && rows.length === 0 && <p class="nothing">{panel.empty}</p>}
      {drawn && <OverTime title={panel.title} drawn={drawn} asTable={asTable.value} />}
      {!problem && rows.length > 0 && <List panel={panel} rows={rows} named={drawn?.isKept ? drawn.named : undefined} />}
    </div>
  )
}

const wordsOf: Partial<Record<Dimension, (value: string) => Words>> = { refused: reasonWords, unusual: unusualWords }
const wordsIn = ({ dimension }: PanelRow, value: string) => wordsOf[dimension]!(value)
const interval = () => intervalOf(days.value)

/** The colour of a value: one of the first few, or that of all others. */
const colourOf = (value: string | null, named: readonly string[]) => `part${value === null ? '' : named.indexOf(value)}`

interface Drawn {
  columns: Column[]
  named: readonly string[]
  isKept: boolean
  unkept: number
}

function drawnOf(panel: PanelRow, rows: readonly Row[]): Drawn {
  const about = { days: days.value, interval: interval(), now: { today: today.value, hour: hour.value } }
  const { named, steps, unkept } = stepsIn(rows, panel.dimension, about)
  const columns = steps.map(({ step, parts }) => {
    const nameOf = (value: string | null, count: number) =>
      value === null ? (count === 1 ? 'other' : 'others') : wordsIn(panel, value).name
    const told = parts.map(({ value, count }) => `${numberText(count)} ${nameOf(value, count)}`)
    const colours = parts.map(({ value, count }) => ({ name: colourOf(value, named), size: count }))
    return { step, parts: colours, text: told.join(', ') || 'none' }
  })
  return { columns, named, isKept: steps.some(({ parts }) => parts.length > 0), unkept }
}

function OverTime({ title, drawn, asTable }: { title: string; drawn: Drawn; asTable: boolean }) {
  const { columns, isKept, unkept } = drawn
  if (!isKept) return <p class="hint">The hours of this day are not known: its numbers are kept by the day alone.</p>
  return (
    <>
      {asTable ? <StepsTable title={title} columns={columns} /> : <Columns columns={columns} interval={interval()} />}
      {unkept > 0 && <p class="hint">Of {numberText(unkept)} more the day is kept, and not the hour.</p>}
    </>
  )
}

/** The steps that have events. */
function StepsTable({ title, columns }: { title: string; columns: readonly Column[] }) {
  return (
    // It scrolls, so the keyboard must reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
    <section class="series" tabIndex={0} aria-label={`${title} as a table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{stepNames[interval()]}</th>
            <th scope="col">Events</th>
          </tr>
        </thead>
        <tbody>
          {columns
            .filter(({ parts }) => parts.length > 0)
            .reverse()
            .map(({ step, text }) => (
              <tr key={step}>
                <th scope="row">{stepText(step, interval()).full}</th>
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
function List({ panel, rows, named }: { panel: PanelRow; rows: readonly Row[]; named: readonly string[] | undefined }) {
  const all = useSignal(false)
  const { dimension, title, column, measures } = panel
  return (
    <>
      <table>
        <caption class="unseen">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{column}</th>
            <th scope="col" class="number">
              {measures[0]!.label}
            </th>
          </tr>
        </thead>
        <tbody>
          {(all.value ? rows : rows.slice(0, shownRows)).map((row) => {
            const value = String(row[dimension])
            const { name, meaning, advice } = wordsIn(panel, value)
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
      {rows.length > shownRows && (
        <button type="button" class="quiet more" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
          {all.value ? 'Show fewer' : `Show all ${rows.length}`}
        </button>
      )}
    </>
  )
}
