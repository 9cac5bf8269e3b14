import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ProjectRequest, ProjectResponse } from '../../src/contract/project.ts'
import { change, get, getList } from './client.ts'

const KEY = 'projects'

export function useProjects(search: { readonly name: string; readonly page: number; readonly size: number }) {
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
