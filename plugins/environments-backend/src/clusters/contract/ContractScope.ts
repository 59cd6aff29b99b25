import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { Cluster, ObjectReference } from '../Cluster';

/** What the tests of the contract share. */
export interface ContractScope {
  readonly cluster: Cluster;
  /** Namespaces that go when all is done. */
  readonly made: KubernetesObject[];
  /** An edit by somebody else, past the portal. */
  editAs(
    manager: string,
    reference: ObjectReference,
    change: (object: KubernetesObject) => void,
  ): Promise<void>;
  /** Probes until there is something. */
  eventually<T>(probe: () => Promise<T | undefined | false>): Promise<T>;
  makeNamespace(manifest?: KubernetesObject): Promise<KubernetesObject>;
}
