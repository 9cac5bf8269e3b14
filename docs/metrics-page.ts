import { METRICS, type Metric } from '../src/metrics/instruments.ts'

const INTRODUCTION = `# Metrics

<!-- docs/generate-metrics.ts writes this page from src/metrics/instruments.ts: change it there. -->

\`GET /metrics\` answers in Prometheus' text format. Set \`BELLBUOY_METRICS_TOKEN\`, and configure Prometheus to send it:

\`\`\`yaml
scrape_configs:
  - job_name: bellbuoy
    authorization: { credentials_file: /etc/prometheus/bellbuoy-token }
    static_configs: [{ targets: ['bellbuoy.example.com:8080'] }]
\`\`\`

\`deploy/\` has a [dashboard for Grafana](../deploy/grafana/bellbuoy.json) and [alert rules](../deploy/prometheus/alerts.yml) for Prometheus.

| address | \`/metrics\` is open to | \`/health\` is open to |
|---|---|---|
| a server's own | the token; system admins; robots of the system with \`configuration:read\` | – |
| the second one, with \`BELLBUOY_METRICS_PORT\` | the token | everyone |
| a [worker](postgresql.md#several-processes)'s \`HOST\` and \`PORT\` | the token; without a token nobody | everyone |

- **Counters** begin at 0 with each start of a process. Each process counts for itself, so sum over \`instance\`.
- **Gauges of the database** (\`bellbuoy_deliveries_waiting\` and the three after it) are the same in every process, so take their maximum. Bellbuoy
  reads them at most every five seconds.
- **Node's own metrics** (\`process_…\`, \`nodejs_…\`) come on top, among them \`nodejs_eventloop_lag_p99_seconds\`.

| metric | type | labels | meaning |
|---|---|---|---|
`

/** The text of `docs/metrics.md`. */
export function metricsPage(): string {
  return INTRODUCTION + Object.values<Metric>(METRICS).map(row).join('')
}

function row({ name, type, labels = [], help }: Metric): string {
  const cells = [`\`${name}\``, type, labels.map((label) => `\`${label}\``).join(', '), help]
  return `| ${cells.join(' | ')} |\n`.replace('|  |', '| |')
}
