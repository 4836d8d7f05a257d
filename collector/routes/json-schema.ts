/** How the contract's schemas are told as JSON Schema. */
import type { ConversionConfig } from '@valibot/to-json-schema'

export const jsonSchemaConfig: ConversionConfig = {
  // How a value is read, and rules between values: JSON Schema has no words for them. What is neither here nor known to the library throws.
  ignoreActions: ['check', 'check_items', 'finite', 'readonly', 'to_lower_case', 'transform', 'trim'],
  // JSON Schema reads a pattern as with the flag `u`; with any other flag it would say something else.
  overrideAction: ({ valibotAction, jsonSchema }) => (isUnicodePattern(valibotAction, jsonSchema.pattern) ? jsonSchema : undefined),
}

function isUnicodePattern(action: object, told: string | undefined): boolean {
  const { type, requirement } = action as { type: string; requirement?: RegExp }
  return type === 'regex' && requirement?.flags === 'u' && requirement.source === told
}
