import Type from 'typebox'
import { PROJECT_PATH, apiCall } from '../api-call.ts'
import {
  PermissionCatalogueResponse,
  SearchResponse,
  StatisticResponse,
  VolumesResponse,
} from '../harbor-clients.ts'
import { ListParams, ProjectParams } from '../params.ts'

/** Calls that Harbor's clients make before or beside their own work; they answer what is true of Bellbuoy. */

export const getPermissionCatalogue = apiCall({
  method: 'GET',
  path: '/api/v2.0/permissions',
  operation: 'GetPermissions',
  summary:
    'List the permissions that a robot can be given; those of the system for system admins, those of a project for project admins too',
  tag: 'permissions',
  needs: 'log-in',
  schema: {},
  answers: { 200: PermissionCatalogueResponse },
})

export const listRegistries = apiCall({
  method: 'GET',
  path: '/api/v2.0/registries',
  operation: 'ListRegistries',
  summary: 'List the registries that are replicated with: none, Bellbuoy replicates nothing',
  tag: 'registry',
  needs: 'registry:list',
  schema: {
    querystring: Type.Object({ ...ListParams.properties, name: Type.Optional(Type.String()) }),
  },
  answers: { 200: Type.Array(Type.Object({})) },
})

export const listImmutableTagRules = apiCall({
  method: 'GET',
  path: `${PROJECT_PATH}/immutabletagrules`,
  operation: 'ListImmuRules',
  summary: 'List the rules that protect tags: none, tags are in the registry',
  tag: 'immutable',
  needs: 'immutable-tag:list',
  schema: { params: ProjectParams, querystring: ListParams },
  answers: { 200: Type.Array(Type.Object({})) },
})

export const getStatistic = apiCall({
  method: 'GET',
  path: '/api/v2.0/statistics',
  operation: 'GetStatistic',
  summary:
    'Count the projects and repositories that the caller may see, and for system admins all of them with their storage',
  tag: 'statistic',
  needs: 'log-in',
  schema: {},
  answers: { 200: StatisticResponse },
})

export const search = apiCall({
  method: 'GET',
  path: '/api/v2.0/search',
  operation: 'Search',
  summary:
    'Find projects and repositories that the caller may see by a part of their names, 1000 of each at the most',
  tag: 'search',
  needs: 'nothing',
  schema: { querystring: Type.Object({ q: Type.String() }) },
  answers: { 200: SearchResponse },
})

export const getVolumes = apiCall({
  method: 'GET',
  path: '/api/v2.0/systeminfo/volumes',
  operation: 'GetVolumes',
  summary: 'Get the size of the file system that holds the database, and what is free of it',
  tag: 'systeminfo',
  needs: 'system-volumes:read',
  schema: {},
  answers: { 200: VolumesResponse },
})
