import type { EnvironmentModuleEntityV1alpha1 } from '@sandlot/plugin-environments-common';

/**
 * The part of a module that its revision stands for: what ops wrote, without
 * what the catalog adds.
 *
 * @public
 */
export interface EnvironmentModule {
  apiVersion: EnvironmentModuleEntityV1alpha1['apiVersion'];
  kind: EnvironmentModuleEntityV1alpha1['kind'];
  metadata: {
    name: string;
    namespace: string;
    title?: string;
    description?: string;
    tags?: string[];
  };
  spec: EnvironmentModuleEntityV1alpha1['spec'];
}
