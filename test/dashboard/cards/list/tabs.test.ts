import { expect, it } from 'vitest'
import { lists } from '../../../../dashboard/cards/list/lists.ts'
import { openList, withTab } from '../../../../dashboard/cards/list/tabs.ts'

const pages = [lists.path, lists.entry, lists.exit]

it('the first list of a card is open, or the one that was chosen', () =>
  expect([openList(pages, []), openList(pages, ['screen', 'exit'])]).toEqual([lists.path, lists.exit]))

it('a card has one tab open, of which the first is not said', () => {
  expect(withTab(pages, lists.path, ['entry', 'screen'])).toEqual(['screen'])
  expect(withTab(pages, lists.exit, ['entry', 'screen'])).toEqual(['screen', 'exit'])
})
