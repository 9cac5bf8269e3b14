import type { PayloadFormat } from '../domain/payload-format.ts'
import { bellbuoyFormat } from './bellbuoy.ts'
import { cloudEventsFormat } from './cloud-events.ts'
import { defaultFormat } from './default.ts'
import { discordFormat } from './discord.ts'
import { emailFormat } from './email.ts'
import { guideFormat } from './guide.ts'
import { mattermostFormat } from './mattermost.ts'
import { proposalFormat } from './proposal.ts'
import { templateFormat } from './template.ts'
import { slackFormat } from './slack.ts'
import { teamsFormat } from './teams.ts'

/** Every payload format of http targets. */
export const PAYLOAD_FORMATS: readonly PayloadFormat[] = [
  defaultFormat,
  cloudEventsFormat,
  proposalFormat,
  guideFormat,
  bellbuoyFormat,
  templateFormat,
]

/** Those of chats and mail, each the one format of a kind of target. */
export const OWN_FORMATS: readonly PayloadFormat[] = [
  slackFormat,
  teamsFormat,
  mattermostFormat,
  discordFormat,
  emailFormat,
]
