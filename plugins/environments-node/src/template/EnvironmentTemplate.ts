import type { EnvironmentTemplateEntityV1alpha1 } from '@sandlot/plugin-environments-common';

/**
 * The part of a template that its revision stands for: what ops wrote, without
 * what the catalog adds. Plain JSON, so that it can be stored and rendered
 * again later.
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
}
