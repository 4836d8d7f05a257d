/** What an audit finds of a store that cannot read its own parts: a finding in the store's words, where it would else end without one. */
import { bounds } from '../../../contract/bounds.ts'
import { type Store, StoreError } from '../../ports.ts'

export interface Faults {
  /** What `work` resolves to; `otherwise` where the store refuses it, which is noted. A store that is away is passed on. */
  unless<Value, Otherwise>(work: () => Promise<Value>, otherwise: Otherwise): Promise<Value | Otherwise>
  note(fault: string): void
  said(): string[]
}

export function createFaults(): Faults {
  const found = new Set<string>()
  const note = (fault: string) => {
    if (found.size < bounds.auditFindings.max) found.add(fault.replaceAll(/\s+/g, ' ').slice(0, bounds.saidFaultCharacters.max))
  }
  return {
    unless: async (work, otherwise) => {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        note(error.message)
        return otherwise
      }
    },
    note,
    said: () => [...found],
  }
}

interface Checked {
  part_path: string
  is_passed: number
  message: string
}

// NOT_IMPLEMENTED, ACCESS_DENIED: a store that keeps its parts elsewhere, or does not let everybody look, sees to them itself.
const notForUs = /: code (48|497): /

/**
 * Reads every byte of every part, whatever column it is of, and compares it with the checksums that the engine wrote beside it; a month at a
 * time, since each answer has its time.
 */
export async function checkParts(store: Pick<Store, 'select'>, faults: Faults): Promise<void> {
  const months = await store.select<{ id: string }>('SELECT DISTINCT _partition_id AS id FROM cells ORDER BY id')
  for (const { id } of months.filter(({ id }) => /^\d{6}$/.test(id))) {
    try {
      const parts = await store.select<Checked>(`CHECK TABLE cells PARTITION ID '${id}'`)
      for (const { part_path: part, is_passed: isPassed, message } of parts)
        if (Number(isPassed) === 0) faults.note(`part ${part} is damaged: ${message}`)
    } catch (error) {
      if (error instanceof StoreError && notForUs.test(error.message)) return
      throw error
    }
  }
}
