import type { TargetKind } from '../domain/delivery/target-kind.ts'
import { createAlertmanagerTarget } from './alerts/alertmanager-target.ts'
import { createOpsgenieTarget } from './alerts/opsgenie-target.ts'
import { createPagerdutyTarget } from './alerts/pagerduty-target.ts'
import { createGithubTarget } from './builds/github-target.ts'
import { createGitlabTarget } from './builds/gitlab-target.ts'
import { createJenkinsTarget } from './builds/jenkins-target.ts'
import { createAmqpTarget } from './brokers/amqp-target.ts'
import type { PublisherParts } from './brokers/publisher.ts'
import { createDiscordTarget } from './chats/discord-target.ts'
import { type EmailTargetParts, createEmailTarget } from './email-target.ts'
import { createHttpTarget } from './http-target.ts'
import type { HttpSenderParts } from './http/http-sender.ts'
import { type LogTargetParts, createLogTarget } from './log-target.ts'
import { createMattermostTarget } from './chats/mattermost-target.ts'
import { createMqttTarget } from './brokers/mqtt-target.ts'
import { createNatsTarget } from './brokers/nats-target.ts'
import { createRedisTarget } from './brokers/redis-target.ts'
import { createSlackTarget } from './chats/slack-target.ts'
import { createTeamsTarget } from './chats/teams-target.ts'
import { createDingtalkTarget } from './chats/dingtalk-target.ts'
import { createFeishuTarget } from './chats/feishu-target.ts'
import { createNtfyTarget } from './chats/ntfy-target.ts'
import { createGooglechatTarget } from './chats/googlechat-target.ts'
import { createMatrixTarget } from './chats/matrix-target.ts'
import { createPushoverTarget } from './chats/pushover-target.ts'
import { createTelegramTarget } from './chats/telegram-target.ts'
import { createWecomTarget } from './chats/wecom-target.ts'
import { createEventbridgeTarget } from './cloud/eventbridge-target.ts'
import { createEventgridTarget } from './cloud/eventgrid-target.ts'
import { createPubsubTarget } from './cloud/pubsub-target.ts'
import { createServicebusTarget } from './cloud/servicebus-target.ts'
import { createSnsTarget } from './cloud/sns-target.ts'
import { createSqsTarget } from './cloud/sqs-target.ts'

/** Everything that any kind of target needs. */
export type TargetKindOptions = HttpSenderParts & EmailTargetParts & LogTargetParts & PublisherParts

const KINDS: readonly ((parts: TargetKindOptions) => TargetKind)[] = [
  createHttpTarget,
  createSlackTarget,
  createTeamsTarget,
  createMattermostTarget,
  createDiscordTarget,
  createFeishuTarget,
  createDingtalkTarget,
  createWecomTarget,
  createTelegramTarget,
  createNtfyTarget,
  createGooglechatTarget,
  createMatrixTarget,
  createPushoverTarget,
  createEmailTarget,
  createLogTarget,
  createNatsTarget,
  createAmqpTarget,
  createMqttTarget,
  createRedisTarget,
  createPagerdutyTarget,
  createAlertmanagerTarget,
  createOpsgenieTarget,
  createGithubTarget,
  createGitlabTarget,
  createJenkinsTarget,
  createSqsTarget,
  createSnsTarget,
  createEventbridgeTarget,
  createEventgridTarget,
  createServicebusTarget,
  createPubsubTarget,
]

/** Every kind of target. */
export function createTargetKinds(options: TargetKindOptions): readonly TargetKind[] {
  return KINDS.map((create) => create(options))
}
