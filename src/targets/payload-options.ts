import type { OptionsSchema } from '../domain/target-options.ts'

/** The options of targets that take any payload format: what the formats want to know. */
export const PAYLOAD_OPTIONS: NonNullable<OptionsSchema['properties']> = {
  cloudevents_mode: {
    type: 'string',
    enum: ['structured', 'binary'],
    description: 'for CloudEvents: all in the body, which is what Harbor does, or the attributes in headers',
  },
  template: {
    type: 'string',
    description: 'for Template: the JSON to send, with LiquidJS placeholders',
  },
}
