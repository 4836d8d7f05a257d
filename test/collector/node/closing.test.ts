import { expect, it } from 'vitest'
import { closeAll } from '../../../collector/node/closing.ts'

/** A stack of named things; closing one that is among `failing` says so and fails. */
function stackOf(names: string[], failing: string[] = []) {
  const stack = new AsyncDisposableStack()
  const closed: string[] = []
  for (const name of names)
    stack.defer(async () => {
      await Promise.resolve()
      closed.push(name)
      if (failing.includes(name)) throw new Error(`${name} failed`)
    })
  return { stack, closed }
}

it('closes the last opened first, each once', async () => {
  const { stack, closed } = stackOf(['folder', 'store', 'server'])
  await closeAll(stack)
  await closeAll(stack)
  expect(closed).toEqual(['server', 'store', 'folder'])
})

it.each([
  [['store'], 'store failed'],
  [['folder', 'store'], 'store failed'],
  [['folder', 'store', 'server'], 'server failed'],
])('closes all though %j fail, and tells of the first: %s', async (failing, told) => {
  const { stack, closed } = stackOf(['folder', 'store', 'server'], failing)
  await expect(closeAll(stack)).rejects.toEqual(new Error(told))
  expect(closed).toEqual(['server', 'store', 'folder'])
})

it('tells of what throws at once as of what rejects', async () => {
  const stack = new AsyncDisposableStack()
  stack.defer(() => {
    throw new Error('at once')
  })
  await expect(closeAll(stack)).rejects.toThrow('at once')
})
