/** Leads to a port on which nobody listens. */
export const awayKubeconfig = JSON.stringify({
  clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'portal', user: { token: 'of the test' } }],
  contexts: [{ name: 'c', context: { cluster: 'c', user: 'portal' } }],
  'current-context': 'c',
});
