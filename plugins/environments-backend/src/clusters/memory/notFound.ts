import { ClusterError } from '../ClusterError';

/** An API server's words for what is not there. */
export function notFound(resource: string, name: string): ClusterError {
  return new ClusterError('Refused', `${resource} "${name}" not found`, {
    status: 404,
  });
}
