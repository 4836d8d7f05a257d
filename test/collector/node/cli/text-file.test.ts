/** The file that a command is given: read as text, or why not. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Command } from '../../../../collector/commands/command.ts'
import { withText } from '../../../../collector/node/cli/text-file.ts'
import { temporaryFolder } from '../../../kit/temporary.ts'

const command: Command = { command: 'site consent', domain: 'example.org' }
const fileOfTest = () => join(temporaryFolder(), 'consent.json')

it('is the text of the command', () => {
  const file = fileOfTest()
  writeFileSync(file, '{"a": "ż"}')
  expect(withText({ command, file })).toEqual({ ...command, text: '{"a": "ż"}' })
})

it('that is not named leaves the command as it is', () => expect(withText({ command })).toEqual(command))

it('that is no text in UTF-8, is not there or is a folder is told in one line', () => {
  const file = fileOfTest()
  writeFileSync(file, new Uint8Array([0x22, 0xff, 0x22]))
  expect(withText({ command, file })).toEqual({ wrong: `${file} cannot be read: it is no text in UTF-8` })
  for (const other of [`${file}.not`, join(file, '..')]) {
    const read = withText({ command, file: other })
    expect(read).toEqual({ wrong: expect.stringMatching(/ cannot be read: E(NOENT|ISDIR)[^\n]*$/) })
  }
})
