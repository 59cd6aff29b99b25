import type { JsonObject } from '@backstage/types';
import type { KubernetesObject } from '../../KubernetesObject';

/** What a template is rendered for. @public */
export interface RenderInput {
  /** As {@link validateParameters} returns them: they fit and are complete. */
  parameters: JsonObject;
  /** Names of the add-ons that are switched on, as {@link validateAddOns} admits them. */
  addOns?: string[];
  /** The developer's own objects, as {@link parseOwnManifests} returns them. */
  ownManifests?: KubernetesObject[];
  environment: { id: string; name: string; namespace: string };
  owner: { ref: string; name: string };
  cluster: { name: string };
  /** Digest of the template, see {@link revisionOf}. */
  revision: string;
  /** Id of the operation that makes the Namespace. */
  requestId: string;
}
