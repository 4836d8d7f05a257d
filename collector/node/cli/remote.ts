/** Has a collector elsewhere carry out a command, over the network: at the edge there is no other way. */
import { bounds } from '../../../contract/bounds.ts'
import type { Command, CommandOutcome } from '../../commands/command.ts'
import { publicAddressOf } from '../../public-url.ts'

/** Where it is, and what lets us in (FOOTFALL_REMOTE, FOOTFALL_CONTROL_KEY). */
export interface Remote {
  /** With the path below which it is. */
  url: URL
  controlKey: string | null
}

/** Never rejects: whatever keeps it from being carried out is an outcome that says so. */
export async function commandRemote({ url, controlKey }: Remote, command: Command): Promise<CommandOutcome> {
  if (controlKey === null) return failed('FOOTFALL_REMOTE needs FOOTFALL_CONTROL_KEY beside it')
  try {
    const response = await fetch(`${publicAddressOf(url)}/api/command`, {
      method: 'POST',
      headers: { authorization: `Bearer ${controlKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(command),
      // What stands elsewhere is not what was named: it does not get the key.
      redirect: 'manual',
      signal: AbortSignal.timeout(bounds.remoteCommandMilliseconds.max),
    })
    const answer = (await response.json().catch(() => null)) as (CommandOutcome & { error?: { message?: string } }) | null
    if (response.ok && answer) return answer
    return failed(`${publicAddressOf(url)} answered ${response.status}: ${answer?.error?.message ?? 'no reason given'}`)
  } catch (error) {
    const { cause, message } = error as Error
    return failed(`${publicAddressOf(url)} does not answer: ${cause instanceof Error ? cause.message : message}`)
  }
}

function failed(error: string): CommandOutcome {
  return { code: 1, out: [], error }
}
