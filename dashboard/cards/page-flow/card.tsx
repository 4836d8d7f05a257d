/** Around one page: where its views came from, how it was read, and where they went on to; a page in it becomes the filter. */
import { useSignal } from '@preact/signals'
import type { Row } from '../../../contract/query.ts'
import { measureText, type Name, numberText, titleOf, valueName } from '../../i18n/format.ts'
import { choose } from '../../state/store.ts'
import { CardProblem } from '../../ui/card-problem.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { type CardProps, card } from '../card.ts'
import { shownRows } from '../list/lists.ts'
import { type FlowStep, pageOf, reachOf, stepsAfter, stepsBefore } from './data.ts'
import { type PageFlowQuestion, pageFlowQuestions } from './questions.ts'

/** Under a filter on one page alone. */
export const pageFlow = card({
  id: 'pageFlow',
  name: 'Around this page',
  stands: ({ filters }) => pageOf(filters) !== null,
  questions: (context) => pageFlowQuestions(context, pageOf(context.filters) ?? ''),
  // Each page begins with short lists.
  View: (props) => <PageFlow key={pageOf(props.context.filters)} {...props} />,
})

function PageFlow({ context, answers }: CardProps<PageFlowQuestion>) {
  const { page, before, after, scroll } = answers
  const problem = Object.values(answers).find((each) => each?.problem)?.problem
  return (
    <section class="panel wide around" aria-labelledby="around">
      <h2 id="around">
        Around this page <small>{valueName('path', pageOf(context.filters)).text}</small>
      </h2>
      {problem ? (
        <CardProblem text={problem} />
      ) : (
        <div class="flow">
          <Side name="Came from" words={wordsBefore} steps={page && before && stepsBefore(page.totals, before.rows)} />
          <Reading page={page?.totals} reach={scroll && reachOf(scroll.rows)} />
          <Side name="Went on to" words={wordsAfter} steps={page && after && stepsAfter(page.totals, after.rows)} />
        </div>
      )}
    </section>
  )
}

type FlowWords = Record<Exclude<FlowStep['kind'], 'page'>, { text: string; hint?: string }>

const rest = { text: 'Not kept', hint: 'pages too rare to be kept beside this one, and reloads' }
const wordsBefore: FlowWords = {
  edge: { text: 'The visit began here' },
  untold: { text: 'Not told', hint: 'views without consent' },
  rest,
}
const wordsAfter: FlowWords = {
  edge: { text: 'The visit ended here' },
  untold: { text: 'Not told', hint: 'views without consent' },
  rest: { ...rest, hint: 'pages too rare to be kept beside this one' },
}

function Side({ name, words, steps }: { name: string; words: FlowWords; steps: readonly FlowStep[] | undefined }) {
  const all = useSignal(false)
  const shown = steps && (all.value ? steps : shortened(steps))
  const largest = Math.max(...(steps ?? []).map(({ share }) => share))
  return (
    <div class="side">
      {!shown && <div class="skeleton" aria-hidden="true" />}
      {shown?.length === 0 && <p class="nothing">No data for these days.</p>}
      {shown && shown.length > 0 && (
        <table>
          <caption class="visually-hidden">{name}</caption>
          <TableHead names={name} numbers={['Views', 'Share']} />
          <tbody>
            {shown.map((step) => (
              <Line key={step.path ?? step.kind} step={step} words={words} size={step.share / largest} />
            ))}
          </tbody>
        </table>
      )}
      {steps && steps.length > shortened(steps).length && <ShowMore all={all} more={`Show all ${steps.length}`} />}
    </div>
  )
}

/** What is no page stays, also where pages are left out. */
function shortened(steps: readonly FlowStep[]): readonly FlowStep[] {
  const pages = steps.filter(({ kind }) => kind === 'page').slice(0, shownRows - 3)
  return steps.filter((step) => step.kind !== 'page' || pages.includes(step))
}

function Line({ step, words, size }: { step: FlowStep; words: FlowWords; size: number }) {
  const { kind, path, views, most, share } = step
  const said: Name = kind === 'page' ? valueName('path', path ?? null) : { ...words[kind], isOurs: true }
  const title = titleOf(said)
  const text = (
    <>
      {said.text}
      {said.hint && <small> {said.hint}</small>}
    </>
  )
  return (
    <tr class={kind === 'edge' ? 'edge' : undefined}>
      <th scope="row">
        <span class="bar" style={{ '--share': size.toFixed(4) }} />
        {kind === 'page' && !said.isOurs ? (
          <button
            type="button"
            class="name"
            title={`Around ${title}`}
            onClick={() => choose({ filters: [{ operator: 'is', dimension: 'path', value: path! }] })}
          >
            {text}
          </button>
        ) : (
          <span class="name ours" title={title}>
            {text}
          </span>
        )}
      </th>
      <td class="number" title={most === undefined ? undefined : `at least ${numberText(views)}, at most ${numberText(most)}`}>
        {numberText(views)}
        {most !== undefined && <span class="up-to">–{numberText(most)}</span>}
      </td>
      <td class="number">{numberText(share, 'share')}</td>
    </tr>
  )
}

/** How far down it was read, as ten bands of a page, and for how long. */
function Reading({ page, reach }: { page: Row | undefined; reach: readonly number[] | null | undefined }) {
  return (
    <div class="reading">
      <h3>Scroll depth</h3>
      {reach === undefined && <div class="skeleton" aria-hidden="true" />}
      {reach === null && <p class="nothing">No scroll depth was recorded.</p>}
      {reach && (
        <ol>
          {reach.map((share, index) => (
            <li key={index}>
              <span class="visually-hidden">{`${(index + 1) * 10}% of the page: `}</span>
              <span class="band" style={{ '--share': share.toFixed(4) }} />
              <span class="number">{numberText(share, 'share')}</span>
            </li>
          ))}
        </ol>
      )}
      <p class="hint">
        {reach && 'Share of readings that reached each tenth of the page. '}
        {page &&
          (page.secondsPerVisit ?? page.secondsPerVisitLower) != null &&
          `Engaged time per visit with this page: ${measureText(page, 'secondsPerVisit')}.`}
      </p>
    </div>
  )
}
