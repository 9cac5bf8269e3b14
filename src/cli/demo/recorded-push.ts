/** What a CNCF Distribution 2.8 sent when an image was pushed to it. */
export const RECORDED_PUSH = {
  events: [
    {
      id: '481abffc-ce08-4471-8a1e-1d64a97486a8',
      timestamp: '2026-11-21T23:17:39.60976196Z',
      action: 'push',
      target: {
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        size: 400,
        digest: 'sha256:81491f9c0427dca4e146dab76631658606e61d7ee52f360fabc4d5b703c95fee',
        length: 400,
        repository: 'demo/hello',
        url: 'http://127.0.0.1:35711/v2/demo/hello/manifests/sha256:81491f9c0427dca4e146dab76631658606e61d7ee52f360fabc4d5b703c95fee',
        tag: 'v1',
      },
      request: {
        id: 'bb18a3ef-cc59-4805-8143-5669a9c56858',
        addr: '127.0.0.1:57150',
        host: '127.0.0.1:35711',
        method: 'PUT',
        useragent: '',
      },
      actor: {
        name: 'alice',
      },
      source: {
        addr: 'vm:35711',
        instanceID: '94cc82a2-10da-4a05-b75f-777b029461eb',
      },
    },
  ],
}
