import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  ProjectRequest,
  ProjectResponse,
  ProjectSummaryResponse,
} from '../../src/contract/projects/project.ts'
import { change, get, getList } from './client.ts'
import type { ListSearch } from './list-search.ts'

const KEY = 'projects'

export function useProjects(search: ListSearch) {
  const { name, page, size } = search
  return useQuery({
    queryKey: [KEY, search],
    placeholderData: keepPreviousData,
    queryFn: () => getList<ProjectResponse>('/projects', { name, page, page_size: size, sort: 'name' }),
  })
}

export function useProject(name: string) {
  return useQuery({
    queryKey: [KEY, 'one', name],
    staleTime: 30_000,
    queryFn: () => get<ProjectResponse>(`/projects/${encodeURIComponent(name)}`),
  })
}

/** A project in numbers, with what it stores. */
export function useProjectSummary(name: string, isWanted = true) {
  return useQuery({
    queryKey: [KEY, 'summary', name],
    enabled: isWanted,
    staleTime: 30_000,
    queryFn: () => get<ProjectSummaryResponse>(`/projects/${encodeURIComponent(name)}/summary`),
  })
}

/** Sets the storage limit of a project, in bytes; -1: none. */
export function useSetStorageLimit(projectId: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (storage: number) => change('PUT', `/quotas/${projectId}`, { hard: { storage } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY, 'summary'] }),
  })
}

export function useCreateProject() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (project: ProjectRequest) => change('POST', '/projects', project),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}

export function useDeleteProject() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => change('DELETE', `/projects/${encodeURIComponent(name)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}
