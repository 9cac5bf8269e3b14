import type { PayloadFormat } from '../domain/payload-format.ts'
import { defaultFormat } from './default.ts'
import { proposalFormat } from './proposal.ts'

/** Every payload format of http targets. */
export const PAYLOAD_FORMATS: readonly PayloadFormat[] = [defaultFormat, proposalFormat]
