import { METRICS, type Metric } from '../src/metrics/instruments.ts'

const INTRODUCTION = `# Metrics

<!-- docs/generate-metrics.ts writes this page from src/metrics/instruments.ts: change it there. -->

\`GET /metrics\` answers in the text format of Prometheus. Set \`BELLBUOY_METRICS_TOKEN\`, and have Prometheus send it:

\`\`\`yaml
scrape_configs:
  - job_name: bellbuoy
    authorization: { credentials_file: /etc/prometheus/bellbuoy-token }
    static_configs: [{ targets: ['bellbuoy.example.com:8080'] }]
\`\`\`

System admins, and robots of the system with \`configuration:read\`, read them too. With \`BELLBUOY_METRICS_PORT\` a second address serves \`/metrics\`, with the token, and
\`/health\`, to anyone. A [worker](postgresql.md#several-processes) serves both at its \`HOST\` and \`PORT\`, and refuses \`/metrics\` while no token is set.

Counters begin at 0 with each start of a process; each process counts for itself, so sum over \`instance\`. Gauges of the database (\`bellbuoy_deliveries_waiting\` and the
three after it) are the same in every process: take their maximum. They are read at most every five seconds. Beside those below there are the usual ones of a Node process
(\`process_…\`, \`nodejs_…\`), among them \`nodejs_eventloop_lag_p99_seconds\`.

\`deploy/\` has a [dashboard for Grafana](../deploy/grafana/bellbuoy.json) and [alert rules](../deploy/prometheus/alerts.yml) for Prometheus.

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
