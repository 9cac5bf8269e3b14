import Type from 'typebox'
import { PROJECT_PATH, apiCall } from '../api-call.ts'
import { ProjectParams } from '../params.ts'

const METADATAS = `${PROJECT_PATH}/metadatas`
const METADATA = `${METADATAS}/:meta_name`
const MetadataParams = Type.Object({ ...ProjectParams.properties, meta_name: Type.String() })
const Entries = Type.Record(Type.String(), Type.String())

export const listProjectMetadata = apiCall({
  method: 'GET',
  path: `${METADATAS}/`,
  operation: 'ListProjectMetadatas',
  summary: 'Get the metadata of a project',
  tag: 'projectMetadata',
  needs: 'metadata:list',
  schema: { params: ProjectParams },
  answers: { 200: Entries },
})

export const addProjectMetadata = apiCall({
  method: 'POST',
  path: `${METADATAS}/`,
  operation: 'AddProjectMetadatas',
  summary: 'Add an entry to the metadata of a project',
  tag: 'projectMetadata',
  needs: 'metadata:create',
  schema: { params: ProjectParams, body: Entries },
  answers: { 200: null },
})

export const getProjectMetadata = apiCall({
  method: 'GET',
  path: METADATA,
  operation: 'GetProjectMetadata',
  summary: 'Get one entry of the metadata of a project; an object without it when there is none',
  tag: 'projectMetadata',
  needs: 'metadata:read',
  schema: { params: MetadataParams },
  answers: { 200: Entries },
})

export const updateProjectMetadata = apiCall({
  method: 'PUT',
  path: METADATA,
  operation: 'UpdateProjectMetadata',
  summary: 'Change one entry of the metadata of a project',
  tag: 'projectMetadata',
  needs: 'metadata:update',
  schema: { params: MetadataParams, body: Entries },
  answers: { 200: null },
})

export const deleteProjectMetadata = apiCall({
  method: 'DELETE',
  path: METADATA,
  operation: 'DeleteProjectMetadata',
  summary: 'Delete one entry of the metadata of a project',
  tag: 'projectMetadata',
  needs: 'metadata:delete',
  schema: { params: MetadataParams },
  answers: { 200: null },
})
