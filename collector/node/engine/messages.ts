/** What the engine's child tells its parent. */

export type EngineFailure = 'in-use' | 'unsupported' | 'failed'

export type ChildMessage =
  | { ready: true }
  /** `in-use`: the message is the holder's process; `unsupported`: chdb does not load here; `failed`: anything else. */
  | { failed: EngineFailure; message: string }
