import Type from 'typebox'
import { PROJECT_PATH, apiCall } from '../api-call.ts'
import { ListParams, ProjectNameQuery, ProjectParams, ProjectsQuery } from '../params.ts'
import { AuditLogResponse } from '../people/audit.ts'
import {
  ProjectDeletableResponse,
  ProjectRequest,
  ProjectResponse,
  ProjectSummaryResponse,
} from '../projects/project.ts'

const PROJECTS = '/api/v2.0/projects'

export const listProjects = apiCall({
  method: 'GET',
  path: PROJECTS,
  operation: 'ListProjects',
  summary: 'List the projects that the caller may see; an anonymous caller sees none',
  tag: 'project',
  needs: 'nothing',
  schema: { querystring: ProjectsQuery },
  answers: { 200: Type.Array(ProjectResponse) },
})

export const headProject = apiCall({
  method: 'HEAD',
  path: PROJECTS,
  operation: 'HeadProject',
  summary: 'Check whether a project exists that the caller may see',
  tag: 'project',
  needs: 'log-in',
  schema: { querystring: ProjectNameQuery },
  answers: { 200: null },
})

export const createProject = apiCall({
  method: 'POST',
  path: PROJECTS,
  operation: 'CreateProject',
  summary: 'Create a project; its creator becomes its admin',
  tag: 'project',
  needs: 'project:create',
  schema: { body: ProjectRequest },
  answers: { 201: null },
})

export const getProject = apiCall({
  method: 'GET',
  path: PROJECT_PATH,
  operation: 'GetProject',
  summary: 'Get a project',
  tag: 'project',
  needs: 'project:read',
  revised: { kind: 'project' },
  schema: { params: ProjectParams },
  answers: { 200: ProjectResponse },
})

export const updateProject = apiCall({
  method: 'PUT',
  path: PROJECT_PATH,
  operation: 'UpdateProject',
  summary: 'Change a project',
  tag: 'project',
  needs: 'project:update',
  revised: { kind: 'project' },
  schema: { params: ProjectParams, body: ProjectRequest },
  answers: { 200: null },
})

export const deleteProject = apiCall({
  method: 'DELETE',
  path: PROJECT_PATH,
  operation: 'DeleteProject',
  summary: 'Delete a project with its policies and stop their waiting deliveries',
  tag: 'project',
  needs: 'project:delete',
  revised: { kind: 'project' },
  schema: { params: ProjectParams },
  answers: { 200: null },
})

export const getProjectDeletable = apiCall({
  method: 'GET',
  path: `${PROJECT_PATH}/_deletable`,
  operation: 'GetProjectDeletable',
  summary: 'Check whether a project can be deleted: always, Bellbuoy holds no repositories',
  tag: 'project',
  needs: 'project:delete',
  schema: { params: ProjectParams },
  answers: { 200: ProjectDeletableResponse },
})

/** The Terraform provider empties a project before it deletes it; there is nothing here to empty. */
export const listRepositories = apiCall({
  method: 'GET',
  path: `${PROJECT_PATH}/repositories`,
  operation: 'ListRepositories',
  summary: 'List the repositories that Bellbuoy itself holds: none, they are in the registry',
  tag: 'repository',
  needs: 'project:read',
  schema: { params: ProjectParams, querystring: ListParams },
  answers: { 200: Type.Array(Type.Object({})) },
})

export const getProjectSummary = apiCall({
  method: 'GET',
  path: `${PROJECT_PATH}/summary`,
  operation: 'GetProjectSummary',
  summary: 'Count the repositories and members of a project, and get its storage',
  tag: 'project',
  needs: 'project:read',
  schema: { params: ProjectParams },
  answers: { 200: ProjectSummaryResponse },
})

export const listProjectLogs = apiCall({
  method: 'GET',
  path: `${PROJECT_PATH}/logs`,
  operation: 'GetLogs',
  summary: 'List the changes in a project',
  tag: 'project',
  needs: 'log:list',
  schema: { params: ProjectParams, querystring: ListParams },
  answers: { 200: Type.Array(AuditLogResponse) },
})

export const listProjectLogExts = apiCall({
  method: 'GET',
  path: `${PROJECT_PATH}/auditlog-exts`,
  operation: 'GetLogExts',
  summary: 'The same list at the place where Harbor 2.13 and later has it',
  tag: 'project',
  needs: 'log:list',
  schema: { params: ProjectParams, querystring: ListParams },
  answers: { 200: Type.Array(AuditLogResponse) },
})
