/** The file that a command is given: read where the command is typed, so that a collector elsewhere can have its text. */
import { readFileSync, statSync } from 'node:fs'
import { bounds } from '../../../contract/bounds.ts'
import type { Command } from '../../commands/command.ts'
import { whyOf } from '../../why.ts'

/** The command with the text of its file, or why that cannot be had. */
export function withText({ command, file }: { command: Command; file?: string }): Command | { wrong: string } {
  if (file === undefined || command.command !== 'site consent') return command
  const most = bounds.consentFileBytes.max
  try {
    if (statSync(file).size > most) return { wrong: `${file} has more than ${most} bytes` }
    return { ...command, text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)) }
  } catch (error) {
    return { wrong: `${file} cannot be read: ${error instanceof TypeError ? 'it is no text in UTF-8' : whyOf(error)}` }
  }
}
