import { useQuery } from '@tanstack/react-query'
import { get } from './client.ts'

interface ApiDocument {
  readonly paths: Readonly<Record<string, unknown>>
}

/** Whether the server has a call, by the path in its own API document: what it lacks is not shown. */
export function useOffers(): (path: string) => boolean {
  const { data } = useQuery({
    queryKey: ['api-document'],
    staleTime: Infinity,
    queryFn: () => get<ApiDocument>('/openapi.json'),
  })
  return (path) => data !== undefined && `/api/v2.0${path}` in data.paths
}
