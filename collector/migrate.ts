/**
 * The one way in which what is kept gets another form: numbered steps, each recorded once it is through. The settings (collector/sites/schema.ts), the
 * ledger (collector/spool/ledger/schema.ts) and the store (collector/store/migrations/) each have a list of steps; each runs what is due by its own means.
 */

/** Its statements are a text that never changes once somebody may have run it (test/collector/migrations.test.ts): what comes later is a step of its own. */
export interface MigrationStep<Options = void> {
  /** From 1, without gaps. */
  version: number
  /** No two steps of a list have the same. */
  name: string
  /**
   * A program that does not know the step may still run over what it has made: the step only adds tables or columns that can be left out (programs
   * name the columns that they write and read), and no promise is broken while the older program leaves them alone. Of a counter in crosses one is: the
   * older program's fold takes back the other counters of a small cross, and not this one.
   */
  additive?: true
  /** Statements that may be run again: a start that dies between them runs them all once more, and two threads may run them at once. */
  statements(options: Options): readonly string[]
}

/** What is recorded where the steps were run. */
export interface Recorded {
  /** The lowest program that can read it: the highest version of a step that was not additive; 0 before the first. */
  version: number
  /** The names of steps that are through; among them all additive ones. */
  names: readonly string[]
}

interface MigrationContext<Options> {
  recorded: Recorded
  options: Options
  /** The statement that records a step. `reader`: `Recorded.version` once the step is through. */
  record(step: MigrationStep<Options>, reader: number): string
  /** What is thrown where a newer program has written it, in a form that this one cannot read. */
  tooNew(version: number): Error
}

/** What is to be run, in this order: the statements of each step that is not through, each step's followed by the one that records it. */
export function statementsDue<Options>(
  steps: readonly MigrationStep<Options>[],
  { recorded, options, record, tooNew }: MigrationContext<Options>,
): string[] {
  if (recorded.version > steps.length) throw tooNew(recorded.version)
  let reader = 0
  const due: string[] = []
  for (const step of steps) {
    if (!step.additive) reader = step.version
    if (step.version <= recorded.version || recorded.names.includes(step.name)) continue
    due.push(...step.statements(options), record(step, reader))
  }
  return due
}
