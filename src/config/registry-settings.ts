import { REGISTRY_HOST_RULE, isRegistryHost } from '../domain/registry/registry-host.ts'
import {
  type Setting,
  boolean,
  checkedText,
  externalUrl,
  number,
  optionalText,
  password,
} from './setting-kinds.ts'

/** How events of registries are completed, and how the registry of the source `default` is asked. */
export const REGISTRY_SETTINGS = {
  SETTLE_MS: number(
    'source.settle_ms',
    10_000,
    'how long a push without a tag waits for its tag, or for an index that lists it, in ms; 0: no wait',
    { min: 0, max: 60_000 },
  ),
  SETTLE_MAX_MS: number(
    'source.settle_max_ms',
    300_000,
    'longest wait of a push without a tag while its client still pushes to the repository, in ms',
    { min: 0, max: 3_600_000 },
  ),
  ENRICH_TIMEOUT_MS: number(
    'source.enrich_timeout_ms',
    2000,
    'how long an event waits for an answer of its registry, in ms; only if the URL of the registry is set',
    { min: 100, max: 30_000 },
  ),
  EVENT_TIME_TOLERANCE_MS: number(
    'source.event_time_tolerance_ms',
    5000,
    'how far the clocks of two instances of a registry may be apart, in ms. If times differ by less, the order of arrival decides',
    { min: 0, max: 3_600_000 },
  ),
  PULL_WINDOW_MS: number(
    'source.pull_window_ms',
    10_000,
    'repeated pulls of one artifact by one client within this time are one event, in ms; 0: each pull is an event',
    { min: 0, max: 3_600_000 },
  ),
  REGISTRY_URL: externalUrl(
    'registry.url',
    'address of the registry of the source `default`, from which Bellbuoy reads manifests; unset: it reads none',
  ),
  REGISTRY_HOST: checkedText(
    'registry.host',
    'host, with its port, that others pull from; references of the source `default` begin with it. Unset: the host that the client used, which the client can forge',
    (host) => (isRegistryHost(host) ? null : REGISTRY_HOST_RULE),
  ),
  REGISTRY_USERNAME: optionalText('registry.username', 'account at the registry; unset: anonymous'),
  REGISTRY_PASSWORD: password('registry.password', 'password of `REGISTRY_USERNAME`'),
  REGISTRY_CA: optionalText(
    'registry.ca',
    'file with certificates (PEM) to trust for the registry, in addition to those of the system',
  ),
  REGISTRY_SKIP_CERT_VERIFY: boolean(
    'registry.skip_cert_verify',
    false,
    'whether to skip the check of the certificate of the registry',
  ),
} satisfies Record<string, Setting<unknown>>
