/** A body as Bellbuoy and Harbor send it by default, with names of any kind. */
export function imageEvent({
  repository = 'team/app',
  tag = 'v1',
  operator = 'admin',
  type = 'PUSH_ARTIFACT',
}: {
  readonly repository?: string
  readonly tag?: string
  readonly operator?: string
  readonly type?: string
} = {}): string {
  const [namespace = '', ...rest] = repository.split('/')
  return JSON.stringify({
    type,
    occur_at: 1_700_000_000,
    operator,
    event_data: {
      resources: [
        {
          digest: `sha256:${'a'.repeat(64)}`,
          tag,
          resource_url: `registry.example/${repository}:${tag}`,
        },
      ],
      repository: {
        date_created: 1_700_000_000,
        name: rest.join('/'),
        namespace,
        repo_full_name: repository,
        repo_type: 'private',
      },
    },
  })
}
