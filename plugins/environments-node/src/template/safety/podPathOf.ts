import type { PlainObject } from '../tree';

const POD_PATHS: Readonly<Record<string, string[]>> = {
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** Where a workload keeps the specification of its pods. */
export function podPathOf(object: PlainObject): string[] | undefined {
  const { kind } = object;
  return typeof kind === 'string' && Object.hasOwn(POD_PATHS, kind)
    ? POD_PATHS[kind]
    : undefined;
}
