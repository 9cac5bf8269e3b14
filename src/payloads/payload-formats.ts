import type { PayloadFormat } from '../domain/payload-format.ts'
import { bellbuoyFormat } from './bellbuoy.ts'
import { cloudEventsFormat } from './cloud-events.ts'
import { defaultFormat } from './default.ts'
import { guideFormat } from './guide.ts'
import { proposalFormat } from './proposal.ts'
import { templateFormat } from './template.ts'

/** Every payload format of http targets. */
export const PAYLOAD_FORMATS: readonly PayloadFormat[] = [
  defaultFormat,
  cloudEventsFormat,
  proposalFormat,
  guideFormat,
  bellbuoyFormat,
  templateFormat,
]
