import type { DemoPolicy } from './create-policy.ts'
import { curl } from './curl.ts'
import type { Bellbuoy } from './bellbuoy.ts'
import type { Registry } from './registry.ts'
import { say } from './say.ts'

interface Running {
  readonly bellbuoy: Bellbuoy
  readonly registry: Registry | null
  readonly policy: DemoPolicy
}

const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json'

/** What to try while everything runs. */
export function showWhatNext({ bellbuoy, registry, policy }: Running): void {
  say(`Bellbuoy   ${bellbuoy.url} (user admin, password ${bellbuoy.password})`)
  if (registry !== null) {
    const { host, user } = registry
    const login = `-u ${user.name}:${user.password}`
    const manifests = `http://${host}/v2/demo/hello/manifests`
    say(`registry   http://${host} (user ${user.name}, password ${user.password})`)
    say('', 'Push with any client, or add a second tag to the image. The webhook appears here:', '')
    say(`curl -s ${login} -H 'Accept: ${MANIFEST_TYPE}' ${manifests}/v1 |`)
    say(`  curl ${login} -T - -H 'Content-Type: ${MANIFEST_TYPE}' ${manifests}/v2`)
  }
  say('', 'List the deliveries:', '', curl(bellbuoy, policy.executions))
}
