import { ServiceUnavailableError } from '@backstage/errors';
import { ClusterError } from '../clusters/ClusterError';

/** Turns what a cluster says into what a person who is waiting can be told. */
export async function answeredByCluster<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    throw new ServiceUnavailableError(
      error.isTransient
        ? `The cluster can't be asked now: ${error.message}. Try again in a while`
        : `The cluster refused, which its people must mend: ${error.message}`,
    );
  }
}
