import type { Grant } from './permission.ts'

/**
 * Permissions of robots that Harbor 2.16 has and Bellbuoy has no use for, as `resource` with its actions
 * (`src/common/rbac/const.go`). Robots keep them, so that a definition made for Harbor works here.
 */
const HARBOR_ONLY: Readonly<Record<Grant['kind'], Readonly<Record<string, string>>>> = {
  project: {
    accessory: 'list',
    artifact: 'create read list delete',
    'artifact-addition': 'read',
    'artifact-label': 'create delete',
    'export-cve': 'create read',
    'immutable-tag': 'create update delete',
    label: 'create read update delete list',
    'preheat-policy': 'create read update delete list',
    repository: 'read update delete list pull push',
    sbom: 'create read stop',
    scanner: 'create read',
    tag: 'create delete list',
    'tag-retention': 'create read update delete list',
  },
  system: {
    catalog: 'read',
    'garbage-collection': 'create read update list stop',
    'jobservice-monitor': 'list stop',
    label: 'create read update delete',
    'ldap-user': 'create list',
    'preheat-instance': 'create read update delete list',
    project: 'list',
    'purge-audit': 'create read update list stop',
    registry: 'create read update delete',
    replication: 'create read list',
    'replication-adapter': 'list',
    'replication-policy': 'create read update delete list',
    'scan-all': 'create read update stop',
    'security-hub': 'read list',
    'user-group': 'create read update delete list',
  },
}

/** Whether Harbor has such a permission that means nothing here. */
export function isHarborOnly(kind: Grant['kind'], resource: string, action: string): boolean {
  const resources = HARBOR_ONLY[kind]
  return Object.hasOwn(resources, resource) && (resources[resource]?.split(' ').includes(action) ?? false)
}
