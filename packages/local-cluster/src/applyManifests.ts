import { readFile } from 'node:fs/promises';
import {
  KubeConfig,
  KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
} from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';

const FIELD_MANAGER = 'sandlot-local-cluster';

/**
 * Applies all objects of some YAML files by server-side apply, as the
 * kubeconfig's user; namespaces first, else in the order given.
 *
 * @param kubeconfig - path of a kubeconfig
 * @param files - paths of YAML files, each with any number of documents
 * @throws Error that names the file and the object that was refused, and why.
 *
 * @public
 */
export async function applyManifests(
  kubeconfig: string,
  files: string[],
): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const client = KubernetesObjectApi.makeApiClient(config);
  const objects = (await Promise.all(files.map(readObjects))).flat();
  const isNamespace = (object: KubernetesObject) => object.kind === 'Namespace';
  for (const { file, object } of [
    ...objects.filter(entry => isNamespace(entry.object)),
    ...objects.filter(entry => !isNamespace(entry.object)),
  ]) {
    try {
      await client.patch(
        object,
        undefined,
        undefined,
        FIELD_MANAGER,
        true,
        PatchStrategy.ServerSideApply,
      );
    } catch (error) {
      throw new Error(
        `${object.kind} ${
          object.metadata?.name
        } of ${file} can't be applied: ${reason(error)}`,
      );
    }
  }
}

async function readObjects(file: string) {
  return parseAllDocuments(await readFile(file, 'utf8')).flatMap(document => {
    if (document.errors.length > 0) {
      throw new Error(`${file} is not YAML: ${document.errors[0].message}`);
    }
    const object = document.toJS() as KubernetesObject | null;
    return object ? [{ file, object }] : [];
  });
}

function reason(error: unknown): string {
  const body = (error as { body?: unknown }).body;
  try {
    const status = typeof body === 'string' ? JSON.parse(body) : body;
    return status?.message ?? String(error);
  } catch {
    return String(error);
  }
}
