import type { AbsentSubject } from './harbor-call.ts'

const PROJECT = '/projects/{}'

export const ABSENT_SUBJECTS = [
  {
    title: 'repositories, artifacts, tags, labels, icons',
    paths: ['/repositories', `${PROJECT}/repositories`, `${PROJECT}/artifacts`, '/labels', '/icons'],
    absent: 'the registry has them',
  },
  {
    title: 'immutable tags, retention, garbage collection',
    paths: [`${PROJECT}/immutabletagrules`, '/retentions', '/system/gc'],
    absent: 'the registry keeps and deletes images',
  },
  {
    title: 'replication, registries, preheating',
    paths: ['/replication', '/registries', '/p2p', `${PROJECT}/preheat`],
    absent: 'Bellbuoy moves no images',
  },
  {
    title: 'LDAP and groups of users',
    paths: ['/ldap', '/usergroups'],
    absent: 'users log in by an OpenID provider, and a group is its name there',
  },
  {
    title: 'the job service and its schedules',
    paths: ['/jobservice', '/schedules'],
    absent: 'deliveries have calls of their own, and Bellbuoy has no other jobs',
  },
  {
    title: 'the security hub and the export of CVEs',
    paths: ['/security', '/export'],
    absent: 'Bellbuoy reports scans, and keeps no list of findings',
  },
] as const satisfies readonly AbsentSubject[]
