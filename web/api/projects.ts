import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { ProjectRequest } from '../../src/contract/projects/project.ts'
import { ask, askForPage, call } from './client/client.ts'
import type { ListSearch } from './client/list-search.ts'

const KEY = 'projects'

export function useProjects(search: ListSearch) {
  const { name, page, size } = search
  return useQuery({
    queryKey: [KEY, search],
    placeholderData: keepPreviousData,
    queryFn: () => askForPage(CALLS.listProjects, { query: { name, page, page_size: size, sort: 'name' } }),
  })
}

export function useProject(name: string, isWanted = true) {
  return useQuery({
    queryKey: [KEY, 'one', name],
    enabled: isWanted,
    staleTime: 30_000,
    queryFn: () => ask(CALLS.getProject, { params: { project_name_or_id: name } }),
  })
}

/** A project in numbers, with its storage. */
export function useProjectSummary(name: string, isWanted = true) {
  return useQuery({
    queryKey: [KEY, 'summary', name],
    enabled: isWanted,
    staleTime: 30_000,
    queryFn: () => ask(CALLS.getProjectSummary, { params: { project_name_or_id: name } }),
  })
}

/** The storage limit of a project and the tag of its version. */
export function readQuota(projectId: number) {
  return call(CALLS.getQuota, { params: { id: projectId } })
}

/** Sets the storage limit of a project, in bytes; -1: none. Answers the tag of the new version. */
export function useSetStorageLimit(projectId: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({
      storage,
      etag,
    }: {
      readonly storage: number
      readonly etag: string | undefined
    }) => {
      const body = { hard: { storage } }
      return (await call(CALLS.updateQuota, { params: { id: projectId }, body, ifMatch: etag })).etag
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY, 'summary'] }),
  })
}

export function useCreateProject() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (project: ProjectRequest) => call(CALLS.createProject, { body: project }),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}

export function useDeleteProject() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => call(CALLS.deleteProject, { params: { project_name_or_id: name } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}
