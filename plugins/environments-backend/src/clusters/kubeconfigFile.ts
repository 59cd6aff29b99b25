import { InputError, toError } from '@backstage/errors';
import { KubeConfig } from '@kubernetes/client-node';

/**
 * Reads one context of one kubeconfig file. Nothing is ever picked up by
 * itself: neither `KUBECONFIG`, nor the home folder, nor a pod's own account.
 *
 * @throws InputError when the file or the context can't be used
 */
export function readKubeconfig(file: string, context?: string): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
  } catch (error) {
    throw new InputError(
      `The kubeconfig ${file} can't be read: ${toError(error).message}`,
    );
  }

  const known = config.getContexts().map(({ name }) => name);
  const wanted = context ?? config.getCurrentContext();
  if (!wanted) {
    throw new InputError(
      `The kubeconfig ${file} has no current context: name one of ${known.join(
        ', ',
      )}`,
    );
  }
  if (!known.includes(wanted)) {
    throw new InputError(
      `The kubeconfig ${file} has no context "${wanted}"; it has ${
        known.join(', ') || 'none'
      }`,
    );
  }
  config.setCurrentContext(wanted);

  const cluster = config.getCurrentCluster();
  if (!cluster?.server || !config.getCurrentUser()) {
    throw new InputError(
      `The context "${wanted}" of the kubeconfig ${file} names a cluster or a user that the file does not have`,
    );
  }
  if (cluster.proxyUrl?.startsWith('socks')) {
    throw new InputError(
      `The context "${wanted}" of the kubeconfig ${file} goes through a SOCKS proxy; use an HTTP proxy or none`,
    );
  }
  if (!cluster.server.startsWith('https:') && !cluster.skipTLSVerify) {
    throw new InputError(
      `The context "${wanted}" of the kubeconfig ${file} reaches ${cluster.server} without TLS; use https`,
    );
  }
  return config;
}
