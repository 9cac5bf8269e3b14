import type { PayloadFormat } from '../domain/delivery/payload-format.ts'
import { alertmanagerFormat } from './formats/alerts/alertmanager.ts'
import { opsgenieFormat } from './formats/alerts/opsgenie.ts'
import { pagerdutyFormat } from './formats/alerts/pagerduty.ts'
import { githubFormat } from './formats/builds/github.ts'
import { gitlabFormat } from './formats/builds/gitlab.ts'
import { jenkinsFormat } from './formats/builds/jenkins.ts'
import { bellbuoyFormat } from './formats/bellbuoy.ts'
import { cloudEventsFormat } from './formats/cloud-events.ts'
import { defaultFormat } from './formats/default.ts'
import { discordFormat } from './formats/chats/discord.ts'
import { emailFormat } from './formats/email.ts'
import { guideFormat } from './formats/guide.ts'
import { harbor1Format } from './formats/harbor1.ts'
import { mattermostFormat } from './formats/chats/mattermost.ts'
import { proposalFormat } from './formats/proposal.ts'
import { templateFormat } from './formats/template.ts'
import { slackFormat } from './formats/chats/slack.ts'
import { teamsFormat } from './formats/chats/teams.ts'
import { dingtalkFormat } from './formats/chats/dingtalk.ts'
import { feishuFormat } from './formats/chats/feishu.ts'
import { ntfyFormat } from './formats/chats/ntfy.ts'
import { googlechatFormat } from './formats/chats/googlechat.ts'
import { matrixFormat } from './formats/chats/matrix.ts'
import { pushoverFormat } from './formats/chats/pushover.ts'
import { telegramFormat } from './formats/chats/telegram.ts'
import { wecomFormat } from './formats/chats/wecom.ts'

/** Every payload format of http targets. */
export const PAYLOAD_FORMATS: readonly PayloadFormat[] = [
  defaultFormat,
  cloudEventsFormat,
  proposalFormat,
  guideFormat,
  harbor1Format,
  bellbuoyFormat,
  templateFormat,
]

/** Those of systems of alerts, each the one format of a kind of target. */
export const ALERT_FORMATS: readonly PayloadFormat[] = [pagerdutyFormat, alertmanagerFormat, opsgenieFormat]

/** Those of build systems, likewise. */
export const BUILD_FORMATS: readonly PayloadFormat[] = [githubFormat, gitlabFormat, jenkinsFormat]

/** Those of one kind of target each: of chats, mail, systems of alerts and build systems. */
export const OWN_FORMATS: readonly PayloadFormat[] = [
  slackFormat,
  teamsFormat,
  mattermostFormat,
  discordFormat,
  feishuFormat,
  dingtalkFormat,
  wecomFormat,
  telegramFormat,
  ntfyFormat,
  googlechatFormat,
  matrixFormat,
  pushoverFormat,
  emailFormat,
  ...ALERT_FORMATS,
  ...BUILD_FORMATS,
]
