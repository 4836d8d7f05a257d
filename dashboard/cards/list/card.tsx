/** Cards of lists: each shows the list whose tab is open. */
import type { ComponentChild } from 'preact'
import { useRef } from 'preact/hooks'
import type { Context } from '../../state/context.ts'
import { choose } from '../../state/store.ts'
import { underFilters, wholeSite } from '../bases.ts'
import type { Card, CardProps } from '../card.ts'
import { type Drawing, List } from './list.tsx'
import type { ListRow } from './lists.ts'
import { listQuestion } from './questions.ts'
import { openList, withTab } from './tabs.ts'

interface ListCard extends Pick<Card, 'id' | 'name' | 'stands' | 'wide' | 'deferred'> {
  /** One, or a tab for each; in their order. */
  lists: readonly ListRow[] | ((context: Context) => readonly ListRow[])
  /** How rows are drawn; absent: as a table, those with the most first. */
  draw?: Drawing
  /** What says why something is not counted: of the site as a whole under every filter, and also shown while there are no views. */
  isWarning?: true
  /** What the owner may set beneath the lists. */
  Settings?: () => ComponentChild
}

/** A card of lists, as a row of cards/index.ts: `listCard({ id: 'places', name: 'Places', lists: [lists.country, lists.language] })`. */
export function listCard({ lists, draw, isWarning, Settings, ...given }: ListCard): Card {
  const all = (context: Context) => (typeof lists === 'function' ? lists(context) : lists)
  const open = (context: Context) => openList(all(context), context.tabs)
  return {
    ...given,
    ...(isWarning && { whileEmpty: true }),
    lists: (context) => [open(context)],
    questions: (context) => ({ [open(context).dimension]: listQuestion(open(context), (isWarning ? wholeSite : underFilters)(context)) }),
    View: ({ context, answers }: CardProps) => {
      const list = open(context)
      const tabs = { card: given, lists: all(context), open: list, context }
      const hasTabs = tabs.lists.length > 1
      return (
        <section class="panel" aria-label={given.name}>
          {hasTabs ? <Tabs {...tabs} /> : <Title {...list} />}
          <div
            {...(hasTabs && { role: 'tabpanel', id: `${given.id}-list`, 'aria-labelledby': `${given.id}-${list.dimension}` })}
            key={list.dimension}
          >
            <List list={list} answer={answers[list.dimension]} context={context} draw={draw} />
          </div>
          {Settings && <Settings />}
        </section>
      )
    },
  }
}

function Title({ title, note }: ListRow) {
  return (
    <h2>
      {title} {note && <small>{note}</small>}
    </h2>
  )
}

interface TabsProps {
  card: Pick<Card, 'id' | 'name'>
  lists: readonly ListRow[]
  open: ListRow
  context: Context
}

function Tabs({ card: { id, name }, lists, open, context }: TabsProps) {
  const box = useRef<HTMLDivElement>(null)
  const show = (list: ListRow) => choose({ tabs: withTab(lists, list, context.tabs) }, 'replace')
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!step) return
    const next = lists[(lists.indexOf(open) + step + lists.length) % lists.length]!
    show(next)
    box.current?.querySelector<HTMLElement>(`#${id}-${next.dimension}`)?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label={name} ref={box} onKeyDown={move}>
      {lists.map((list) => (
        <button
          key={list.dimension}
          type="button"
          role="tab"
          id={`${id}-${list.dimension}`}
          aria-selected={list === open}
          aria-controls={`${id}-list`}
          tabIndex={list === open ? 0 : -1}
          onClick={() => show(list)}
        >
          {list.title}
        </button>
      ))}
    </div>
  )
}
