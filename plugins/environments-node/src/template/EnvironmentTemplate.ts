import type { EnvironmentTemplateEntityV1alpha1 } from '@sandlot/plugin-environments-common';
import type { EnvironmentModule } from './EnvironmentModule';

/**
 * The part of a template that its revision stands for: what ops wrote, without
 * what the catalog adds, and the modules that it names. Plain JSON, so that it
 * can be stored and rendered again later.
 *
 * @public
 */
export interface EnvironmentTemplate {
  apiVersion: EnvironmentTemplateEntityV1alpha1['apiVersion'];
  kind: EnvironmentTemplateEntityV1alpha1['kind'];
  metadata: {
    name: string;
    namespace: string;
    title?: string;
    description?: string;
    tags?: string[];
  };
  spec: EnvironmentTemplateEntityV1alpha1['spec'];
  /** By full entity reference. Absent where it names none, or they were not looked up. */
  modules?: Record<string, ResolvedModule>;
}

/** A module as it was when the template's revision was made. @public */
export interface ResolvedModule {
  /** Digest of the module, see {@link moduleRevisionOf}. */
  revision: string;
  title: string;
  description?: string;
  spec: EnvironmentModule['spec'];
}
