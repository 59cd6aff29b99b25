import { EnvironmentRow } from '../database/rows';

/** What a record says about the environment that it is about. */
export function aboutEnvironment(environment: EnvironmentRow) {
  return {
    environmentId: environment.id,
    target: {
      cluster: environment.cluster,
      namespace: environment.namespace,
      namespaceUid: environment.namespaceUid,
      name: environment.name,
    },
    template: {
      ref: environment.templateRef,
      revision: environment.revision,
    },
  };
}
