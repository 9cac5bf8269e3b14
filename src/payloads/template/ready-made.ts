import type { ReadyMadeTemplate } from '../../domain/delivery/payload-format.ts'

/** What most receivers want to know, for those that take any JSON. */
const FACTS = `{
  "event_id": {{ id }},
  "event_type": {{ type }},
  "occurred_at": {{ occurred_at }},
  "project": {{ project.name }},
  "repository": {{ repository.full_name | default: "" }},
  "tag": {{ artifact.tag | default: "" }},
  "digest": {{ artifact.digest | default: "" }},
  "image": {{ artifact.pull_by_tag | default: artifact.pull_by_digest | default: "" }},
  "actor": {{ actor.name | default: "" }}
}`

const JSON_HEADERS = { 'Content-Type': 'application/json' }

/** Templates for receivers that do not understand a registry's words, each with what the receiver wants beside the body. */
export const READY_MADE_TEMPLATES: readonly ReadyMadeTemplate[] = [
  {
    id: 'github-repository-dispatch',
    name: 'GitHub Actions (repository_dispatch)',
    about:
      'Starts workflows that say `on: repository_dispatch` with `types: [PUSH_ARTIFACT]`; they read `github.event.client_payload`. The token needs the permission `contents: write`.',
    address: 'https://api.github.com/repos/OWNER/REPOSITORY/dispatches',
    headers: {
      ...JSON_HEADERS,
      Authorization: 'Bearer TOKEN',
      Accept: 'application/vnd.github+json',
      'X-GitHub-Api-Version': '2022-11-28',
    },
    attachment: '',
    template: `{
  "event_type": {{ type }},
  "client_payload": ${FACTS.replaceAll('\n', '\n  ')}
}`,
  },
  {
    id: 'gitlab-trigger',
    name: 'GitLab CI (pipeline trigger)',
    about:
      'Starts a pipeline; its jobs read the variables. The token is that of a pipeline trigger and stands in the address, since GitLab takes it nowhere else but in the body.',
    address: 'https://GITLAB/api/v4/projects/PROJECT_ID/trigger/pipeline?token=TOKEN&ref=BRANCH',
    headers: JSON_HEADERS,
    attachment: '',
    template: `{
  "variables": {
    "EVENT_ID": {{ id }},
    "EVENT_TYPE": {{ type }},
    "PROJECT": {{ project.name }},
    "REPOSITORY": {{ repository.full_name | default: "" }},
    "TAG": {{ artifact.tag | default: "" }},
    "DIGEST": {{ artifact.digest | default: "" }},
    "IMAGE": {{ artifact.pull_by_tag | default: artifact.pull_by_digest | default: "" }},
    "ACTOR": {{ actor.name | default: "" }}
  }
}`,
  },
  {
    id: 'jenkins-generic-webhook-trigger',
    name: 'Jenkins (Generic Webhook Trigger)',
    about:
      'Starts jobs with the plugin Generic Webhook Trigger; each takes what it needs with a JSONPath such as `$.image`.',
    address: 'https://JENKINS/generic-webhook-trigger/invoke',
    headers: { ...JSON_HEADERS, Authorization: 'Bearer TOKEN' },
    attachment: '',
    template: FACTS,
  },
  {
    id: 'argo-events',
    name: 'Argo Events (webhook event source)',
    about:
      'Feeds an event source of the kind webhook; sensors read `body.image` and filter on `body.event_type`. The header is for an event source with an `authSecret`.',
    address: 'https://EVENT_SOURCE:12000/ENDPOINT',
    headers: { ...JSON_HEADERS, Authorization: 'Bearer TOKEN' },
    attachment: '',
    template: FACTS,
  },
  {
    id: 'tekton',
    name: 'Tekton (EventListener)',
    about:
      "Feeds an EventListener; a CEL interceptor filters with `body.event_type == 'PUSH_ARTIFACT'`, a TriggerBinding reads `$(body.image)`.",
    address: 'http://el-LISTENER.NAMESPACE:8080',
    headers: JSON_HEADERS,
    attachment: '',
    template: FACTS,
  },
  {
    id: 'pagerduty',
    name: 'PagerDuty (Events API v2)',
    about:
      'Opens an incident, for example for failed or alarming scans. Events of one repository and type share an incident.',
    address: 'https://events.pagerduty.com/v2/enqueue',
    headers: JSON_HEADERS,
    attachment: '{"routing_key": "ROUTING_KEY"}',
    template: `{
  "routing_key": {{ attachment.routing_key | default: "" }},
  "event_action": "trigger",
  "dedup_key": "{{ type }}/{{ repository.full_name | default: project.name }}",
  "payload": {
    "summary": "{{ type }} {{ artifact.pull_by_tag | default: repository.full_name | default: project.name }}",
    "source": {{ origin.registry | default: "bellbuoy" }},
    "severity": {% case scan.severity %}{% when "Critical" %}"critical"{% when "High" %}"error"{% else %}"warning"{% endcase %},
    "timestamp": {{ occurred_at }},
    "component": {{ repository.full_name | default: project.name }},
    "custom_details": ${FACTS.replaceAll('\n', '\n    ')}
  }
}`,
  },
  {
    id: 'ntfy',
    name: 'ntfy',
    about: 'Sends a push notification to phones and desktops. The topic stands in the attachment.',
    address: 'https://ntfy.sh/',
    headers: { ...JSON_HEADERS, Authorization: 'Bearer TOKEN' },
    attachment: '{"topic": "TOPIC"}',
    template: `{
  "topic": {{ attachment.topic | default: "" }},
  "title": "{{ type }} in {{ project.name }}",
  "message": "{{ actor.name | default: "Somebody" }}: {{ artifact.pull_by_tag | default: artifact.pull_by_digest | default: repository.full_name | default: project.name }}",
  "tags": ["package"]
}`,
  },
]
