/** All that test/proof/extend.test.ts adds. */
import { type Addition, editsOf } from './addition.ts'
import { card } from './card.ts'
import { counter } from './counter.ts'
import { dimension } from './dimension.ts'
import { eventType } from './event-type.ts'
import { setting, settingIsRead } from './setting.ts'

export const additions: readonly Addition[] = [dimension, counter, eventType, setting, card]
/** Together, in one program. */
export const allEdits = [...additions.flatMap(editsOf), settingIsRead]
